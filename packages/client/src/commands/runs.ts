import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LogEntry, type RunState, StudioError } from '@combogan/contracts';
import { download } from '../download.ts';
import { follow } from '../follow.ts';
import type { Output } from '../output.ts';
import type { StudioClient } from '../studio-client.ts';

/** Exit codes of `follow`, so that a script can tell how its run ended. */
const OUTCOME: Partial<Record<RunState, number>> = { finished: 0, failed: 3, cancelled: 4 };

export async function listRuns(client: StudioClient, output: Output): Promise<void> {
  for (const run of await client.runs())
    output.result(run, `${run.id}  ${run.state}  ${run.progress.iteration}/${run.iterations}  ${run.name}`);
}

export async function launch(
  client: StudioClient,
  output: Output,
  options: { name: string; domain: string[]; set: string[]; config?: string },
): Promise<void> {
  const config: Record<string, unknown> = options.config ? parseJson(await readFile(options.config, 'utf8')) : {};
  for (const pair of options.set) {
    const [, field, value] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
    if (!field || value === undefined) throw new StudioError('invalid', `--set takes FIELD=VALUE, not "${pair}".`);
    config[field] = scalar(value);
  }
  const domainIds: string[] = [];
  for (const domain of options.domain) domainIds.push((await client.findDomain(domain)).id);
  const run = await client.launch({ name: options.name, domainIds, config });
  output.result(run, run.id);
}

export async function followRun(
  client: StudioClient,
  output: Output,
  wanted: string,
  options: { after: string; only?: string },
): Promise<void> {
  const { id } = await client.findRun(wanted);
  const log = follow(client.connection, id, { after: Number(options.after) });
  for (;;) {
    const { done, value } = await log.next();
    if (done) {
      process.exitCode = OUTCOME[value] ?? 1;
      return;
    }
    for (const line of linesOf(value))
      if (!options.only || options.only === line.event) output.result(line, JSON.stringify(line));
  }
}

export async function cancel(client: StudioClient, output: Output, wanted: string): Promise<void> {
  const run = await client.cancel((await client.findRun(wanted)).id);
  output.result(run, `${run.name}: ${run.state}`);
}

export async function downloadWeights(
  client: StudioClient,
  output: Output,
  wanted: string,
  options: { out: string; domain: string[] },
): Promise<void> {
  const run = await client.run((await client.findRun(wanted)).id);
  const newest = new Map(
    [...run.weights].sort((a, b) => a.iteration - b.iteration).map((weights) => [weights.domain as string, weights]),
  );
  const domains = options.domain.length > 0 ? options.domain : [...newest.keys()];
  if (domains.length === 0) throw new StudioError('not_found', `The run ${run.name} has no weights yet.`);
  for (const domain of domains) {
    const weights = newest.get(domain);
    if (!weights) throw new StudioError('not_found', `The run ${run.name} has no weights of a domain "${domain}".`);
    const place = join(options.out, `${domain}.zip`);
    const path = `/api/runs/${run.id}/weights/${encodeURIComponent(domain)}`;
    const outcome = await download(client.connection, path, { place, ...weights });
    output.result({ path: place, ...weights, present: outcome === 'present' }, place);
  }
}

/** Iterations one by one, everything else as it is. */
function linesOf({ seq, at, event }: LogEntry): { seq: number; at: string; event: string }[] {
  if (event.kind === 'iterations') return event.records.map((record) => ({ seq, at, event: 'iteration', ...record }));
  const { kind, ...rest } = event;
  return [{ seq, at, event: kind, ...rest }];
}

/** As JSON where it is, else as text: 5, 0.2, true, lsgan. */
function scalar(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function parseJson(text: string): Record<string, unknown> {
  const parsed = scalar(text);
  if (typeof parsed !== 'object' || parsed === null)
    throw new StudioError('invalid', '--config must name a JSON file.');
  return parsed as Record<string, unknown>;
}
