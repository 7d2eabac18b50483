/** Prints results: a text for people, or with --json one JSON value a line and nothing else. */
export interface Output {
  json: boolean;
  /** One result. */
  result(value: object, text: string): void;
  /** What happens meanwhile; never in the way of the results. */
  note(text: string): void;
}

export const createOutput = (json: boolean): Output => ({
  json,
  result: (value, text) => process.stdout.write(`${json ? JSON.stringify(value) : text}\n`),
  note: (text) => {
    if (!json) process.stderr.write(`${text}\n`);
  },
});
