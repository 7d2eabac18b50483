import { StudioError } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { noSuchDomain } from './missing.ts';
import { runsOfDomain } from './usage.ts';

const NAMED = 5;

/**
 * Deletes a domain, its images and its unused versions.
 * @throws StudioError `conflict`, naming the runs, while any run points at it (D5); `not_found`
 */
export async function deleteDomain(db: Db, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    // a launch holds this row while it freezes the domain
    const [domain] = await tx.$queryRaw<{ name: string }[]>`SELECT name FROM domains WHERE id = ${id}::uuid FOR UPDATE`;
    if (!domain) throw noSuchDomain();
    const runs = await runsOfDomain(tx, id);
    if (runs.length > 0) throw new StudioError('conflict', `"${domain.name}" is used by ${namesOf(runs)}.`);
    await tx.domain.delete({ where: { id } });
  });
}

function namesOf(runs: { name: string }[]): string {
  const named = runs.slice(0, NAMED).map(({ name }) => `"${name}"`);
  const more = runs.length - named.length;
  const count = runs.length === 1 ? 'a run' : `${runs.length} runs`;
  return `${count}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
