import type { CommandMessage } from '@combogan/contracts';
import type { Tx } from '../db.ts';

/** What another process may have to act on. */
export type Change =
  /** The run's log has reached `seq`. */
  | { kind: 'run'; runId: string; seq: number }
  /** Runs came into the queue or left it. */
  | { kind: 'queue' }
  /** A person asked something of the trainer that holds the run. */
  | { kind: 'command'; runId: string; trainerId: string; command: CommandMessage['kind'] }
  /** A person asked for changes of the run that the trainer holds. */
  | { kind: 'tune'; runId: string; trainerId: string }
  /** A trainer came, went or changed. */
  | { kind: 'trainers' }
  /** A person's role changed or a session of theirs ended. */
  | { kind: 'person'; userId: string }
  /** A run's comments changed. */
  | { kind: 'comments'; runId: string }
  /** Someone began or ceased to watch a run. */
  | { kind: 'watchers'; runId: string }
  /** A person has a new notification, or read some. */
  | { kind: 'notifications'; userId: string }
  /** A webhook is to be called. */
  | { kind: 'deliveries' }
  /** Changes may have been missed: look at everything again. */
  | { kind: 'resync' };

export const CHANNEL = 'studio';

/** Tells listeners when, and only if, the transaction commits. */
export async function notify(tx: Tx, change: Change): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`;
}
