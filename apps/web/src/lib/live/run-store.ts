import {
  type ApiError,
  type IterationRecord,
  type JoinReply,
  type JoinRequest,
  type LogEntry,
  type RunDetail,
  type RunSummary,
  type SampleRef,
  sampleRefs,
} from '@combogan/contracts';
import { addSheet, applyEntry, isLogLine } from './apply-entry.ts';
import { BUCKETS_MAX, ChartBuffers } from './chart-buffers.ts';

/** What a run store needs of a connection; the socket provides it, tests provide a lossy one. */
export interface RunLink {
  join(request: JoinRequest): Promise<JoinReply>;
  leave(runId: string): void;
  /** Entries of any joined run, as they come. Returns the way to stop. */
  onEntries(listener: (runId: string, entries: LogEntry[]) => void): () => void;
  onSummary(listener: (run: RunSummary) => void): () => void;
  /** Called at once with the present state, then on each change. */
  onConnected(listener: (connected: boolean) => void): () => void;
}

export interface RunView {
  status: 'joining' | 'live' | 'reconnecting' | 'refused';
  /** Its `samples` stay empty. */
  run: RunDetail | null;
  /** The sample sheets there are, in the order of iterations. */
  samples: readonly SampleRef[];
  /** State changes and log lines, oldest first. */
  log: readonly LogEntry[];
  refusal: ApiError | null;
}

const LOG_LINES_MAX = 2000;
const AT_ONCE = (task: () => void): void => task();

/**
 * One run as its log tells it, kept equal to the server's whatever the connection does: entries that come twice are
 * dropped, a gap makes it join again from the last entry it holds (E2).
 */
export class RunStore {
  readonly chart: ChartBuffers;
  private view: RunView = { status: 'joining', run: null, samples: [], log: [], refusal: null };
  private seq: number | null = null;
  private readonly runId: string;
  private readonly link: RunLink;
  private readonly soon: (task: () => void) => void;
  private readonly viewListeners = new Set<() => void>();
  private readonly chartListeners = new Set<(records: readonly IterationRecord[] | null) => void>();
  private stops: (() => void)[] = [];
  /** Entries that came while a join was under way. */
  private waiting: LogEntry[] = [];
  /** Numbers the joins: an answer to an earlier one is ignored. */
  private joins = 0;
  private joining = false;
  private announced = false;

  /** `soon` batches notifications of the view, e.g. requestAnimationFrame. */
  constructor(runId: string, link: RunLink, options: { soon?: (task: () => void) => void; bucketsMax?: number } = {}) {
    this.runId = runId;
    this.link = link;
    this.soon = options.soon ?? AT_ONCE;
    this.chart = new ChartBuffers(options.bucketsMax ?? BUCKETS_MAX);
  }

  start(): void {
    this.stops = [
      this.link.onEntries((runId, entries) => {
        if (runId === this.runId) this.receive(entries);
      }),
      this.link.onSummary((run) => this.noteSummary(run)),
      this.link.onConnected((connected) => {
        this.joins += 1;
        this.joining = false;
        if (connected) void this.join();
        else if (this.view.status !== 'refused') this.change({ status: this.view.run ? 'reconnecting' : 'joining' });
      }),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.joins += 1;
    this.link.leave(this.runId);
  }

  readonly getView = (): RunView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.viewListeners.add(listener);
    return () => this.viewListeners.delete(listener);
  };

  /** Tells which records came into `chart`, or null when it began anew. Not batched: the drawer does so itself. */
  readonly subscribeChart = (listener: (records: readonly IterationRecord[] | null) => void): (() => void) => {
    this.chartListeners.add(listener);
    return () => this.chartListeners.delete(listener);
  };

  private async join(after: number | null = this.seq): Promise<void> {
    this.joins += 1;
    const mine = this.joins;
    this.joining = true;
    this.waiting = [];
    let reply: JoinReply;
    try {
      reply = await this.link.join({ runId: this.runId, after });
    } catch {
      // No answer: when the connection is gone the next one joins, when it is not the answer was lost.
      if (mine === this.joins) void this.join(after);
      return;
    }
    if (mine !== this.joins) return;
    this.joining = false;
    if (reply.kind === 'refused') {
      this.change({ status: 'refused', refusal: reply.error });
      return;
    }
    if (reply.kind === 'snapshot') this.restart(reply);
    else this.apply(reply.entries);
    if (this.seq === null || this.seq < reply.seq) {
      // The answer did not lead up to the log position it names: only a snapshot helps.
      void this.join(null);
      return;
    }
    this.change({ status: 'live', refusal: null });
    const waiting = this.waiting;
    this.waiting = [];
    this.receive(waiting);
  }

  private restart(reply: Extract<JoinReply, { kind: 'snapshot' }>): void {
    if (this.seq !== null && reply.seq < this.seq) return;
    this.seq = reply.seq;
    this.chart.reset(reply.chart);
    this.change({
      run: reply.run,
      samples: sampleRefs(reply.samples),
      log: reply.log.filter(isLogLine).slice(-LOG_LINES_MAX),
    });
    this.announceChart(null);
  }

  private receive(entries: LogEntry[]): void {
    if (this.joining || this.seq === null) this.waiting.push(...entries);
    else if (!this.apply(entries)) void this.join();
  }

  /** Applies what is new, in order. False when it met a gap. */
  private apply(entries: readonly LogEntry[]): boolean {
    let { run, samples } = this.view;
    if (!run || this.seq === null) return true;
    const lines: LogEntry[] = [];
    let gap = false;
    const drawn: IterationRecord[] = [];
    for (const entry of entries) {
      if (entry.seq <= this.seq) continue;
      if (entry.seq > this.seq + 1) {
        gap = true;
        break;
      }
      this.seq = entry.seq;
      run = applyEntry(run, entry);
      samples = addSheet(samples, entry);
      if (isLogLine(entry)) lines.push(entry);
      if (entry.event.kind === 'iterations') {
        this.chart.append(entry.event.records);
        drawn.push(...entry.event.records);
      }
    }
    if (run !== this.view.run)
      this.change({
        run,
        samples,
        log: lines.length ? [...this.view.log, ...lines].slice(-LOG_LINES_MAX) : this.view.log,
      });
    if (drawn.length > 0) this.announceChart(drawn);
    return !gap;
  }

  /** The log does not tell the engine or the place in the queue; the summary does. */
  private noteSummary(summary: RunSummary): void {
    const { run } = this.view;
    if (!run || summary.id !== this.runId || summary.seq < run.seq) return;
    const { engine, trainer, queuePosition, resumesFrom } = summary;
    const known = { engine, trainer, queuePosition, resumesFrom };
    if (Object.entries(known).every(([name, value]) => run[name as keyof typeof known] === value)) return;
    this.change({ run: { ...run, ...known } });
  }

  private change(part: Partial<RunView>): void {
    this.view = { ...this.view, ...part };
    if (this.announced) return;
    this.announced = true;
    this.soon(() => {
      this.announced = false;
      for (const listener of this.viewListeners) listener();
    });
  }

  private announceChart(records: readonly IterationRecord[] | null): void {
    for (const listener of this.chartListeners) listener(records);
  }
}
