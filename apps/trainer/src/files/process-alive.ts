import { readFileSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/** Whether a process of that id runs, ours or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** When a process began, in a form that only tells two apart: ids are used again. Null where the system does not say. */
export function startOf(pid: number): string | null {
  try {
    // man proc_pid_stat: field 22; the name in field 2 may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended, though its parent has not noticed.
    return state === 'Z' ? null : (rest[18] ?? null);
  } catch {
    return null;
  }
}
