/** Lowers, loads, runs and releases in one go: what tests of computations do. */
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import type { Feeds, Program, Value } from '../src/runtime/program.ts';
import { type ElementType, lower, type Tensor } from '../src/tensor/index.ts';

let runtime: ReturnType<typeof loadRuntime> | undefined;

/** Loads a computation on one thread, hands it to `use`, and releases it whatever happens. */
export async function withProgram<Result>(
  outputs: Readonly<Record<string, Tensor>>,
  use: (program: Program) => Promise<Result>,
): Promise<Result> {
  runtime ??= loadRuntime();
  const program = await (await runtime).load(lower(outputs), { threads: 1 });
  try {
    return await use(program);
  } finally {
    await program.release();
  }
}

export async function evaluate(outputs: Readonly<Record<string, Tensor>>, feeds: Feeds = {}): Promise<Feeds> {
  return await withProgram(outputs, (program) => program.run(feeds));
}

/** A dense array from plain numbers. */
export function value(type: ElementType, dims: readonly number[], numbers: ArrayLike<number>): Value {
  const list = Array.from(numbers);
  switch (type) {
    case 'float32':
      return { type, dims, data: Float32Array.from(list) };
    case 'float64':
      return { type, dims, data: Float64Array.from(list) };
    case 'int32':
      return { type, dims, data: Int32Array.from(list) };
    case 'int64':
      return { type, dims, data: BigInt64Array.from(list, BigInt) };
    case 'bool':
      return { type, dims, data: Uint8Array.from(list) };
  }
}

/** The elements of an array as plain numbers. */
export function numbersOf({ data }: Value): number[] {
  return Array.from(data as ArrayLike<number | bigint>, Number);
}
