import { type IterationRecord, StudioError, type TrainerEvent } from '@combogan/contracts';

interface Of {
  /** Last iteration stored. */
  iteration: number;
  /** Of the whole run. */
  iterations: number;
  /** Keys of the run's domains. */
  domains: ReadonlySet<string>;
}

/**
 * Returns the iterations among the events.
 * @throws StudioError `invalid` unless they continue the run's without a gap and everything names its own domains
 */
export function checkEvents(events: TrainerEvent[], { iteration, iterations, domains }: Of) {
  const records: IterationRecord[] = [];
  const known = (key: string) => {
    if (!domains.has(key)) throw invalid(`The run has no domain "${key}".`);
  };
  for (const event of events)
    if (event.kind === 'weights') known(event.domain);
    else if (event.kind === 'sample') [...event.sheet.rows, ...event.sheet.columns].forEach(known);
    else if (event.kind === 'applied') {
      const next = iteration + records.length + 1;
      if (event.iteration !== next)
        throw invalid(
          `Change ${event.number} must hold from iteration ${next}, which comes next, not ${event.iteration}.`,
        );
    } else if (event.kind === 'checkpoint') {
      const stored = iteration + records.length;
      if (event.iteration > stored)
        throw invalid(`A checkpoint of iteration ${event.iteration} came before its losses, which end at ${stored}.`);
    } else if (event.kind === 'iterations')
      for (const record of event.records) {
        const expected = iteration + records.length + 1;
        if (record.iteration !== expected)
          throw invalid(`Iteration ${expected} must come next, not ${record.iteration}.`);
        if (expected > iterations) throw invalid(`Iteration ${expected} is beyond the run's ${iterations}.`);
        [...record.domains, ...Object.keys(record.losses)].forEach(known);
        records.push(record);
      }
  return records;
}

const invalid = (message: string) => new StudioError('invalid', message, { field: 'events' });
