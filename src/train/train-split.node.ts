/** One split of a run: session, optimizer, training, and the files of its folder. */
import { fitStandardisation, rejectsCsv, splitsFileContent } from '../data/index.ts';
import { createOptimizer } from '../optim/index.ts';
import { defaultMetric, metricFor } from './metrics/registry.ts';
import { cardMetadata } from './model-card.ts';
import { openSession } from './open-session.ts';
import type { PreparedData, PreparedSplit } from './prepare-data.node.ts';
import type { FinishedRun, InterruptedRun, RunEvent } from './run-events.ts';
import { modelCardOf, type RunContext, runFacts, runResult } from './run-facts.node.ts';
import { type OpenRunFolderOptions, openRunFolder, type RunFolder } from './run-folder.node.ts';
import { testPredictionsCsv } from './test-predictions.ts';
import { trainModel } from './trainer.ts';
import type { JobContext } from './worker/job.ts';

export interface SplitPlace extends OpenRunFolderOptions {
  readonly place: string;
  /** Which split, from 1. */
  readonly fold: number;
}

/** Trains on one split and writes its folder. */
export async function trainSplit(
  context: RunContext,
  { split, report }: PreparedSplit,
  { place, mode, fold }: SplitPlace,
  { onEvent, signal }: JobContext<RunEvent>,
): Promise<FinishedRun | InterruptedRun> {
  const { config, data, resolved, features, runtime, threads } = context;
  const { dataset } = data;
  const { training, optimizer: method, schedule } = config;
  const isRegression = dataset.taskType === 'regression';
  const standardisation = isRegression
    ? fitStandardisation(dataset.targets, dataset.taskNames, split.train)
    : undefined;
  const session = openSession({
    model: resolved.model,
    config: resolved.settings,
    tasks: dataset.taskNames.length,
    loss: training.loss ?? (isRegression ? resolved.model.regressionLoss : 'bce'),
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
  const folder = await openRunFolder(place, { mode });
  try {
    const facts = runFacts(context, session.layout.size, report);
    if (mode !== 'resume') await writeInputs(folder, data, split, facts);
    onEvent({
      kind: 'model',
      fold,
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
      cardMetadata(modelCardOf(context, standardisation, result, report.algorithm)),
    );
    await folder.write('model', model);
    await folder.write('predictions', testPredictionsCsv(dataset, split.test, result.testPredictions));
    const finished = await runResult(folder, result);
    await folder.writeRun({ ...facts, status: 'finished', result: finished });
    return finished;
  } finally {
    await folder.close();
    await session.release();
  }
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
