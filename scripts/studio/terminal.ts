const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const wrap = (code: string) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = wrap('1');
export const dim = wrap('2');
export const green = wrap('32');
export const red = wrap('31');
export const cyan = wrap('36');

/** Prints `label` and, when `work` is done, how long it took. */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    const result = await work();
    console.log(`${green('✓')} ${label} ${dim(`${((performance.now() - start) / 1000).toFixed(1)} s`)}`);
    return result;
  } catch (error) {
    console.log(`${red('✗')} ${label}`);
    throw error;
  }
}
