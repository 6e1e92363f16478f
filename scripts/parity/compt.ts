/** CoMPT models: intermediate values, predictions, loss and the gradient of every parameter. */
import { type ComptConfig, comptConfigSchema } from '../../src/models/compt/config.ts';
import { type ComptFeatures, compt } from '../../src/models/index.ts';
import { ModelObjective } from '../../src/objective/objective.ts';
import { loadRuntime } from '../../src/runtime/onnxruntime.node.ts';
import { binary, findLoss, regression } from '../../src/tasks/index.ts';
import type { RealType } from '../../src/tensor/index.ts';
import { readGoldenFeatures } from './golden-features.ts';
import type { ParityPart, ParityResult } from './part.ts';
import { checkFiles, notCompared } from './trajectory.ts';

interface GoldenCase {
  readonly lossName: string;
  readonly padding: 'maxLength' | 'none';
  readonly config: {
    readonly d_model: number;
    readonly h: number;
    readonly N: number;
    readonly N_dense: number;
    readonly n_generator_layers: number;
    readonly n_output: number;
    readonly dense_output_nonlinearity: string;
    readonly leaky_relu_slope: number;
    readonly distance_matrix_kernel: 'exp' | 'softmax';
    readonly scale_norm: boolean;
    readonly max_length: number;
  };
  readonly batch: {
    readonly molecules: readonly number[];
    readonly labels: readonly (readonly number[])[];
    readonly mean: number;
    readonly std: number;
  };
  readonly parameters: Readonly<Record<string, GoldenTensor>>;
  readonly results: { readonly predictions: readonly (readonly number[])[]; readonly loss: number };
  readonly gradients: Readonly<Record<string, GoldenTensor | null>>;
}
interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Relative to the largest entry of the file; PyTorch itself deviates by 1e-6 in float32. */
const tolerances = { float64: 1e-9, float32: 1e-4 } satisfies Record<RealType, number>;

export const comptParity: ParityPart = {
  path: 'compt',
  async *check(folder) {
    const runtime = await loadRuntime();
    const molecules = await readGoldenFeatures(folder);
    yield* checkFiles<GoldenCase>(folder, 'compt', async function* (golden, file) {
      for (const type of ['float64', 'float32'] as const) {
        try {
          yield compareCase(file, golden, await evaluateCase(golden, molecules, type, runtime), type);
        } catch (error) {
          yield notCompared(file, type, error);
        }
      }
    });
  },
};

interface Found {
  readonly predictions: ArrayLike<number>;
  readonly loss: number;
  /** By the original's names. */
  readonly gradients: ReadonlyMap<string, ArrayLike<number>>;
}

async function evaluateCase(
  golden: GoldenCase,
  molecules: ReadonlyMap<number, ComptFeatures>,
  type: RealType,
  runtime: Awaited<ReturnType<typeof loadRuntime>>,
): Promise<Found> {
  const { config: settings, batch, lossName } = golden;
  const tasks = settings.n_output;
  const definition = findLoss(lossName);
  const task = binary.losses.includes(definition) ? binary : regression;
  const features = batch.molecules.map((molecule) => molecules.get(molecule)!);
  const objective = new ModelObjective({
    model: compt as never,
    config: ourConfig(golden),
    tasks,
    head: task.head({ taskNames: [] }),
    loss: definition,
    dropoutRate: 0,
    features,
    runtime,
    type,
  });
  const { layout } = objective;
  const weights = type === 'float64' ? new Float64Array(layout.size) : new Float32Array(layout.size);
  const gradient = type === 'float64' ? new Float64Array(layout.size) : new Float32Array(layout.size);
  for (const { name } of layout.entries) {
    layout.view(weights, name).set(golden.parameters[theirName(name, settings)]!.values);
  }
  const targets = Float64Array.from(batch.labels.flat(), (label) =>
    task === binary ? (label < 0 ? Number.NaN : label) : (label - batch.mean) / batch.std,
  );
  objective.setBatch({ rows: features.map((_, row) => row), targets }, undefined, 0);
  const { loss, outputs } = await objective.evaluate(weights, gradient);
  await objective.release();
  const gradients = new Map(layout.entries.map(({ name }) => [theirName(name, settings), layout.view(gradient, name)]));
  return { loss, predictions: outputs!, gradients };
}

function ourConfig({ config, padding }: GoldenCase): ComptConfig {
  return comptConfigSchema.parse({
    width: config.d_model,
    heads: config.h,
    layers: config.N,
    feedForwardLayers: config.N_dense,
    headLayers: config.n_generator_layers,
    activation: config.dense_output_nonlinearity === 'relu' ? 'leakyRelu' : config.dense_output_nonlinearity,
    leakySlope: config.leaky_relu_slope,
    distanceKernel: config.distance_matrix_kernel,
    norm: config.scale_norm ? 'scaleNorm' : 'layerNorm',
    maxAtoms: config.max_length,
    readoutPadding: padding === 'none' ? 'none' : 'maxAtoms',
  });
}

const attentionMaps: Readonly<Record<string, number>> = { query: 0, key: 1, value: 2, output: 3 };
const gruParts: Readonly<Record<string, string>> = {
  inputWeight: 'weight_ih_l0',
  hiddenWeight: 'weight_hh_l0',
  inputBias: 'bias_ih_l0',
  hiddenBias: 'bias_hh_l0',
};

/** The original's name of one of our parameters. */
function theirName(
  name: string,
  { n_generator_layers: headLayers, scale_norm: isScaleNorm }: GoldenCase['config'],
): string {
  const normPart = (part: string): string => (part === 'shift' ? 'b_2' : isScaleNorm ? 'scale' : 'a_2');
  const parts = name.split('.');
  const last = parts.at(-1)!;
  if (name === 'embedding.position') return 'pos_embed.pe.weight';
  if (parts[0] === 'embedding') return `${parts[1] === 'atom' ? 'node' : 'edge'}_embed.lut.${last}`;
  if (name === 'readout.initialBias') return 'generator.bias';
  if (parts[0] === 'readout' && parts[1] === 'output') return `generator.linear.${last}`;
  if (parts[1] === 'gru') return `generator.gru.${gruParts[last]}${parts[2] === 'backward' ? '_reverse' : ''}`;
  if (parts[0] === 'head') {
    if (parts[2] === 'norm') return `generator.proj.${4 * Number(parts[1]) + 2}.${normPart(last)}`;
    return headLayers === 1 ? `generator.proj.${last}` : `generator.proj.${4 * Number(parts[1])}.${last}`;
  }
  if (name.startsWith('encoder.norm')) return `encoder.norm.${normPart(last)}`;
  const layer = `encoder.layers.${parts[1]}`;
  if (last === 'distanceDecay') return `${layer}.self_attn.attenuation_lambda`;
  if (parts[2] === 'attention') return `${layer}.self_attn.linears.${attentionMaps[parts[3]!]}.${last}`;
  if (parts[2] === 'feedForward') return `${layer}.feed_forward.linears.${parts[3]}.${last}`;
  return `${layer}.norm.${normPart(last)}`;
}

/** Predictions and loss relative to the largest of their kind, gradients to the largest entry of the file. */
function compareCase(file: string, golden: GoldenCase, found: Found, type: RealType): ParityResult {
  const named = Object.entries(golden.gradients).flatMap(([name, tensor]) => (tensor ? [{ name, ...tensor }] : []));
  const comparisons = [
    difference('predictions', found.predictions, golden.results.predictions.flat()),
    difference('loss', [found.loss], [golden.results.loss]),
    difference(
      'gradients',
      named.flatMap(({ name, values }) => Array.from(found.gradients.get(name) ?? values.map(() => Number.NaN))),
      named.flatMap(({ values }) => values),
    ),
  ];
  const tolerance = tolerances[type];
  const worst = comparisons.reduce((left, right) => (left.relative >= right.relative ? left : right));
  return {
    file,
    what: type,
    largestAbsolute: Math.max(...comparisons.map(({ absolute }) => absolute)),
    largestRelative: worst.relative,
    tolerance,
    passed: comparisons.every(({ relative }) => relative <= tolerance),
    note: worst.note,
  };
}

interface Difference {
  readonly absolute: number;
  readonly relative: number;
  readonly note: string;
}

/** Largest difference, also relative to the largest expected number. A number that is missing or NaN differs infinitely. */
function difference(what: string, ours: ArrayLike<number>, theirs: readonly number[]): Difference {
  let absolute = 0;
  let worst = 0;
  theirs.forEach((expected, index) => {
    const apart = Math.abs(expected - (ours[index] ?? Number.NaN));
    const counted = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
    if (counted > absolute) [absolute, worst] = [counted, index];
  });
  const scale = theirs.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return {
    absolute,
    relative: absolute / scale,
    note: `${what} at ${worst}: ${ours[worst]} instead of ${theirs[worst]}`,
  };
}
