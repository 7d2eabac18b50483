import { red } from './terminal.ts';

/** Undoes what was started, last first, and ends the process. Safe to ask twice. */
export class Stopper {
  private readonly cleanups: (() => Promise<void>)[] = [];
  private ending: Promise<never> | null = null;

  add(cleanup: () => Promise<void>): void {
    this.cleanups.push(cleanup);
  }

  get stopping(): boolean {
    return this.ending !== null;
  }

  stop(exitCode: number): Promise<never> {
    this.ending ??= (async () => {
      for (const cleanup of this.cleanups.reverse())
        await cleanup().catch((error) => console.error(red(error instanceof Error ? error.message : String(error))));
      process.exit(exitCode);
    })();
    return this.ending;
  }
}
