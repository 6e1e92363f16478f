/** A whole run, in the thread that computes: data, model, training, and the files of the run folder. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { packageVersion } from '../base/package-root.node.ts';
import type { Chemistry } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { fitStandardisation, rejectsCsv, type Standardisation, splitsFileContent } from '../data/index.ts';
import { createOptimizer } from '../optim/index.ts';
import type { Runtime } from '../runtime/index.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import { type ResolvedModel, resolveModel } from './config/resolve-model.ts';
import type { TrainConfig } from './config/train-config.ts';
import { defaultMetric, metricFor } from './metrics/registry.ts';
import { cardMetadata, type ModelCard, modelCardFormat } from './model-card.ts';
import { openSession } from './open-session.ts';
import { type PreparedData, type PreparedSplit, prepareData } from './prepare-data.node.ts';
import type { FinishedRun, InterruptedRun, RunEvent, TrainRunResult } from './run-events.ts';
import { openRunFolder, type RunFolder, runFiles } from './run-folder.node.ts';
import { testPredictionsCsv } from './test-predictions.ts';
import { type FinishedTraining, trainModel } from './trainer.ts';
import type { JobContext } from './worker/job.ts';

export interface TrainJob {
  readonly config: TrainConfig;
  readonly folder: string;
  readonly mode: 'new' | 'overwrite' | 'resume';
  readonly backend?: 'native' | 'wasm' | undefined;
}

/** Molecules too large for the position table cannot be trained; this is the default of every model. */
const usualMaxAtoms = 99;

export async function run(job: TrainJob, { onEvent, signal }: JobContext<RunEvent>): Promise<TrainRunResult> {
  const { config, folder } = job;
  const chemistry = await loadChemistry();
  const maxAtoms = config.data.maxAtoms ?? (config.model.settings.maxAtoms as number | undefined) ?? usualMaxAtoms;
  const data = await prepareData(config, chemistry, maxAtoms);
  tellData(data, onEvent);
  const { dataset } = data;
  const resolved = resolveModel(withMaxAtoms(config.model, maxAtoms), dataset);
  const features = dataset.molecules.map((molecule) => resolved.model.featurise(molecule));
  const onFallback = (message: string): void => onEvent({ kind: 'warning', message });
  const backend = job.backend ?? config.machine.backend;
  const runtime = await loadRuntime({ ...(backend && { backend }), onFallback });
  const shared: Shared = { job, data, resolved, features, runtime, chemistry, maxAtoms, onEvent, signal };
  const folds = data.splits.length;
  const runs: (FinishedRun | InterruptedRun)[] = [];
  for (const [index, split] of data.splits.entries()) {
    const place = folds === 1 ? folder : join(folder, `fold_${index}`);
    const outcome = await runSplit(shared, split, index, place);
    runs.push(outcome);
    if (outcome.status === 'interrupted') break;
  }
  return { status: runs.at(-1)!.status, folder, runs };
}

function withMaxAtoms(model: TrainConfig['model'], maxAtoms: number): TrainConfig['model'] {
  return { ...model, settings: { ...model.settings, maxAtoms } };
}

interface Shared extends JobContext<RunEvent> {
  readonly job: TrainJob;
  readonly data: PreparedData;
  readonly resolved: ResolvedModel;
  readonly features: readonly unknown[];
  readonly runtime: Runtime;
  readonly chemistry: Chemistry;
  readonly maxAtoms: number;
}

async function runSplit(
  shared: Shared,
  { split, report }: PreparedSplit,
  index: number,
  place: string,
): Promise<FinishedRun | InterruptedRun> {
  const { job, data, resolved, features, runtime, onEvent, signal } = shared;
  const { config } = job;
  const { dataset } = data;
  const { training, optimizer: method, schedule } = config;
  const isRegression = dataset.taskType === 'regression';
  const standardisation = isRegression
    ? fitStandardisation(dataset.targets, dataset.taskNames, split.train)
    : undefined;
  const threads = config.machine.threads ?? availableParallelism();
  const session = openSession({
    model: resolved.model,
    config: resolved.settings,
    tasks: dataset.taskNames.length,
    loss: training.loss ?? (isRegression ? 'rmse' : 'bce'),
    dropoutRate: (resolved.settings as { dropout?: number }).dropout ?? 0,
    features,
    runtime,
    threads,
    type: 'float32',
    transform: standardisation
      ? { kind: 'scaled', mean: standardisation.mean, scale: standardisation.std }
      : { kind: 'probability' },
  });
  const optimizer = createOptimizer({ ...method, schedule }, session.layout, { seed: training.seed });
  const mode = modeOf(job, place);
  const folder = await openRunFolder(place, { mode });
  try {
    const facts = runFacts(shared, session.layout.size, threads, report);
    if (mode !== 'resume') await writeInputs(folder, data, split, facts);
    onEvent({
      kind: 'model',
      fold: index + 1,
      folds: data.splits.length,
      folder: place,
      split: report,
      model: resolved.model.name,
      preset: resolved.preset,
      parameters: session.layout.size,
      optimizer: config.optimizer.name,
      runtime: runtime.description,
      threads,
    });
    const metrics = [training.trackingMetric, ...training.metrics].filter((name) => name !== undefined);
    const [tracked, ...reported] = metrics.map((name) => metricFor(dataset.taskType, name));
    const result = await trainModel({
      session,
      optimizer,
      data: { ...split, labels: dataset.targets, standardisation, describeRow: (row) => `line ${dataset.lines[row]}` },
      epochs: training.epochs,
      batchSize: training.batchSize,
      dropLast: training.dropLast,
      metrics: [tracked ?? defaultMetric(dataset.taskType), ...reported],
      earlyStopping:
        training.patience === undefined ? undefined : { patience: training.patience, minDelta: training.minDelta },
      seed: training.seed,
      store: folder,
      signal,
      onEvent,
    });
    if (result.status === 'interrupted') return { status: 'interrupted', folder: place, at: result.at };
    const model = session.exportOnnx(
      Float32Array.from(result.weights),
      cardMetadata(cardOf(shared, standardisation, result, report.algorithm)),
    );
    await folder.write('model', model);
    await folder.write('predictions', testPredictionsCsv(dataset, split.test, result.testPredictions));
    const finished = await summary(folder, place, result);
    await folder.writeRun({ ...facts, status: 'finished', result: finished });
    return finished;
  } finally {
    await folder.close();
    await session.release();
  }
}

/** A fold that an interrupted run never came to begins now. */
function modeOf({ mode }: TrainJob, place: string): TrainJob['mode'] {
  return mode === 'resume' && !existsSync(join(place, runFiles.run)) ? 'new' : mode;
}

function tellData({ dataset, rejects, notes, warnings }: PreparedData, onEvent: (event: RunEvent) => void): void {
  const { name, smiles, tableLength, taskType, taskNames } = dataset;
  onEvent({
    kind: 'data',
    name,
    molecules: smiles.length,
    tableLength,
    taskType,
    tasks: taskNames,
    rejects,
    notes,
    warnings,
  });
}

/** What run.json says: enough to repeat the run, and to know what it was. */
function runFacts(
  { job, data, resolved, runtime, chemistry }: Shared,
  parameters: number,
  threads: number,
  split: unknown,
) {
  const { config } = job;
  const { dataset } = data;
  const paths = config.data.paths?.map((path) => resolve(path));
  return {
    format: 1,
    graphsam: packageVersion(),
    node: process.version,
    runtime: runtime.description,
    toolkit: `${chemistry.toolkit} ${chemistry.version}`,
    created: new Date().toISOString(),
    status: 'running',
    config: {
      ...config,
      data: { ...config.data, ...(paths ? { paths } : {}) },
      machine: { ...config.machine, threads },
    },
    data: {
      name: dataset.name,
      checksums: data.checksums,
      tableLength: dataset.tableLength,
      molecules: dataset.smiles.length,
      rejected: data.rejects.length,
      tasks: dataset.taskNames,
      taskType: dataset.taskType,
      notes: data.notes,
      warnings: data.warnings,
    },
    split,
    model: { name: resolved.model.name, preset: resolved.preset, settings: resolved.settings, parameters },
  };
}

async function writeInputs(
  folder: RunFolder,
  data: PreparedData,
  split: PreparedSplit['split'],
  facts: object,
): Promise<void> {
  await folder.writeRun(facts);
  await folder.write('splits', splitsFileContent([split], data.dataset.tableRows));
  await folder.write('rejects', rejectsCsv(data.rejects));
}

function cardOf(
  { job, data, resolved, chemistry, maxAtoms }: Shared,
  standardisation: Standardisation | undefined,
  { bestEpoch }: FinishedTraining,
  split: string,
): ModelCard {
  const { training, optimizer } = job.config;
  return {
    format: modelCardFormat,
    version: packageVersion(),
    model: resolved.model.name,
    settings: resolved.settings as Record<string, unknown>,
    tasks: [...data.dataset.taskNames],
    taskType: data.dataset.taskType,
    maxAtoms,
    ...(standardisation ? { standardisation: { mean: [...standardisation.mean], std: [...standardisation.std] } } : {}),
    toolkit: { name: chemistry.toolkit, version: chemistry.version },
    training: {
      data: data.dataset.name,
      molecules: data.dataset.smiles.length,
      split,
      seed: training.seed,
      optimizer: optimizer.name,
      bestEpoch,
    },
  };
}

async function summary(folder: RunFolder, place: string, result: FinishedTraining): Promise<FinishedRun> {
  const reports = await folder.readEpochs();
  const { status, epochs, bestEpoch, stoppedEarly, chosenBy, validation, test } = result;
  return {
    status,
    folder: place,
    epochs,
    bestEpoch,
    stoppedEarly,
    chosenBy,
    validation,
    test,
    evaluations: reports.reduce((total, { evaluations }) => total + evaluations.full, 0),
    secondsPerEpoch: reports.reduce((total, { seconds }) => total + seconds, 0) / reports.length,
  };
}
