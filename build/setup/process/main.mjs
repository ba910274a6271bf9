import { endRunningCommands } from './command.mjs';
import { SetupProblem } from './progress.mjs';
import { onSignals, signalExitCode } from './signals.mjs';

/**
 * Runs a command of the project: what cannot be had ends it with a sentence, a signal ends it with
 * what it started, anything else is a bug and shows its stack.
 * @param {(words: readonly string[]) => Promise<number>} command answers with the exit code
 */
export async function runMain(command) {
  onSignals((signal) => {
    process.stderr.write('\nInterrupted. The same command goes on from here.\n');
    void endRunningCommands().then(() => process.exit(signalExitCode(signal)));
  });
  try {
    process.exit(await command(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
