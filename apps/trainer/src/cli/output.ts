import { messageOf } from '../errors.ts';

/** One line on stderr, whatever the message held. */
export const complain = (error: unknown): void => {
  process.stderr.write(`error: ${messageOf(error)}\n`);
};

/** Something a person should know, on stderr. */
export const note = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

/** One JSON object on a line of stdout. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/** Calls back when whoever reads our output is gone, as with `| head`. */
export function onClosedOutput(callback: () => void): void {
  process.stdout.on('error', callback);
}
