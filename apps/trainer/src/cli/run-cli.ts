import { Command, CommanderError } from 'commander';
import { connectProgram } from './connect.ts';
import { doctorProgram } from './doctor.ts';
import { complain } from './output.ts';
import { trainProgram } from './train.ts';
import { translateProgram } from './translate.ts';

/** Runs one command line, without the program's name. Resolves with the process's exit code; errors are one line. */
export async function runCli(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('trainer')
    .description('Trains ComboGAN: alone, or for a studio it connects to')
    .addCommand(
      trainProgram((code) => {
        exitCode = code;
      }),
    )
    .addCommand(connectProgram())
    .addCommand(doctorProgram())
    .addCommand(translateProgram());
  // Commander would print an error by itself, and its hint on a line of its own.
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      complain(error);
      return 1;
    }
    const { message } = error;
    if (error.exitCode !== 0)
      complain(message === '(outputHelp)' ? 'say what to do: trainer --help' : message.replace(/^error: /, ''));
    return error.exitCode;
  }
}
