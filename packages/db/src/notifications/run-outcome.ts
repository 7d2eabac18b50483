import type { Failure, NotificationKind, RunState } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import type { AttemptOutcome } from '../generated/client.ts';
import { type Told, tellPeople, tellWebhooks } from './tell.ts';

interface Outcome {
  runId: string;
  to: RunState;
  failure?: Failure;
  outcome?: AttemptOutcome;
}

/**
 * Tells whoever launched a run, the owners where nobody did, how it ended or that it lost its trainer. Part of the
 * transition itself, so it is told exactly once.
 */
export async function tellOutcome(tx: Tx, outcome: Outcome): Promise<void> {
  const kind = kindOf(outcome);
  if (!kind) return;
  const run = await tx.run.findUniqueOrThrow({
    where: { id: outcome.runId },
    select: { id: true, name: true, iteration: true, launchedById: true },
  });
  const told: Told = {
    run: { id: run.id, name: run.name },
    iteration: run.iteration,
    by: null,
    text: outcome.failure?.message ?? null,
    commentId: null,
    mentions: [],
  };
  const owners = { role: 'owner', removedAt: null } as const;
  const people = run.launchedById
    ? [run.launchedById]
    : (await tx.user.findMany({ where: owners, select: { id: true } })).map(({ id }) => id);
  await tellPeople(tx, kind, people, told);
  await tellWebhooks(tx, kind, told);
}

function kindOf({ to, failure, outcome }: Outcome): NotificationKind | null {
  if (to === 'finished') return 'finished';
  if (to === 'failed') return failure?.code === 'diverged' ? 'diverged' : 'failed';
  return to === 'queued' && outcome === 'lost' ? 'lost' : null;
}
