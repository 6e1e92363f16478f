/** What a run says of itself: in run.json, in its model file, and as its result. */
import { mean, version } from '../base/index.ts';
import { elementsOf } from '../chem/index.ts';
import {
  type Dataset,
  type FeatureScaling,
  type MoleculeFeatures,
  readingOrder,
  type SplitReport,
} from '../data/index.ts';
import { featurizerChecksum } from '../models/index.ts';
import { pluginRecords, pluginsOfModel } from '../plugins/index.ts';
import {
  type FinishedFit,
  type FinishedRun,
  type ModelCard,
  modelCardFormat,
  type ResolvedModel,
  type RunDestination,
  type RunFile,
  runFileFormat,
  type TestContext,
  type TrainConfig,
  type TrainingRunFile,
} from '../runs/index.ts';
import type { PreparedData } from './prepare-data.ts';
import { summarizeProbe } from './probe.ts';
import type { RunContext, RunMachine } from './run-context.ts';
import type { SplitSetup } from './split-setup.ts';
import type { FinishedTraining } from './trainer.ts';

/** What run.json says of a training that begins: enough to repeat it, and to know what it was. */
export function describeTraining(context: RunContext, parameters: number, split: SplitReport): TrainingRunFile {
  const { config, data, resolved } = context;
  return {
    ...describeMachine(context, config),
    kind: 'training',
    data: describeData(data, split),
    split,
    model: describeModel(resolved, parameters),
  };
}

/** What run.json says of any training: where it happens, and its configuration with the threads that it got. */
export function describeMachine(
  { runtime, chemistry, threads, software }: RunMachine,
  config: { readonly machine: object },
): Pick<RunFile, 'format' | 'graphsam' | 'runtime' | 'toolkit' | 'plugins' | 'created' | 'status' | 'config'> {
  const plugins = pluginRecords();
  return {
    format: runFileFormat,
    graphsam: version,
    ...software,
    runtime: runtime.description,
    toolkit: `${chemistry.toolkit} ${chemistry.version}`,
    ...(plugins.length > 0 && { plugins }),
    created: new Date().toISOString(),
    status: 'running',
    config: { ...config, machine: { ...config.machine, threads } },
  };
}

export function describeModel(
  { model, preset, settings }: ResolvedModel,
  parameters: number,
): TrainingRunFile['model'] {
  return { name: model.name, preset, settings: { ...(settings as object) }, parameters };
}

/** What run.json says of the data; nothing of the other splits, which have runs of their own. */
export function describeData(
  { dataset, checksums, splitsChecksum, rejects, notes, tableWarnings }: PreparedData,
  split: SplitReport,
): TrainingRunFile['data'] {
  return {
    name: dataset.name,
    checksums,
    ...(splitsChecksum !== undefined && { splitsChecksum }),
    tableLength: dataset.tableLength,
    molecules: dataset.smiles.length,
    rejected: rejects.length,
    tasks: dataset.taskNames,
    taskType: dataset.taskType,
    ...(dataset.classes && { classes: dataset.classes }),
    notes,
    warnings: [...tableWarnings, ...split.warnings],
  };
}

/** What the model file says of itself. */
export function modelCardOf(
  { config, data, resolved, chemistry, maxAtoms }: RunContext,
  { standardization, featureScaling, data: { train }, session: { head } }: SplitSetup,
  { bestEpoch }: FinishedTraining,
  split: string,
): ModelCard {
  const { training, optimizer } = config;
  const plugins = pluginsOfModel({ model: resolved.model.name, taskType: data.dataset.taskType });
  return {
    format: modelCardFormat,
    version,
    model: resolved.model.name,
    settings: resolved.settings as Record<string, unknown>,
    tasks: [...data.dataset.taskNames],
    taskType: data.dataset.taskType,
    ...(data.dataset.classes && { classes: data.dataset.classes.map((names) => [...names]) }),
    labels: labelReading(config.data, data.dataset),
    maxAtoms,
    largestFragment: config.data.largestFragment ?? false,
    atomOrder: config.data.atomOrder,
    elements: elementsOf(train.map((row) => data.dataset.molecules[row]!)),
    ...(standardization ? { standardization: { mean: [...standardization.mean], std: [...standardization.std] } } : {}),
    ...(featureScaling ? { features: cardFeatures(data.moleculeFeatures!, featureScaling) } : {}),
    ...(plugins.length > 0 && { plugins }),
    featurizer: featurizerChecksum(resolved.model, chemistry, {
      generators: data.moleculeFeatures?.generators,
      atomOrder: readingOrder(config.data.atomOrder),
    }),
    toolkit: { name: chemistry.toolkit, version: chemistry.version },
    training: {
      data: lastPart(data.dataset.name),
      molecules: train.length,
      split: lastPart(split),
      seed: training.seed,
      optimizer: optimizer.name,
      bestEpoch,
    },
    ...(head.spread && { saysVariance: true }),
  };
}

function labelReading(
  { labelMap, threshold, censored, maxRejected, unreadableLabels, targetUnit, targetTransform }: TrainConfig['data'],
  { targetColumns, labelWords }: Dataset,
): ModelCard['labels'] {
  return {
    ...(labelMap && { map: labelMap }),
    ...(threshold !== undefined && { threshold }),
    censored,
    maxRejected,
    ...(unreadableLabels === 'drop' && { unreadable: unreadableLabels }),
    ...(targetUnit !== undefined && { unit: targetUnit }),
    ...(targetTransform && { transform: targetTransform, ...(targetColumns && { columns: [...targetColumns] }) }),
    ...(labelWords && { words: labelWords.map((words) => (words ? [...words] : null)) }),
  };
}

/** A model is given away: it says the name of a file, and not where it was. */
function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1)!;
}

function cardFeatures(
  { generators, names, fromFile, fromTable }: MoleculeFeatures,
  { fill, offset, scale, limit, quantiles }: FeatureScaling,
): ModelCard['features'] {
  const lists = { names: [...names], fill: [...fill], offset: [...offset], scale: [...scale] };
  const bounds = {
    ...(limit !== undefined && { limit }),
    ...(quantiles && { quantiles: quantiles.map((each) => [...each]) }),
  };
  return { generators: [...generators], fromFile, fromTable, ...lists, ...bounds };
}

/** What run.json keeps of a result: neither its folder, which may be moved, nor its status, which stands in run.json itself. */
export function storedResult<Result extends FinishedFit>(result: Result): Omit<Result, 'status' | 'folder'> {
  const { status: _status, folder: _folder, ...stored } = result;
  return stored;
}

export async function runResult(
  destination: RunDestination,
  result: FinishedTraining,
  context: TestContext | undefined,
): Promise<FinishedRun> {
  const probes = (await destination.readProbes?.()) ?? [];
  const probe = probes.length > 0 && { probe: summarizeProbe(probes) };
  return {
    ...(await fitResult(destination, result)),
    test: result.test,
    ...(context && { testContext: context }),
    ...probe,
  };
}

/** The part of the result that any training has. */
export async function fitResult(destination: RunDestination, result: FinishedTraining): Promise<FinishedFit> {
  const reports = await destination.readEpochs();
  const { status, epochs, bestEpoch, stoppedEarly, chosenBy, validation } = result;
  const evaluations = reports.reduce((total, report) => total + report.evaluations.full, 0);
  const secondsPerEpoch = mean(reports.map(({ seconds }) => seconds));
  const chosen = { epochs, bestEpoch, stoppedEarly, chosenBy, validation };
  return { status, folder: destination.path, ...chosen, evaluations, secondsPerEpoch };
}
