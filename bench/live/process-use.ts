import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

/** Processor seconds that a process has used, and its resident memory in MB. Linux. */
export function processUse(pid: number): { cpuSeconds: number; residentMb: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // the name, second, may hold spaces
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    residentMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024,
  };
}
