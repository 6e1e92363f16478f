/**
 * A Program on a device that lacks some operators: the model is rewritten without them before it is loaded. A loop is written out, so a
 * session is made for each number of steps that occurs, when it first does. To and from a memory of its own weights and gradients travel
 * together.
 */
import { ConfigError } from '../base/index.ts';
import {
  decodeModel,
  encodeModel,
  type LoopLength,
  loopLengths,
  type OnnxModel,
  packTransfers,
  replaceOperators,
  unrollScans,
} from '../tensor/index.ts';
import type { Device } from './devices.ts';
import { packedProgram } from './packed-program.ts';
import type { Feeds, Program, ProgramOptions } from './program.ts';
import { loadProgram, type RuntimePackage, released } from './session-program.ts';

type Graph = OnnxModel['graph'];

/** As `loadProgram`, for any device. Throws ConfigError besides, for numbers that the device does not compute with. */
export async function loadForDevice(
  runtime: RuntimePackage,
  model: Uint8Array,
  options: ProgramOptions,
): Promise<Program> {
  const { device } = runtime;
  if (device.memory === 'of the CPU') return loadProgram(runtime, model, options);
  const { graph: whole } = decodeModel(model);
  requireKnownNumbers(whole, device);
  const packed = packTransfers(replaceOperators(whole, new Set(device.lacks)));
  const { graph } = packed;
  const load = (written: Graph): Promise<Program> =>
    loadProgram(runtime, encodeModel({ graph: written, metadata: {} }), options);
  const loops = device.lacks.includes('Scan') ? loopLengths(graph) : [];
  const program =
    loops.length === 0
      ? await load(graph)
      : { ...namesOf(graph), ...byLength<Feeds | undefined, Feeds>(graph, { loops, load, name: options.name }) };
  if (packed.inputs.length + packed.outputs.length === 0) return program;
  return packedProgram(program, packed, { name: options.name ?? 'a computation', ...namesOf(whole) });
}

function namesOf({ inputs, outputs, initializers }: Graph): Pick<Program, 'inputNames' | 'outputNames'> {
  return {
    inputNames: inputs.map(({ name }) => name).filter((name) => !initializers.has(name)),
    outputNames: outputs.map(({ name }) => name),
  };
}

export function requireKnownNumbers({ inputs }: Graph, { hasFloat64, summary }: Device): void {
  const double = inputs.find(({ type }) => type === 'float64');
  if (hasFloat64 || !double) return;
  throw new ConfigError({
    code: 'not-supported',
    path: ['machine', 'backend'],
    what: `${summary} does not compute in float64, which the input ${double.name} has`,
    advice: 'Compute on the CPU.',
  });
}

/** A program, or one of those whose arrays stay (residence.ts). */
interface Runnable<More, Result> {
  run(feeds: Feeds, more: More): Promise<Result>;
  release(): Promise<void>;
}

interface WrittenOut<More, Result> {
  readonly loops: readonly LoopLength[];
  readonly load: (written: Graph) => Promise<Runnable<More, Result>>;
  readonly name: string | undefined;
}

/** A session for each number of steps, made when it first occurs. */
export function byLength<More, Result>(
  graph: Graph,
  { loops, load, name = 'a computation' }: WrittenOut<More, Result>,
): Runnable<More, Result> {
  const programs = new Map<string, Promise<Runnable<More, Result>>>();
  let isReleased = false;
  const stepsIn = (feeds: Feeds, input: string): number => {
    const { axis } = loops.find((loop) => loop.input === input)!;
    // The program itself names what is not given.
    return feeds[input]?.dims[axis] ?? 1;
  };
  return {
    async run(feeds, more) {
      if (isReleased) throw released(name);
      const key = loops.map(({ input }) => stepsIn(feeds, input)).join();
      let program = programs.get(key);
      if (!program) programs.set(key, (program = load(unrollScans(graph, (input) => stepsIn(feeds, input)))));
      return (await program).run(feeds, more);
    },
    async release() {
      if (isReleased) return;
      isReleased = true;
      const loaded = await Promise.allSettled(programs.values());
      await Promise.all(loaded.map((each) => each.status === 'fulfilled' && each.value.release()));
    },
  };
}
