/** `npm run --silent bench:chaos -- [--cuts 10000] [--viewers 20] [--kills 10] [--seed N]`: the chaos test, for longer. */
import { createTestDatabase } from '@combogan/db/testing';
import { Command } from 'commander';
import { chaos, faultsOf } from './chaos/chaos.ts';

const options = new Command()
  .option('--cuts <n>', 'connections to break', '10000')
  .option('--viewers <n>', 'viewers at once', '20')
  .option('--kills <n>', 'times that each process is killed', '10')
  .option('--seed <n>', 'what happens follows from it', String(1 + Math.floor(Math.random() * 1e6)))
  .parse()
  .opts();
const [cuts, viewers, kills, seed] = ['cuts', 'viewers', 'kills', 'seed'].map((name) => Number(options[name])) as [
  number,
  number,
  number,
  number,
];
console.error(`seed ${seed}`);
const started = performance.now();
const database = await createTestDatabase();
const result = await chaos(database, {
  seed,
  cuts,
  viewers,
  webKills: kills,
  senderKills: kills,
  report: (line) => console.error(line),
});
await database.drop();
const faults = faultsOf(result);
for (const fault of faults.slice(0, 20)) console.log(fault);
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `seed ${seed}: ${result.cuts} broken connections, ${2 * kills} kills, ${result.stored.length} entries, ${viewers} viewers, ${seconds} s: ${faults.length} faults`,
);
process.exit(faults.length === 0 ? 0 : 1);
