import { StudioError } from '@combogan/contracts';
import { Command } from 'commander';
import { createDomain, listDomains, upload } from './commands/domains.ts';
import { login } from './commands/login.ts';
import { cancel, downloadWeights, followRun, launch, listRuns } from './commands/runs.ts';
import { findCredentials } from './credentials.ts';
import { createOutput, type Output } from './output.ts';
import { StudioClient } from './studio-client.ts';

// npm runs scripts in the project's folder; paths are meant from where the command was given
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

const program = new Command('studio')
  .description('A studio from the command line, with STUDIO_URL and STUDIO_TOKEN or after `login`.')
  .option('--json', 'one JSON value a line on stdout, and nothing else');

const output = (): Output => createOutput(program.opts().json === true);
const client = async (): Promise<StudioClient> => new StudioClient(await findCredentials());
const several = (value: string, before: string[]): string[] => [...before, value];

program
  .command('login')
  .description('try and keep a personal token (STUDIO_TOKEN, or a line of stdin)')
  .requiredOption('--url <url>', 'address of the studio')
  .action((options) => login(output(), options));
program
  .command('domains')
  .description('list domains')
  .action(async () => listDomains(await client(), output()));
program
  .command('create-domain <name>')
  .description('create a domain and print its id')
  .option('--description <text>')
  .action(async (name, options) => createDomain(await client(), output(), name, options));
program
  .command('upload <domain> <paths...>')
  .description('upload images, or folders of them, into a domain (id, name or key); safe to repeat')
  .option('--role <role>', 'train or probe', 'train')
  .action(async (domain, paths, options) => upload(await client(), output(), domain, paths, options));
program
  .command('launch')
  .description('launch a run and print its id')
  .requiredOption('--name <name>', 'name of the run')
  .requiredOption('--domain <domain>', 'a domain, by id, name or key; at least two', several, [])
  .option('--set <field=value>', "an option of the run's config", several, [])
  .option('--config <file>', 'a JSON file of options; --set wins')
  .action(async (options) => launch(await client(), output(), options));
program
  .command('runs')
  .description('list runs, newest first')
  .action(async () => listRuns(await client(), output()));
program
  .command('follow <run>')
  .description('print the log of a run as NDJSON until it ends; exits with 0 finished, 3 failed, 4 cancelled')
  .option('--after <seq>', 'go on behind this entry', '0')
  .option('--only <event>', 'one kind of line: iteration, state, sample, checkpoint, weights, log')
  .action(async (run, options) => followRun(await client(), output(), run, options));
program
  .command('cancel <run>')
  .description('cancel a run')
  .action(async (run) => cancel(await client(), output(), run));
program
  .command('download <run>')
  .description('download the weights of a run; goes on where it stopped, and checks the SHA-256')
  .option('--out <folder>', 'where to', '.')
  .option('--domain <key>', 'only this domain', several, [])
  .action(async (run, options) => downloadWeights(await client(), output(), run, options));

program.parseAsync().catch((error: unknown) => {
  const known = error instanceof StudioError;
  if (program.opts().json && known) process.stdout.write(`${JSON.stringify(error.toBody())}\n`);
  else process.stderr.write(`${known ? error.message : error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
