/** Runs a script's main; what a user did wrong is said in one line, without a stack trace. */
import { GraphsamError } from '../../src/base/errors.ts';

export async function reportFailure(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const isUsage = error instanceof GraphsamError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    if (!isUsage) throw error;
    console.error(`error: ${(error as Error).message}`);
    process.exitCode = 2;
  }
}
