/** The trainer's command line: `npm run --silent trainer -- <command>`. */
import { Command, CommanderError } from 'commander';
import { connectProgram } from './cli/connect.ts';
import { complain } from './cli/output.ts';
import { trainProgram } from './cli/train.ts';

const setExitCode = (code: number): void => {
  process.exitCode = code;
};

const program = new Command('trainer')
  .description('Trains ComboGAN: alone, or for a studio it connects to')
  .configureHelp({ showGlobalOptions: true })
  .addCommand(trainProgram(setExitCode))
  .addCommand(connectProgram());

for (const command of [program, ...program.commands]) {
  command
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ writeErr: () => undefined });
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) {
    complain(error);
    setExitCode(1);
  } else if (error.exitCode !== 0) {
    complain(
      error.message === '(outputHelp)' ? 'say what to do: trainer --help' : error.message.replace(/^error: /, ''),
    );
    setExitCode(error.exitCode);
  }
}
