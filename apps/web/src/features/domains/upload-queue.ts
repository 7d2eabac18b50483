import { type ApiError, type ImageItem, type ImageRole, LIMITS } from '@combogan/contracts';

/** Sends one file. Reports the bytes that are out; rejects with an ApiError when the file is refused. */
export type SendFile = (
  file: File,
  options: { role: ImageRole; signal: AbortSignal; onProgress: (bytes: number) => void },
) => Promise<{ image: ImageItem; duplicate: boolean }>;

export interface Sending {
  id: number;
  name: string;
  bytes: number;
  sent: number;
}
export interface Refused {
  id: number;
  name: string;
  error: ApiError;
  /** Set when the file may go through another time: the connection broke, not the file. */
  file: File | null;
}
export interface UploadView {
  /** Files of this batch, and how many of them are through. */
  files: number;
  settled: number;
  bytes: number;
  sentBytes: number;
  added: number;
  duplicates: number;
  sending: readonly Sending[];
  /** Kept until dismissed, over batches. */
  refused: readonly Refused[];
}

const AT_ONCE = 3;
/** How long to hold back after the server said that it is too much at once. */
const HOLD_BACK_MS = 5_000;
const EMPTY = { files: 0, settled: 0, bytes: 0, sentBytes: 0, added: 0, duplicates: 0, sending: [] } as const;

interface Waiting {
  id: number;
  file: File;
  role: ImageRole;
}

/** Uploads many files, three at a time, and keeps count. A refused file never stops the others (D2). */
export class UploadQueue {
  private view: UploadView = { ...EMPTY, refused: [] };
  private readonly send: SendFile;
  private readonly pause: (ms: number) => Promise<void>;
  private readonly listeners = new Set<() => void>();
  private waiting: Waiting[] = [];
  private abort = new AbortController();
  private nextId = 1;
  private running = 0;

  constructor(send: SendFile, pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))) {
    this.send = send;
    this.pause = pause;
  }

  readonly getView = (): UploadView => this.view;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get busy(): boolean {
    return this.view.settled < this.view.files;
  }

  add(files: readonly File[], role: ImageRole): void {
    if (files.length === 0) return;
    const before = this.busy ? this.view : { ...this.view, ...EMPTY };
    this.change({
      ...before,
      files: before.files + files.length,
      bytes: before.bytes + files.reduce((sum, file) => sum + file.size, 0),
    });
    for (const file of files) this.waiting.push({ id: this.nextId++, file, role });
    while (this.running < AT_ONCE && this.waiting.length > 0) void this.work();
  }

  /** Gives up what has not arrived yet; what has stays. */
  cancel(): void {
    this.waiting = [];
    this.abort.abort();
    this.abort = new AbortController();
    this.change({ ...EMPTY });
  }

  dismissRefused(): void {
    this.change({ refused: [] });
  }

  /** Sends those again that only the connection kept back. */
  retry(role: ImageRole): void {
    const files = this.view.refused.flatMap(({ file }) => (file ? [file] : []));
    this.change({ refused: this.view.refused.filter(({ file }) => !file) });
    this.add(files, role);
  }

  private async work(): Promise<void> {
    this.running += 1;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await this.one(next);
    this.running -= 1;
  }

  private async one({ id, file, role }: Waiting): Promise<void> {
    const { signal } = this.abort;
    this.change({ sending: [...this.view.sending, { id, name: file.name, bytes: file.size, sent: 0 }] });
    try {
      if (file.size > LIMITS.imageBytes) throw TOO_LARGE;
      const result = await this.patiently(file, role, signal, id);
      if (signal.aborted) return;
      this.settle(id, result.duplicate ? { duplicates: this.view.duplicates + 1 } : { added: this.view.added + 1 });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = isApiError(thrown) ? thrown : ({ code: 'unavailable', message: String(thrown) } as const);
      const mayRetry = error.code === 'unavailable' || error.code === 'internal';
      const refused: Refused = { id, name: file.name, error, file: mayRetry ? file : null };
      this.settle(id, { refused: [...this.view.refused, refused] });
    }
  }

  private async patiently(file: File, role: ImageRole, signal: AbortSignal, id: number) {
    for (;;) {
      try {
        return await this.send(file, { role, signal, onProgress: (sent) => this.progress(id, sent) });
      } catch (thrown) {
        if (signal.aborted || !isApiError(thrown) || thrown.code !== 'rate_limited') throw thrown;
        await this.pause(HOLD_BACK_MS);
      }
    }
  }

  private progress(id: number, sent: number): void {
    const sending = this.view.sending.map((item) =>
      item.id === id ? { ...item, sent: Math.min(sent, item.bytes) } : item,
    );
    this.change({ sending });
  }

  private settle(id: number, part: Partial<UploadView>): void {
    const done = this.view.sending.find((item) => item.id === id);
    this.change({
      ...part,
      settled: this.view.settled + 1,
      sentBytes: this.view.sentBytes + (done?.bytes ?? 0),
      sending: this.view.sending.filter((item) => item.id !== id),
    });
  }

  private change(part: Partial<UploadView>): void {
    this.view = { ...this.view, ...part };
    for (const listener of this.listeners) listener();
  }
}

const MAX = `${LIMITS.imageBytes / 1024 ** 2} MiB`;
/** What the server would answer, without the transfer. */
const TOO_LARGE: ApiError = { code: 'too_large', message: `The file is larger than ${MAX}.`, limit: MAX };

const isApiError = (thrown: unknown): thrown is ApiError =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown;
