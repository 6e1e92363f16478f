/**
 * The network of a model file, built again with a gate on each atom: its raw outputs for any gates, and the derivative by the gates of
 * a weighted sum of outputs. The file's own computation has neither gates nor derivatives; its weights are taken over.
 */
import { CheckpointError, ConfigError, ParameterLayout } from '../base/index.ts';
import { type Model, modelOnDevice } from '../models/index.ts';
import { Dropout, ParameterTensors } from '../nn/index.ts';
import type { Program, Runtime, Value } from '../runtime/index.ts';
import type { TaskHead } from '../tasks/index.ts';
import { decodeModel, gradients, input, lower, multiply, type OnnxTensor, sum, type Tensor } from '../tensor/index.ts';

export interface GatedNetworkOptions {
  readonly model: Model;
  readonly config: unknown;
  readonly head: TaskHead;
  /** Raw outputs of a molecule. */
  readonly outputs: number;
  readonly runtime: Runtime;
  readonly threads?: number | undefined;
  /** Path of the model file, for messages. */
  readonly where: string;
  /** In front of the names of its weights, where the file holds several networks. */
  readonly prefix?: string | undefined;
}

/** A molecule with gates for its atoms. */
interface GatedMolecule {
  readonly features: unknown;
  /** [atoms], from 0 (without features) to 1. */
  readonly gates: ArrayLike<number>;
}

interface GateGradients {
  /** Raw outputs, [molecules, outputs]. */
  readonly raw: Float32Array;
  /** Derivative of the weighted sum by each gate, [molecules][atoms]. */
  readonly gradients: readonly Float32Array[];
}

export interface GatedNetwork {
  /** Raw outputs, [molecules, outputs]. */
  outputs(molecules: readonly GatedMolecule[]): Promise<Float32Array>;
  /** weights: of the raw outputs in the sum that is differentiated, [outputs]. */
  gradients(molecules: readonly GatedMolecule[], weights: readonly number[]): Promise<GateGradients>;
  release(): Promise<void>;
}

/** Throws ConfigError for a model that knows no gates, CheckpointError if the file lacks weights of the network. */
export async function openGatedNetwork(bytes: Uint8Array, options: GatedNetworkOptions): Promise<GatedNetwork> {
  const { config, head, outputs: width, runtime, threads, where, prefix = '' } = options;
  const model = modelOnDevice(options.model, runtime.device);
  if (!model.atomRows) throw notExplained(model.name);
  const layout = new ParameterLayout(model.parameters(config, width));
  const parameters = new ParameterTensors(layout, 'float32');
  const forward = { type: 'float32', parameters, dropout: new Dropout(0, undefined), variant: 'full' } as const;
  const { branches, atomGates } = model.forward(config, width, { ...forward, withAtomGates: true });
  if (!atomGates) throw notExplained(model.name);
  const raw = head.join(branches.map(head.complete));
  const weighted = sum(multiply(raw, input('outputWeights', 'float32', [1, width])));
  const gateGradients = gradients(weighted, [atomGates])[0]!;
  const initializers = weightsOf(bytes, parameters, { where, prefix });
  const load = (results: Record<string, Tensor>, name: string): Promise<Program> => {
    const named = { name: `${where}, ${prefix}${name}`, ...(threads === undefined ? {} : { threads }) };
    return runtime.load(lower(results, { initializers }), named);
  };
  const plain = await load({ raw }, 'with gates');
  const differentiated = await load({ raw, gateGradients }, 'derivative by gates');

  const feedsOf = (molecules: readonly GatedMolecule[]): { feeds: Record<string, Value>; rows: number[][] } => {
    const feeds = model.collate(
      molecules.map(({ features }) => features),
      config,
      'float32',
    );
    const { rows: count, ofMolecules } = model.atomRows!(feeds);
    const gates = new Float32Array(count).fill(1);
    const rows = molecules.map((molecule, index) => {
      const own = ofMolecules[index]!.slice(0, molecule.gates.length);
      own.forEach((row, atom) => {
        gates[row] = molecule.gates[atom]!;
      });
      return own;
    });
    return { feeds: { ...feeds, atomGates: { type: 'float32', dims: [count, 1], data: gates } }, rows };
  };
  return {
    outputs: async (molecules) => (await plain.run(feedsOf(molecules).feeds)).raw!.data as Float32Array,
    gradients: async (molecules, weights) => {
      const { feeds, rows } = feedsOf(molecules);
      const outputWeights: Value = { type: 'float32', dims: [1, width], data: Float32Array.from(weights) };
      const found = await differentiated.run({ ...feeds, outputWeights });
      const all = found.gateGradients!.data as Float32Array;
      return {
        raw: found.raw!.data as Float32Array,
        gradients: rows.map((own) => Float32Array.from(own, (row) => all[row]!)),
      };
    },
    release: async () => {
      await Promise.all([plain.release(), differentiated.release()]);
    },
  };
}

function weightsOf(
  bytes: Uint8Array,
  parameters: ParameterTensors,
  { where, prefix }: { readonly where: string; readonly prefix: string },
): Map<string, OnnxTensor> {
  const stored = decodeModel(bytes).graph.initializers;
  return new Map(
    parameters.inputs.map(({ name, shape, size }) => {
      const tensor = stored.get(prefix + name);
      if (tensor?.type === 'float32' && tensor.data.length === size) return [name, { ...tensor, dims: shape }];
      throw otherWeights(tensor, { name: prefix + name, size, where });
    }),
  );
}

function otherWeights(
  found: OnnxTensor | undefined,
  { name, size, where }: { readonly name: string; readonly size: number; readonly where: string },
): CheckpointError {
  const length = found?.data.length;
  const other = length === size ? `is of type ${found?.type}` : `has another size: ${length} numbers, not ${size}`;
  return new CheckpointError({
    code: 'other-model',
    what: `its weights are not those of a network of this version (${name} ${found ? other : 'is missing'})`,
    where,
    advice: 'Explain it with the version of graphsam that wrote it.',
  });
}

function notExplained(model: string): ConfigError {
  return new ConfigError({
    code: 'not-supported',
    what: `the model ${model} cannot be explained: it has no gates on its atoms`,
    advice: 'Give its forward() the input atomGates, and the model atomRows(): docs/adding-a-model.md.',
  });
}
