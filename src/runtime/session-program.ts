/** A Program over an ONNX Runtime session, whichever package the session comes from. */
import { memoryRefused, RunError } from '../base/index.ts';
import type { ElementType } from '../tensor/index.ts';
import type { Device } from './devices.ts';
import type { Feeds, Program, ProgramOptions, Value, ValueData } from './program.ts';
import type { SessionOptions } from './session-options.ts';

/** What of ONNX Runtime's tensors and sessions is used here; both its packages fit. */
export interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  /** Only of one on the CPU: reading that of another ends the process. */
  readonly data: unknown;
  /** Frees it where it is not on the CPU. */
  dispose?(): void;
}
export interface RuntimeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Shapes as the model declares them; a symbol stands where the length may vary. */
  readonly inputMetadata: readonly { readonly name: string; readonly shape?: readonly (number | string)[] }[];
  run(feeds: Record<string, RuntimeTensor>, fetches?: unknown): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}
export type TensorConstructor = new (type: never, data: never, dims: readonly number[]) => RuntimeTensor;

export interface RuntimePackage {
  readonly device: Device;
  readonly Tensor: TensorConstructor;
  /** Whether results can be written into memory that the caller owns, without a copy. */
  readonly writesIntoGivenMemory: boolean;
  createSession(model: Uint8Array, options: SessionOptions): Promise<RuntimeSession>;
}

/** Loads a model. Throws RunError, with the program's name, if the runtime refuses it, MachineError if it gets no memory. */
export async function loadProgram(
  runtime: RuntimePackage,
  model: Uint8Array,
  options: ProgramOptions,
): Promise<Program> {
  return programOver(runtime, await openSession(runtime, model, options), options.name ?? 'a computation');
}

/** Throws as `loadProgram` does. */
export async function openSession(
  runtime: RuntimePackage,
  model: Uint8Array,
  options: SessionOptions,
): Promise<RuntimeSession> {
  try {
    return await runtime.createSession(model, options);
  } catch (cause) {
    const name = options.name ?? 'a computation';
    throw (
      memoryRefused(`${name}, which is loaded`, cause) ??
      new RunError({
        code: 'computation-failed',
        what: `${name} cannot be loaded: ${reasonOf(cause)}`,
        cause,
      })
    );
  }
}

function programOver(runtime: RuntimePackage, session: RuntimeSession, name: string): Program {
  const { inputNames, outputNames } = session;
  const shapes = shapesOf(session);
  let isReleased = false;
  const toTensor = ({ type, data, dims }: Value): RuntimeTensor =>
    new runtime.Tensor(type as never, data as never, dims);
  return {
    inputNames,
    outputNames,
    async run(feeds, into = {}) {
      if (isReleased) throw released(name);
      checkNames(name, feeds, into, session);
      checkSymbols(name, feeds, shapes);
      try {
        const tensors = mapValues(inputNames, (input) => toTensor(feeds[input]!));
        const wanted = runtime.writesIntoGivenMemory
          ? mapValues(outputNames, (output) => (into[output] ? toTensor(into[output]) : null))
          : undefined;
        const outputs = await session.run(tensors, wanted);
        return mapValues(outputNames, (output) => deliver(output, outputs[output]!, into[output], runtime));
      } catch (cause) {
        throw memoryRefused(`${name}, inputs ${showValues(feeds)}`, cause) ?? runFailure(name, feeds, into, cause);
      }
    },
    async release() {
      if (isReleased) return;
      isReleased = true;
      await session.release();
    },
  };
}

export function shapesOf({ inputMetadata }: RuntimeSession): ReadonlyMap<string, readonly (number | string)[]> {
  return new Map(inputMetadata.map((input) => [input.name, input.shape ?? []]));
}

export function released(name: string): RunError {
  return new RunError({
    code: 'computation-released',
    what: `${name} was released`,
    advice: 'Load it again to run it.',
  });
}

/** The result as a Value; in the caller's memory if there is some for it. */
function deliver(name: string, result: RuntimeTensor, target: Value | undefined, runtime: RuntimePackage): Value {
  if (!target) return { type: result.type as ElementType, dims: result.dims, data: result.data as ValueData };
  if (runtime.writesIntoGivenMemory) return target;
  if (target.type !== result.type || target.dims.join() !== result.dims.join()) {
    throw new Error(`output ${name} is ${result.type} [${result.dims.join(', ')}], the memory for it is not`);
  }
  (target.data as Float32Array).set(result.data as Float32Array);
  return target;
}

export function checkNames(
  name: string,
  feeds: Feeds,
  into: Feeds,
  { inputNames, outputNames }: Pick<Program, 'inputNames' | 'outputNames'>,
): void {
  const missing = inputNames.filter((input) => !feeds[input]);
  if (missing.length > 0) {
    throw new RunError({
      code: 'computation-inputs',
      what: `nothing was given for ${missing.join(', ')}`,
      where: `inputs of ${name}`,
    });
  }
  const unknown = Object.keys(into).filter((output) => !outputNames.includes(output));
  if (unknown.length > 0) {
    throw new RunError({
      code: 'computation-inputs',
      what: `there is no output ${unknown.join(', ')}`,
      where: `outputs of ${name}`,
      advice: `Known: ${outputNames.join(', ')}.`,
    });
  }
}

/** ONNX Runtime does not compare symbols of different inputs, and would broadcast a length of 1 silently. */
export function checkSymbols(
  name: string,
  feeds: Feeds,
  shapes: ReadonlyMap<string, readonly (number | string)[]>,
): void {
  const lengths = new Map<string, { length: number; input: string }>();
  for (const [input, shape] of shapes) {
    shape.forEach((dim, axis) => {
      const length = feeds[input]?.dims[axis];
      if (typeof dim !== 'string' || length === undefined) return;
      const earlier = lengths.get(dim);
      if (!earlier) lengths.set(dim, { length, input });
      else if (earlier.length !== length) {
        throw new RunError({
          code: 'computation-inputs',
          what: `"${dim}" is ${earlier.length} in ${earlier.input} and ${length} in ${input}`,
          where: `inputs of ${name}`,
        });
      }
    });
  }
}

export function mapValues<Item>(names: readonly string[], value: (name: string) => Item): Record<string, Item> {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

export function runFailure(name: string, feeds: Feeds, into: Feeds, cause: unknown): RunError {
  const targets = Object.keys(into).length === 0 ? '' : `, memory for outputs ${showValues(into)}`;
  return new RunError({
    code: 'computation-failed',
    what: `${name} failed: ${reasonOf(cause)}`,
    where: `inputs ${showValues(feeds)}${targets}`,
    cause,
  });
}

function showValues(values: Feeds): string {
  return Object.entries(values)
    .map(([name, { type, dims }]) => `${name} ${type} [${dims.join(', ')}]`)
    .join('; ');
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.split('\n')[0]! : String(cause);
}
