/** A model file, loaded for as long as a function needs it. */
import type { Program } from '../../runtime/index.ts';
import type { RunContext } from '../run-context.ts';

export async function withProgram<Result>(
  { runtime, threads }: RunContext,
  bytes: Uint8Array,
  use: (program: Program) => Promise<Result>,
): Promise<Result> {
  const program = await runtime.load(bytes, { name: 'the ensemble', threads });
  try {
    return await use(program);
  } finally {
    await program.release();
  }
}
