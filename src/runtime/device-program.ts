/**
 * A Program on a device that lacks some operators: the model is rewritten without them before it is loaded. A loop is written out, so a
 * session is made for each number of steps that occurs, when it first does.
 */
import { ConfigError } from '../base/index.ts';
import {
  decodeModel,
  encodeModel,
  type LoopLength,
  loopLengths,
  type OnnxModel,
  replaceOperators,
  unrollScans,
} from '../tensor/index.ts';
import type { Device } from './devices.ts';
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
  if (device.lacks.length === 0 && device.hasFloat64) return loadProgram(runtime, model, options);
  const { graph: whole } = decodeModel(model);
  requireKnownNumbers(whole, device);
  const graph = replaceOperators(whole, new Set(device.lacks));
  const load = (written: Graph): Promise<Program> =>
    loadProgram(runtime, encodeModel({ graph: written, metadata: {} }), options);
  const loops = device.lacks.includes('Scan') ? loopLengths(graph) : [];
  return loops.length === 0 ? load(graph) : programByLength(graph, { loops, load, name: options.name });
}

function requireKnownNumbers({ inputs }: Graph, { hasFloat64, summary }: Device): void {
  const double = inputs.find(({ type }) => type === 'float64');
  if (hasFloat64 || !double) return;
  throw new ConfigError({
    code: 'not-supported',
    path: ['machine', 'backend'],
    what: `${summary} does not compute in float64, which the input ${double.name} has`,
    advice: 'Compute on the CPU.',
  });
}

interface WrittenOut {
  readonly loops: readonly LoopLength[];
  readonly load: (written: Graph) => Promise<Program>;
  readonly name: string | undefined;
}

function programByLength(graph: Graph, { loops, load, name = 'a computation' }: WrittenOut): Program {
  const programs = new Map<string, Promise<Program>>();
  let isReleased = false;
  const stepsIn = (feeds: Feeds, input: string): number => {
    const { axis } = loops.find((loop) => loop.input === input)!;
    // What is not given is told by the program itself.
    return feeds[input]?.dims[axis] ?? 1;
  };
  return {
    inputNames: graph.inputs.map(({ name }) => name).filter((name) => !graph.initializers.has(name)),
    outputNames: graph.outputs.map(({ name }) => name),
    async run(feeds, into) {
      if (isReleased) throw released(name);
      const key = loops.map(({ input }) => stepsIn(feeds, input)).join();
      let program = programs.get(key);
      if (!program) programs.set(key, (program = load(unrollScans(graph, (input) => stepsIn(feeds, input)))));
      return (await program).run(feeds, into);
    },
    async release() {
      if (isReleased) return;
      isReleased = true;
      const loaded = await Promise.allSettled(programs.values());
      await Promise.all(loaded.map((each) => each.status === 'fulfilled' && each.value.release()));
    },
  };
}
