/**
 * Programs whose arrays stay in the memory of the device from one run to the next: weights, gradients, the state of an optimizer. Such an
 * array can be fed to other programs of the device; its numbers come back as a result that is not kept (reading it directly ends the
 * process in onnxruntime-node 1.30). On the CPU the arrays are tensors of its memory, so that the same programs are tested everywhere.
 */
import {
  decodeModel,
  encodeModel,
  loopLengths,
  type OnnxModel,
  type PackedSlice,
  packAs,
  replaceOperators,
} from '../tensor/index.ts';
import { byLength, requireKnownNumbers } from './device-program.ts';
import type { ElementType, Feeds, ProgramOptions, ValueData } from './program.ts';
import {
  checkNames,
  checkSymbols,
  mapValues,
  openSession,
  type RuntimePackage,
  type RuntimeTensor,
  released,
  runFailure,
  shapesOf,
} from './session-program.ts';

/** A float32 vector that lies with the device. */
export interface KeptArray {
  readonly length: number;
  /** Frees its memory; it cannot be fed any more. */
  dispose(): void;
}

export interface KeptProgramOptions extends ProgramOptions {
  /** Outputs that stay with the device. */
  readonly kept: readonly string[];
  /** Inputs and outputs that are given and kept as one array each. */
  readonly packed?: { readonly inputs: PackedSlice; readonly outputs: PackedSlice };
}

export interface KeptProgram {
  /** arrays: inputs that lie with the device. Throws RunError if the runtime refuses. */
  run(feeds: Feeds, arrays: Readonly<Record<string, KeptArray>>): Promise<KeptResults>;
  release(): Promise<void>;
}

interface KeptResults {
  readonly values: Feeds;
  /** The kept outputs, which the caller disposes of. */
  readonly arrays: Readonly<Record<string, KeptArray>>;
}

export interface Residence {
  /** Throws RunError if the runtime refuses the model. */
  load(model: Uint8Array, options: KeptProgramOptions): Promise<KeptProgram>;
  /** These numbers, which go to the device with each run until an array that was kept replaces them. */
  array(data: Float32Array): KeptArray;
}

class Kept implements KeptArray {
  readonly tensor: RuntimeTensor;

  constructor(tensor: RuntimeTensor) {
    this.tensor = tensor;
  }

  get length(): number {
    return this.tensor.dims[0]!;
  }

  dispose(): void {
    this.tensor.dispose?.();
  }
}

export function residenceOf(runtime: RuntimePackage): Residence {
  return {
    load: (model, options) => loadKept(runtime, model, options),
    array: (data) => new Kept(new runtime.Tensor('float32' as never, data as never, [data.length])),
  };
}

type Graph = OnnxModel['graph'];

async function loadKept(
  runtime: RuntimePackage,
  model: Uint8Array,
  { packed, ...options }: KeptProgramOptions,
): Promise<KeptProgram> {
  const { device } = runtime;
  const { graph: whole } = decodeModel(model);
  requireKnownNumbers(whole, device);
  const replaced = device.lacks.length === 0 ? whole : replaceOperators(whole, new Set<string>(device.lacks));
  const graph = packed ? packAs(replaced, packed) : replaced;
  const load = (written: Graph): Promise<KeptProgram> => loadGraph(runtime, written, options);
  const loops = (device.lacks as readonly string[]).includes('Scan') ? loopLengths(graph) : [];
  return loops.length === 0 ? load(graph) : byLength(graph, { loops, load, name: options.name });
}

async function loadGraph(
  runtime: RuntimePackage,
  graph: Graph,
  { kept, ...options }: Omit<KeptProgramOptions, 'packed'>,
): Promise<KeptProgram> {
  const isKept = new Set(kept);
  const locationOf = ({ name }: Graph['outputs'][number]) =>
    [name, isKept.has(name) ? ('gpu-buffer' as const) : ('cpu' as const)] as const;
  const outputLocations = Object.fromEntries(graph.outputs.map(locationOf));
  const session = await openSession(runtime, encodeModel({ graph, metadata: {} }), {
    ...options,
    ...(runtime.device.memory === 'its own' && { outputLocations }),
  });
  const { name = 'a computation' } = options;
  const shapes = shapesOf(session);
  const { inputNames, outputNames } = session;
  let isReleased = false;
  return {
    async run(feeds, arrays) {
      if (isReleased) throw released(name);
      const given = inputNames.filter((input) => !arrays[input]);
      checkNames(name, feeds, {}, { inputNames: given, outputNames });
      checkSymbols(name, feeds, shapes);
      try {
        const tensors = mapValues(inputNames, (input) => tensorOf(runtime, feeds[input], arrays[input]));
        return resultsOf(await session.run(tensors), outputNames, isKept);
      } catch (cause) {
        throw runFailure(name, feeds, {}, cause);
      }
    },
    async release() {
      if (isReleased) return;
      isReleased = true;
      await session.release();
    },
  };
}

function tensorOf(runtime: RuntimePackage, value: Feeds[string] | undefined, array: KeptArray | undefined) {
  if (array) return (array as Kept).tensor;
  const { type, data, dims } = value!;
  return new runtime.Tensor(type as never, data as never, dims);
}

function resultsOf(
  results: Readonly<Record<string, RuntimeTensor>>,
  names: readonly string[],
  kept: ReadonlySet<string>,
): KeptResults {
  const [staying, coming] = [names.filter((name) => kept.has(name)), names.filter((name) => !kept.has(name))];
  return {
    arrays: mapValues(staying, (name) => new Kept(results[name]!)),
    values: mapValues(coming, (name) => {
      const { type, dims, data } = results[name]!;
      return { type: type as ElementType, dims, data: data as ValueData };
    }),
  };
}
