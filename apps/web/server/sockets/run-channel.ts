import type { LogEntry } from '@combogan/contracts';

/** Entries a message: of a fast run each holds some hundred losses. */
const PAGE = 100;

export interface RunChannel {
  /** The log grew: its new entries are read once and broadcast. Calls during a read become one more read. */
  changed(): void;
  /**
   * Brings a viewer that holds the log up to `seq` into step with the broadcast. `admit` gets the entries between what
   * it holds and what was broadcast last, and must let it hear broadcasts from that very moment on (E1, E2).
   */
  enter(seq: number, admit: (missed: LogEntry[]) => void): Promise<void>;
}

export interface RunChannelOptions {
  /** At most `limit` entries after `after`, oldest first, without gaps. */
  read(after: number, limit: number): Promise<LogEntry[]>;
  broadcast(entries: LogEntry[]): void;
  report(error: unknown): void;
}

/**
 * One run's log on its way to all viewers of this process. Reads, broadcasts and admissions take turns, so every viewer
 * gets each entry after the one it holds exactly once and in order.
 */
export function createRunChannel({ read, broadcast, report }: RunChannelOptions): RunChannel {
  /** Last entry broadcast; null until there is a viewer to begin with. */
  let sent: number | null = null;
  let turns: Promise<void> = Promise.resolve();
  let changeWaits = false;

  const inTurn = (task: () => Promise<void>): Promise<void> => {
    const done = turns.then(task);
    turns = done.catch(() => {});
    return done;
  };

  /** Entries after `from`, page by page, up to `to` or the end. */
  async function* pages(from: number, to = Number.POSITIVE_INFINITY): AsyncGenerator<LogEntry[]> {
    for (let at = from; at < to; ) {
      const page = await read(at, Math.min(PAGE, to - at));
      const last = page.at(-1);
      if (!last) return;
      yield page;
      at = last.seq;
      if (page.length < PAGE) return;
    }
  }

  const broadcastNew = async (): Promise<void> => {
    if (sent === null) return;
    for await (const page of pages(sent)) {
      sent = page.at(-1)?.seq ?? sent;
      broadcast(page);
    }
  };

  const changed = (): void => {
    if (changeWaits) return;
    changeWaits = true;
    inTurn(() => {
      changeWaits = false;
      return broadcastNew();
    }).catch(report);
  };

  return {
    changed,
    async enter(seq, admit) {
      await inTurn(async () => {
        if (sent === null) sent = seq;
        if (sent < seq) await broadcastNew();
        const missed: LogEntry[] = [];
        for await (const page of pages(seq, sent)) missed.push(...page);
        admit(missed);
      });
      // what was appended before there was a viewer to broadcast to
      changed();
    },
  };
}
