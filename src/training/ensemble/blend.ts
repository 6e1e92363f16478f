/**
 * Trees beside the networks of an ensemble: grown on the same training rows, weighted by the validation rows, on which neither was trained
 * (the networks' epochs were chosen by them), and written into the same model file.
 */

import { ConfigError, setting } from '../../base/index.ts';
import {
  type DescriptorTable,
  type FittedTrees,
  fitTrees,
  type RawTree,
  treeGenerators,
} from '../../baselines/index.ts';
import { type Dataset, exactTargets, findFeatureGenerator, type Split } from '../../data/index.ts';
import type { Metric } from '../../metrics/index.ts';
import { type FileReading, fileOutputs, type TreeRows, treeFeed } from '../../objective/index.ts';
import { type BlendReport, givesParts, type ModelCard, type TrainConfig } from '../../runs/index.ts';
import { findTask, metricsOf } from '../../tasks/index.ts';
import { type FileBlend, treeInput, treesFile } from '../../uncertainty/index.ts';
import { type BaselinesBeside, baselineTable, wantsBaselines } from '../baselines-beside.ts';
import { gatherRows } from '../evaluator.ts';
import type { RunContext } from '../run-context.ts';
import { blendWeights } from './blend-weights.ts';
import { type ValueMeter, valueMeter } from './measure-values.ts';
import { withProgram } from './with-program.ts';

export interface Blend {
  readonly file: FileBlend;
  /** What the trees read of every molecule of the table. */
  readonly rows: TreeRows;
  readonly card: NonNullable<ModelCard['trees']>;
  readonly report: BlendReport;
  /** What the learners alone reach on the test rows; undefined where the run asks for no classical models, or has no test rows. */
  readonly baselines: BaselinesBeside | undefined;
}

export interface BlendInputs {
  readonly split: Split;
  /** The ensemble without trees, and how it is read. */
  readonly networks: Uint8Array;
  readonly reading: FileReading;
  /** Of every molecule of the table. */
  readonly features: readonly unknown[];
}

export async function fitBlend(context: RunContext, inputs: BlendInputs): Promise<Blend> {
  const start = performance.now();
  const { split, reading } = inputs;
  const table = baselineTable(context);
  const fitted = fitTrees(table, split.train, context.config.training.seed);
  const used = usedColumns(fitted);
  const trees = {
    columns: used.length,
    learners: fitted.map((learner) => ({ ...learner, trees: learner.trees.map((tree) => onColumns(tree, used)) })),
  };
  const columns = used.map((column) => table.descriptors.columns[column]!);
  const rows = {
    input: treeInput,
    rows: context.features.map((_, row) => Float32Array.from(columns, (values) => values[row]!)),
  };
  const bytes = treesFile(trees, reading.width);
  const fitMs = performance.now() - start;
  const names = trees.learners.map(({ name }) => name);
  const valuesOf = (chosen: readonly number[]): Promise<Float32Array[]> =>
    learnerValues(context, bytes, { ...rows, rows: chosen.map((row) => rows.rows[row]!) });
  const parts = [await networkValues(context, inputs), ...(await valuesOf(split.val))];
  const { weights, report } = fitWeights(context, parts, { split, names });
  const baselines = wantsBaselines(context, split)
    ? (await valuesOf(split.test)).map(measureOn(context, split, 'test').measure)
    : undefined;
  const [networkWeight, ...treeWeights] = weights as [number, ...number[]];
  return {
    file: { trees, networkWeight, treeWeights },
    rows,
    card: {
      ...cardColumns(context, table.descriptors, used),
      networkWeight,
      learners: trees.learners.map(({ name }, index) => ({ name, weight: treeWeights[index]! })),
    },
    report: { ...report, bytes: bytes.length },
    baselines: baselines && {
      values: names.map((name, index) => ({ name, value: baselines[index]! })),
      seconds: fitMs / 1000,
    },
  };
}

/** Throws ConfigError where there is nothing to fit weights to. */
export function requireValidation({ config, data }: RunContext): void {
  if (config.training.blend && data.splits.every(({ split }) => split.val.length === 0))
    throw blendWithoutValidation(config);
}

export function blendWithoutValidation(config: TrainConfig): ConfigError {
  const more = givesParts(config)
    ? 'Name some rows as validation rows in the split that is given'
    : `Leave some rows with ${setting('split.sizes')}`;
  return new ConfigError({
    code: 'contradicting-settings',
    path: ['training', 'blend'],
    what: 'the weights of a blend of networks and trees are fitted to the validation part, and the split leaves none',
    advice: `${more}, or train without trees: ${setting('training.blend', 'false')}.`,
  });
}

/** Positions of the columns that some tree asks for, ascending; the first where none asks for any. */
function usedColumns(fitted: readonly FittedTrees[]): number[] {
  const used = new Set(fitted.flatMap(({ trees }) => trees.flatMap(({ columns }) => columns)));
  used.delete(-1);
  return used.size === 0 ? [0] : [...used].sort((left, right) => left - right);
}

function onColumns(tree: RawTree, used: readonly number[]): RawTree {
  const position = new Map(used.map((column, index) => [column, index]));
  return { ...tree, columns: tree.columns.map((column) => position.get(column) ?? -1) };
}

/** used: positions in the table, in whose order what is computed stands before what a file or the table gives. */
function cardColumns(
  { data: { moleculeFeatures }, chemistry }: RunContext,
  { names: all, given }: DescriptorTable,
  used: readonly number[],
): Pick<ModelCard['trees'] & object, 'generators' | 'columns' | 'fromFile'> {
  const names = used.map((column) => all[column]!);
  const fromFile = used.filter((column) => column >= all.length - given).length;
  const computed = new Set(names.slice(0, names.length - fromFile));
  const wanted = [...new Set([...treeGenerators, ...(moleculeFeatures?.generators ?? [])])];
  const generators = wanted.filter((name) =>
    findFeatureGenerator(name)
      .columns(chemistry)
      .some((column) => computed.has(column)),
  );
  return { generators, columns: names, fromFile };
}

async function networkValues(
  context: RunContext,
  { networks, reading, split, features }: BlendInputs,
): Promise<Float32Array> {
  const chosen = split.val.map((row) => features[row]);
  const { predictions } = await withProgram(context, networks, (program) => fileOutputs(program, reading, chosen));
  return predictions;
}

async function learnerValues(
  context: RunContext,
  bytes: Uint8Array,
  { input, rows }: TreeRows,
): Promise<Float32Array[]> {
  const feed = treeFeed(rows);
  return withProgram(context, bytes, async (program) => {
    const outputs = await program.run({ [input]: feed });
    return program.outputNames.map((name) => Float32Array.from(outputs[name]!.data as Float32Array));
  });
}

/** parts: what the networks and each learner say of the validation rows, [parts][rows, tasks * outputs]. */
function fitWeights(
  context: RunContext,
  parts: readonly Float32Array[],
  { split, names }: { readonly split: Split; readonly names: readonly string[] },
): { readonly weights: number[]; readonly report: Omit<BlendReport, 'bytes'> } {
  const { dataset } = context.data;
  const { classProbabilities } = findTask(dataset.taskType);
  const labels = labelsOf(dataset, split.val);
  const weights = blendWeights(parts, { labels, tasks: dataset.taskNames.length, classProbabilities });
  const { measure, isStandardized } = measureOn(context, split, 'val');
  const blended = parts[0]!.map((_, at) => parts.reduce((sum, part, index) => sum + weights[index]! * part[at]!, 0));
  return {
    weights,
    report: {
      metric: trackedMetric(context).name,
      ...(isStandardized && { isStandardized }),
      labels: labels.filter((label) => !Number.isNaN(label)).length,
      parts: [
        ...['networks', ...names].map((name, index) => ({
          name,
          weight: weights[index]!,
          validation: measure(parts[index]!),
        })),
        { name: 'blend', weight: 1, validation: measure(blended) },
      ],
    },
  };
}

/** What values of the rows are worth, by the metric that the run tracks. */
function measureOn(context: RunContext, split: Split, part: 'val' | 'test'): ValueMeter {
  return valueMeter(context.data.dataset, split, { part, metric: trackedMetric(context) });
}

function labelsOf(dataset: Dataset, rows: readonly number[]): Float64Array {
  return gatherRows(exactTargets(dataset), rows, dataset.taskNames.length);
}

function trackedMetric({ data, config }: RunContext): Metric {
  return metricsOf(data.dataset.taskType, config.training)[0];
}
