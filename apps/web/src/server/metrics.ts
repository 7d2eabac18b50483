import { RUN_STATES } from '@combogan/contracts';
import { type Db, studioFigures } from '@combogan/db';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export interface Metrics {
  /** A request was answered; `route` is the route's pattern, never the address itself. */
  request(of: { method: string; route: string; status: number; seconds: number }): void;
  /** A trainer's batch was stored. */
  appended(of: { events: number; seconds: number }): void;
  /** Entries went out to the viewers so long after they were stored. */
  broadcast(seconds: number): void;
  /** How many sockets are open, asked at each scrape. */
  sockets: () => { viewers: number; trainers: number };
  contentType: string;
  /** Everything in the text format of Prometheus. */
  text(): Promise<string>;
}

let ofProcess: Registry | undefined;

/** Memory, processor time, event loop and garbage collection of this process: counted once, however often it starts. */
function processMetrics(): Registry {
  if (!ofProcess) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/** What an operator may scrape. Labels are routes, states, kinds and trainers' names: all of them few. */
export function createMetrics(db: Db): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const http = new Histogram({
    name: 'studio_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [...FAST, 10],
    registers,
  });
  const events = new Counter({
    name: 'studio_events_appended_total',
    help: 'Events of trainers that were sent to be stored and are.',
    registers,
  });
  const append = new Histogram({
    name: 'studio_append_duration_seconds',
    help: "Time to store a trainer's batch, its transaction included.",
    buckets: FAST,
    registers,
  });
  const lag = new Histogram({
    name: 'studio_event_lag_seconds',
    help: "Time from an entry's storing to its broadcast, once a broadcast, for runs that are watched.",
    buckets: FAST,
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `studio_${name}`, help, labelNames, registers });
  const sockets = gauge('sockets', 'Open connections by kind.', ['kind']);
  const up = gauge('database_up', 'Whether the database answered this scrape.');
  const runs = gauge('runs', 'Runs by state.', ['state']);
  const queue = gauge('queue_length', 'Runs that wait for a trainer.');
  const leases = gauge('leases', 'Leases that trainers hold.');
  const speed = gauge('trainer_iterations_per_second', 'Training speed of each trainer that holds a run.', ['trainer']);

  const refresh = async (): Promise<void> => {
    const open = metrics.sockets();
    sockets.set({ kind: 'viewer' }, open.viewers);
    sockets.set({ kind: 'trainer' }, open.trainers);
    try {
      const figures = await studioFigures(db);
      for (const state of RUN_STATES) runs.set({ state }, figures.runs[state] ?? 0);
      queue.set(figures.runs.queued ?? 0);
      leases.set(figures.leases);
      // trainers that hold nothing any more must not go on with their last speed
      speed.reset();
      for (const [trainer, perSecond] of Object.entries(figures.iterationsPerSecond)) speed.set({ trainer }, perSecond);
      up.set(1);
    } catch {
      up.set(0);
    }
  };

  const metrics: Metrics = {
    request: ({ method, route, status, seconds }) =>
      http.observe({ method: METHODS.includes(method) ? method : 'other', route, status }, seconds),
    appended: (of) => {
      events.inc(of.events);
      append.observe(of.seconds);
    },
    broadcast: (seconds) => lag.observe(Math.max(0, seconds)),
    sockets: () => ({ viewers: 0, trainers: 0 }),
    contentType: registry.contentType,
    async text() {
      await refresh();
      return `${await registry.metrics()}${await processMetrics().metrics()}`;
    },
  };
  return metrics;
}
