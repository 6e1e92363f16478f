/** A Program over an ONNX Runtime session, whichever package the session comes from. */
import { RunError } from '../base/errors.ts';
import type { ElementType, Feeds, Program, ProgramOptions, Value, ValueData } from './program.ts';

/** What of ONNX Runtime's tensors and sessions is used here; both its packages fit. */
export interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}
export interface RuntimeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, RuntimeTensor>, fetches?: unknown): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}
export type TensorConstructor = new (type: never, data: never, dims: readonly number[]) => RuntimeTensor;

const runtimeNames = {
  float32: 'float32',
  float64: 'float64',
  int64: 'int64',
  int32: 'int32',
  bool: 'bool',
} as const satisfies Record<ElementType, string>;

export function programOver(
  session: RuntimeSession,
  RuntimeTensor: TensorConstructor,
  options: ProgramOptions,
): Program {
  const toTensor = ({ type, data, dims }: Value): RuntimeTensor =>
    new RuntimeTensor(runtimeNames[type] as never, data as never, dims);
  const convert = (values: Feeds): Record<string, RuntimeTensor> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toTensor(value)]));
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds, into) {
      try {
        const outputs = await session.run(convert(pick(feeds, session.inputNames)), fetches(session, into, toTensor));
        return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, toValue(tensor)]));
      } catch (cause) {
        throw runFailure(options.name ?? 'a computation', feeds, cause);
      }
    },
    release: () => session.release(),
  };
}

/** All outputs, those of `into` with the caller's memory behind them (null: the runtime allocates). */
function fetches(session: RuntimeSession, into: Feeds | undefined, toTensor: (value: Value) => RuntimeTensor): unknown {
  if (!into) return undefined;
  return Object.fromEntries(session.outputNames.map((name) => [name, into[name] ? toTensor(into[name]) : null]));
}

function pick(feeds: Feeds, names: readonly string[]): Feeds {
  const missing = names.filter((name) => !feeds[name]);
  if (missing.length > 0) throw new RunError(`nothing was given for ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, feeds[name]!]));
}

function toValue(tensor: RuntimeTensor): Value {
  return { type: tensor.type as ElementType, dims: tensor.dims, data: tensor.data as ValueData };
}

function runFailure(name: string, feeds: Feeds, cause: unknown): RunError {
  const shown = Object.entries(feeds).map(([input, { type, dims }]) => `${input} ${type} [${dims.join(', ')}]`);
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new RunError({ what: `${name} failed: ${reason}`, where: `inputs ${shown.join('; ')}`, cause });
}
