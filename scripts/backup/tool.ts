import { type ParseArgsConfig, parseArgs } from 'node:util';
import { StudioError } from '@combogan/contracts';
import { StartError } from '../studio/settings.ts';
import { red } from '../studio/terminal.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Runs a command of the terminal. What a person can act on ends it with one line and exit code 1. */
export function runTool<O extends Options>(
  options: O,
  work: (args: ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>) => Promise<void>,
): void {
  const run = async () => {
    // npm runs scripts in its package's folder; paths are meant from where the command was given
    if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
    await work(parseArgs({ options, allowPositionals: true }));
  };
  run().catch((error: unknown) => {
    const known = error instanceof StudioError || error instanceof StartError || error instanceof TypeError;
    console.error(
      red(known && error instanceof Error ? error.message : error instanceof Error ? `${error.stack}` : String(error)),
    );
    process.exitCode = 1;
  });
}

export const inMegabytes = (contents: readonly { bytes: number }[]): string =>
  `${(contents.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1)} MB`;
