import { type JoinReply, LIVE, LIVE_NAMESPACE, type ServerToViewer, type ViewerToServer } from '@combogan/contracts';
import { io, type Socket } from 'socket.io-client';
import type { RunLink } from './run-store.ts';

export type ConnectionStatus = 'connecting' | 'live' | 'reconnecting';

/** A join is answered within a second; after this long its answer is lost. */
const ANSWER_WITHIN = 10_000;

/** The browser's one socket to the server: what run pages and the run list hear through. */
export class LiveConnection implements RunLink {
  private readonly socket: Socket<ServerToViewer, ViewerToServer>;
  private status: ConnectionStatus = 'connecting';
  private readonly statusListeners = new Set<() => void>();

  /** `onRefused` hears that the server does not want this session. */
  constructor(onRefused: () => void) {
    this.socket = io(LIVE_NAMESPACE, { autoConnect: false, transports: ['websocket', 'polling'] });
    this.socket.on('connect', () => {
      this.socket.emit(LIVE.watchList, () => {});
      this.setStatus('live');
    });
    this.socket.on('disconnect', (reason) => {
      this.setStatus('reconnecting');
      // a server that hangs up on purpose is not called again by socket.io itself
      if (reason === 'io server disconnect') this.socket.connect();
    });
    this.socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      if (error.data?.code === 'unauthenticated') onRefused();
      if (this.status === 'live') this.setStatus('reconnecting');
    });
  }

  open(): void {
    this.socket.connect();
  }
  close(): void {
    this.socket.disconnect();
  }

  readonly getStatus = (): ConnectionStatus => this.status;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  };

  join(request: Parameters<RunLink['join']>[0]): Promise<JoinReply> {
    return this.socket.timeout(ANSWER_WITHIN).emitWithAck(LIVE.join, request);
  }
  leave(runId: string): void {
    if (this.socket.connected) this.socket.emit(LIVE.leave, { runId });
  }
  onEntries(listener: Parameters<RunLink['onEntries']>[0]): () => void {
    return this.listen(LIVE.entries, ({ runId, entries }) => listener(runId, entries));
  }
  onSummary(listener: Parameters<RunLink['onSummary']>[0]): () => void {
    return this.listen(LIVE.summary, listener);
  }
  onTrainers(listener: () => void): () => void {
    return this.listen(LIVE.trainers, listener);
  }
  /** The signed-in person's role changed. */
  onPerson(listener: () => void): () => void {
    return this.listen(LIVE.person, listener);
  }
  onWatchers(listener: ServerToViewer[typeof LIVE.watchers]): () => void {
    return this.listen(LIVE.watchers, listener);
  }
  /** A watched run's comments are to be read again. */
  onComments(listener: (runId: string) => void): () => void {
    return this.listen(LIVE.comments, ({ runId }) => listener(runId));
  }
  onNotifications(listener: () => void): () => void {
    return this.listen(LIVE.notifications, listener);
  }
  onConnected(listener: (connected: boolean) => void): () => void {
    const up = () => listener(true);
    const down = () => listener(false);
    this.socket.on('connect', up);
    this.socket.on('disconnect', down);
    listener(this.socket.connected);
    return () => {
      this.socket.off('connect', up);
      this.socket.off('disconnect', down);
    };
  }

  private listen<E extends keyof ServerToViewer>(event: E, listener: ServerToViewer[E]): () => void {
    this.socket.on(event, listener as never);
    return () => {
      this.socket.off(event, listener as never);
    };
  }
  private setStatus(status: ConnectionStatus): void {
    if (status === this.status) return;
    this.status = status;
    for (const listener of this.statusListeners) listener();
  }
}
