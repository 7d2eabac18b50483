import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the trainer keeps what it can always get again: images by hash, measurements. */
export function cacheFolder(): string {
  const base =
    process.env.XDG_CACHE_HOME ||
    (process.platform === 'win32' && process.env.LOCALAPPDATA) ||
    (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache'));
  return join(base, 'combogan-trainer');
}
