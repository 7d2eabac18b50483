import {
  HELD_STATES,
  isEnded,
  LOG_LINES,
  type LogEntry,
  type RunDetail,
  type RunEvent,
  type SampleRef,
} from '@combogan/contracts';

type StateEvent = Extract<RunEvent, { kind: 'state' }>;

const isHeld = (state: RunDetail['state']): boolean => (HELD_STATES as readonly RunDetail['state'][]).includes(state);

function applyState(run: RunDetail, event: StateEvent, at: string): RunDetail {
  return {
    ...run,
    state: event.state,
    progress: isHeld(event.state) ? run.progress : { ...run.progress, etaSeconds: null },
    failure: event.failure ?? (event.state === 'failed' ? run.failure : null),
    trainer: event.state === 'queued' || event.state === 'paused' ? null : (event.trainer ?? run.trainer),
    queuePosition: event.state === 'queued' ? run.queuePosition : null,
    resumesFrom: event.resumesFrom ?? null,
    startedAt: run.startedAt ?? (event.state === 'running' ? at : null),
    endedAt: isEnded(event.state) ? at : null,
  };
}

/** Mean wall time that follows the run: a batch counts by how many iterations it holds, the past by up to 50. */
function pace(before: number | null, records: readonly { ms: number }[]): number {
  const mean = records.reduce((sum, record) => sum + record.ms, 0) / records.length;
  if (before === null) return mean;
  const past = Math.max(0, 50 - records.length);
  return (before * past + mean * records.length) / (past + records.length);
}

/** The run after one log entry. Entries must come in order, each once. */
export function applyEntry(run: RunDetail, entry: LogEntry): RunDetail {
  const { event } = entry;
  const next = { ...run, seq: entry.seq };
  switch (event.kind) {
    case 'state':
      return applyState(next, event, entry.at);
    case 'iterations': {
      const iteration = Math.max(run.progress.iteration, ...event.records.map((record) => record.iteration));
      const msPerIteration = pace(run.progress.msPerIteration, event.records);
      const etaSeconds = ((run.iterations - iteration) * msPerIteration) / 1000;
      return { ...next, progress: { iteration, msPerIteration, etaSeconds } };
    }
    case 'sample': {
      const newer = event.sheet.iteration >= (run.lastSample?.iteration ?? 0);
      return newer ? { ...next, lastSample: event.sheet } : next;
    }
    case 'weights': {
      const { kind: _, ...file } = event;
      return { ...next, weights: [...run.weights.filter((other) => other.domain !== file.domain), file] };
    }
    case 'change': {
      const { number, changes, iteration, by = null } = event;
      const change = { number, changes, by, at: entry.at };
      return iteration === undefined
        ? { ...next, pendingChanges: [...run.pendingChanges, change] }
        : {
            ...next,
            iterations: changes.iterations ?? run.iterations,
            changes: [...run.changes, { ...change, iteration }],
          };
    }
    case 'applied': {
      const { number, iteration } = event;
      const taken = run.pendingChanges.filter((change) => change.number === number);
      return {
        ...next,
        changes: [...run.changes, ...taken.map((change) => ({ ...change, iteration }))],
        pendingChanges: run.pendingChanges.filter((change) => change.number !== number),
      };
    }
    default:
      return next;
  }
}

/** What the log tab shows. */
export const isLogLine = ({ event }: LogEntry): boolean => LOG_LINES.some((kind) => kind === event.kind);

/** The sheets after one entry, in the order of iterations; the same array when it brings none. */
export function addSheet(samples: readonly SampleRef[], { event }: LogEntry): readonly SampleRef[] {
  if (event.kind !== 'sample') return samples;
  const { iteration, size, rows, columns, reconstructions } = event.sheet;
  const sheet = { iteration, size, rows, columns, reconstructions: reconstructions !== undefined };
  const last = samples.at(-1);
  if (!last || last.iteration < iteration) return [...samples, sheet];
  return [...samples.filter((other) => other.iteration !== iteration), sheet].sort((a, b) => a.iteration - b.iteration);
}
