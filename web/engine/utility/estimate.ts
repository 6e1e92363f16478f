/**
 * What memory a training will take in a page, before it begins: a browser that runs out of it ends the tab without a word.
 *   memory = base + weights * copies + batch * atoms * width * layers * perState + batch * atoms^2 * heads * layers * perPair
 * What WebAssembly took in Chromium on the built-in table (default presets): CoMPT 136 MB with batches of 32, 223 MB with 64, 223 MB with
 * eight layers, 50 MB with two layers of width 64; GROVER 136 MB. The factors give these, and above them what the page itself holds.
 */
import {
  describeOptimizers,
  ParameterLayout,
  parseTrainConfig,
  type ResolvedModel,
  resolveModel,
  resolveOptimizer,
  type TrainConfig,
} from '../../../src/index.web.ts';
import type { ResourceEstimate, TableReport, TrainConfigInput } from '../protocol.ts';
import { trainingSeconds } from './training-time.ts';

export type EstimatedTable = Pick<TableReport, 'molecules' | 'sizes' | 'tasks' | 'taskType' | 'known'>;

const megabyte = 2 ** 20;
/** RDKit, ONNX Runtime and the library before anything is trained. */
const baseMb = 110;
/** Vectors as long as the weights that any training needs: weights, best, gradient, the runtime's two copies, a checkpoint. */
const vectors = 7;

/** Sizes that both models' settings have, under one name. */
interface Shape {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
}

export function estimate(
  inputs: readonly TrainConfigInput[],
  table: EstimatedTable,
  budgetMb: number,
): ResourceEstimate {
  const configs = inputs.map((input) => parseTrainConfig(input, 'the settings'));
  const memoryMb = memoryOf(configs, table);
  const { parameters } = needsOf(configs[0]!, table);
  const fits = memoryMb <= budgetMb;
  const settled = settledNumbers(configs[0]!);
  const seconds = Math.max(...configs.map((config) => secondsOf(config, table)));
  const weights = `${parameters.toLocaleString('en')} weights`;
  const what = configs.length > 1 ? `${configs.length} trainings of ${weights}` : weights;
  const needed = `About ${Math.round(memoryMb)} MB of memory for ${what}`;
  if (fits) return { parameters, memoryMb, seconds, fits, settled, summary: `${needed}.` };
  const smaller = smallerSettings(configs, table, budgetMb);
  const advice = smaller ? 'A smaller setting is proposed.' : 'Take a smaller batch or leave out large molecules.';
  const alone = configs.length > 1 ? ' Without the comparison it is half as much.' : '';
  const summary = `${needed}; this machine gives a page about ${Math.round(budgetMb)} MB. ${advice}${alone}`;
  return { parameters, memoryMb, seconds, fits, settled, summary, ...(smaller && { smaller }) };
}

function settledNumbers({ training: { epochs, batchSize }, schedule }: TrainConfig): ResourceEstimate['settled'] {
  const { learningRate } = schedule as { readonly learningRate?: number };
  return { epochs, batchSize, learningRate };
}

function secondsOf(config: TrainConfig, table: EstimatedTable): number {
  const { training, split, optimizer } = config;
  const { width, layers } = shapeOf(resolve(config, table));
  const evaluations = describeOptimizers().find(({ name }) => name === optimizer.name)?.evaluations;
  return trainingSeconds({
    epochs: training.epochs,
    molecules: table.molecules * (split.sizes?.[0] ?? 1),
    batchSize: training.batchSize,
    atoms: table.sizes.median,
    width,
    layers,
    evaluations: evaluations ? evaluations.full + evaluations.cheap : 1,
  });
}

/** Each training is a worker with its own RDKit and runtime: nothing is shared. */
function memoryOf(configs: readonly TrainConfig[], table: EstimatedTable): number {
  return configs.reduce((sum, config) => sum + needsOf(config, table).memoryMb, 0);
}

function needsOf(config: TrainConfig, table: EstimatedTable): { parameters: number; memoryMb: number } {
  const resolved = resolve(config, table);
  const layout = new ParameterLayout(resolved.model.parameters(resolved.settings, table.tasks.length));
  const kept = keptVectors(config);
  const { width, heads, layers } = shapeOf(resolved);
  const atoms = config.training.batchSize * Math.min(table.sizes.largest, 2 * table.sizes.median);
  const pairs = config.training.batchSize * Math.min(table.sizes.largest, 2 * table.sizes.median) ** 2;
  const activations = 4 * (atoms * width * layers * statesPerLayer + pairs * heads * layers * pairsPerLayer);
  const bytes = 4 * layout.size * (vectors + kept) + activations;
  return { parameters: layout.size, memoryMb: baseMb + bytes / megabyte };
}

/** States and pair scores that the gradient needs of each layer. */
const statesPerLayer = 13;
const pairsPerLayer = 4;

function resolve(config: TrainConfig, { known, taskType }: EstimatedTable): ResolvedModel {
  return resolveModel(config.model, { known, taskType });
}

/** Vectors of the optimizer: those that it keeps, and two for its scratch. */
function keptVectors({ optimizer }: TrainConfig): number {
  return resolveOptimizer(optimizer).memory.persistent + 2;
}

function shapeOf({ settings }: ResolvedModel): Shape {
  const { width = 100, heads = 4, layers, blocks = 1 } = settings as Partial<Shape> & { readonly blocks?: number };
  // A block of GROVER holds two stacks, each with experts of three kinds.
  return { width, heads, layers: layers ?? 6 * blocks };
}

/** The first of ever smaller networks with which all trainings fit: fewer layers, then narrower ones. */
function smallerSettings(
  configs: readonly TrainConfig[],
  table: EstimatedTable,
  budgetMb: number,
): Readonly<Record<string, unknown>> | undefined {
  const { settings } = resolve(configs[0]!, table);
  const { width, layers } = settings as { readonly width: number; readonly layers?: number };
  const proposals = [
    ...(layers && layers > 2 ? [{ layers: 2 }] : []),
    ...[128, 64, 32]
      .filter((smaller) => smaller < width)
      .map((smaller) => ({ width: smaller, ...(layers && { layers: 2 }) })),
  ];
  return proposals.find((proposal) => {
    const smaller = configs.map((config) => ({
      ...config,
      model: { ...config.model, settings: { ...config.model.settings, ...proposal } },
    }));
    return memoryOf(smaller, table) <= budgetMb;
  });
}
