import { spawnSync } from 'node:child_process';

/** A Python that can import torch, or null. PATH's own first, then the system's (Debian's python3-torch). */
export function findTorch(): string | null {
  for (const python of ['python3', '/usr/bin/python3', 'python']) {
    if (spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0) return python;
  }
  return null;
}

export const NO_TORCH = 'no Python here can import torch (on Debian: apt-get install python3-torch)';
