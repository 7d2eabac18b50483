/** Starts the server of the folder named on the command line, prints where it is, and stays until it is killed. */
import { startEmbedded } from '../src/embedded.ts';

const { url, reused } = await startEmbedded({ dataDir: process.argv[2] ?? '' });
console.log(JSON.stringify({ url, reused }));
setInterval(() => {}, 60_000);
