/** `graphsam COMMAND ...`: parse, run, exit code. */
import { exitCodes } from './exit-code.ts';
import { Interrupted } from './interrupt.ts';
import { refuseLogIntoInput } from './log-path.ts';
import { Output, outliveLostOutput } from './output.ts';
import { parseArguments } from './parse.ts';

/** Returns the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  outliveLostOutput();
  // Until the options are read, only their text can say whether errors are to be JSON.
  let output = new Output({ json: args.includes('--json') });
  try {
    const parsed = await parseArguments(args);
    if (!parsed) return 0;
    // Now: what a training's options are depends on the plugins.
    const { optionNames } = await import('./option-names.ts');
    const { outputSettings } = await import('./output-settings.ts');
    const names = optionNames([...parsed.command.options, ...outputSettings.options]);
    output = new Output({ json: args.includes('--json'), names });
    const { output: printing } = outputSettings.read(parsed.input.given);
    refuseLogIntoInput(parsed.input);
    output = new Output({ ...printing, names });
    return await parsed.command.run(parsed.input, output);
  } catch (error) {
    return error instanceof Interrupted ? exitCodes.interrupted : output.error(error);
  } finally {
    output.clearProgress();
  }
}
