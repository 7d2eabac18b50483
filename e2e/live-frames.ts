import { JoinReply, LIVE, LogEntry } from '@combogan/contracts';
import type { Page } from '@playwright/test';

/** What a page received over its live socket: where each join put it, and every log entry after that. */
export interface LiveFrames {
  /** Seq given by each snapshot or catch-up, in order. */
  joins: { kind: 'snapshot' | 'entries'; seq: number }[];
  /** Seqs of entries of `runId` in the order of arrival, catch-ups included. */
  seqs(runId: string): number[];
}

/** Listens to the page's own WebSocket frames (Socket.IO protocol 5: "42/live,[event, data]" and "43/live,id[reply]"). */
export function recordLive(page: Page): LiveFrames {
  const joins: LiveFrames['joins'] = [];
  const entries: LogEntry[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const packet = /^4([23])\/live,\d*(\[.*)$/s.exec(String(payload));
      if (!packet?.[2]) return;
      const [first, second]: unknown[] = JSON.parse(packet[2]);
      if (packet[1] === '2' && first === LIVE.entries) {
        const message = second as { entries: unknown[] };
        entries.push(...message.entries.map((entry) => LogEntry.parse(entry)));
      }
      if (packet[1] === '3') {
        const reply = JoinReply.safeParse(first);
        if (!reply.success || reply.data.kind === 'refused') return;
        joins.push({ kind: reply.data.kind, seq: reply.data.seq });
        if (reply.data.kind === 'entries') entries.push(...reply.data.entries);
      }
    }),
  );
  return { joins, seqs: (runId) => entries.filter((entry) => entry.runId === runId).map((entry) => entry.seq) };
}
