import type { JoinReply, SeriesResponse } from '@combogan/contracts';
import { runSeries } from '@combogan/db';
import { connectViewer, watch } from '../../apps/web/test/sockets.ts';
import { PUBLIC_URL, type Studio } from '../../apps/web/test/studio.ts';
import { type FilledRun, SPIKE } from './runs.ts';

export interface Opening {
  /** Median of asking over the socket to having the whole snapshot. */
  ms: number;
  bestMs: number;
  /** Size of the answer as JSON. */
  kilobytes: number;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Opens both runs in turns, each time as a page does: joins and gets the snapshot. */
export async function measureOpening(studio: Studio, runIds: [string, string], rounds: number) {
  const viewer = await connectViewer(studio.url, {
    cookie: (await studio.signIn('viewer')).cookie,
    origin: PUBLIC_URL,
  });
  const times: [number[], number[]] = [[], []];
  const replies: (JoinReply | undefined)[] = [];
  // the first round warms both up and is not counted
  for (let round = 0; round <= rounds; round++)
    for (const at of [0, 1] as const) {
      const started = performance.now();
      const reply = await watch(viewer, runIds[at]).join(null);
      if (reply.kind !== 'snapshot') throw new Error(`joined with ${reply.kind}`);
      if (round > 0) times[at].push(performance.now() - started);
      replies[at] = reply;
      viewer.emit('run:leave', { runId: runIds[at] });
    }
  viewer.close();
  const openingOf = (at: 0 | 1): Opening => ({
    ms: median(times[at]),
    bestMs: Math.min(...times[at]),
    kilobytes: Math.round(JSON.stringify(replies[at]).length / 1000),
  });
  return [openingOf(0), openingOf(1)] as const;
}

export interface Zoom {
  /** Iterations in sight. */
  span: number;
  /** How many of the spikes asked for showed. */
  seen: number;
  asked: number;
  ms: number;
}

const BUCKETS = 1000;

/** Zooms from the whole run down to single iterations around each spike, and looks whether it is there. */
export async function measureZooms({ services: { db } }: Studio, run: FilledRun): Promise<Zoom[]> {
  const zooms: Zoom[] = [];
  for (let span = run.iterations; ; span = Math.max(10, Math.floor(span / 4))) {
    const times: number[] = [];
    let seen = 0;
    for (const { iteration, domain } of run.spikes) {
      const from = Math.max(1, Math.min(iteration - (span >> 1), run.iterations - span + 1));
      const started = performance.now();
      const answer = await runSeries(db, run.runId, { from, to: from + span - 1, buckets: BUCKETS });
      times.push(performance.now() - started);
      if (shows(answer, `${domain}.cycle`, iteration)) seen += 1;
    }
    zooms.push({ span, seen, asked: run.spikes.length, ms: median(times) });
    if (span <= 10) return zooms;
  }
}

/** Whether the bucket that holds the iteration reaches the spike. */
function shows({ width, series }: SeriesResponse, name: string, iteration: number): boolean {
  const { x, max } = series[name] ?? { x: [], max: [] };
  const at = x.findIndex((last) => Math.ceil(last / width) === Math.ceil(iteration / width));
  return (max[at] ?? 0) >= SPIKE;
}
