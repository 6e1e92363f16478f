/** One split of a run: session, optimizer, training, and the files that it leaves. Node and browsers. */

import { collectTrainingMolecules, mostTrainingMolecules, trainingMetadata } from '../applicability/index.ts';
import { formatCount } from '../base/index.ts';
import { rejectsCsv, splitsFileContent } from '../data/index.ts';
import { type ModelSession, openSession } from '../objective/index.ts';
import { createOptimizer, type Optimizer } from '../optim/index.ts';
import type { JobContext } from '../platform/index.ts';
import {
  cardMetadata,
  type FinishedRun,
  type Initialization,
  type InterruptedRun,
  type RunEvent,
  type RunInputs,
  runText,
} from '../runs/index.ts';
import { metricsOf } from '../tasks/index.ts';
import { baselinesBeside } from './baselines-beside.ts';
import { withEncoderRate } from './encoder-rate.ts';
import { type Destination, type FitOptions, fitAndStore, loopSettings, type RunParts } from './fit-and-store.ts';
import { type InitialSource, initialize } from './initial-weights.ts';
import { predictionsCsv } from './predictions-csv.ts';
import type { PreparedData, PreparedSplit } from './prepare-data.ts';
import type { RunContext } from './run-context.ts';
import { describeTraining, modelCardOf, runResult } from './run-facts.ts';
import { type SplitSetup, splitSetup } from './split-setup.ts';
import { testContext } from './test-context.ts';

export interface FoldDestination extends Destination {
  /** Which split, from 1. */
  readonly fold: number;
}

/** Trains on one split and writes its files. */
export async function trainFold(
  context: RunContext,
  { split, report }: PreparedSplit,
  destination: FoldDestination,
  job: JobContext<RunEvent>,
): Promise<FinishedRun | InterruptedRun> {
  const { data, initial } = context;
  const setup = splitSetup(context, split);
  const session = openSession(setup.session);
  try {
    const started = initial && startFrom(initial, session, context);
    const parts: RunParts<FinishedRun> = {
      described: describeTraining(context, session.layout.size, report),
      inputs: inputsOf(data, split),
      options: fitOptions(context, session, setup, started?.weights),
      begin: async (files) => {
        if (started) await files.write('initialization', runText(started.initialization));
        job.onEvent({
          ...modelEvent(context, session),
          fold: destination.fold,
          folder: files.path,
          split: report,
        });
        if (started) reportInitialization(started.initialization, job.onEvent);
      },
      finish: async (files, result) => {
        const card = modelCardOf(context, setup, result, report.algorithm);
        const metadata = { ...cardMetadata(card), ...keptMolecules(context, split.train, job.onEvent) };
        await files.write('model', session.exportOnnx(Float32Array.from(result.weights), metadata));
        await files.write('predictions', predictionsCsv(data.dataset, split.test, result.testPredictions));
        await files.write(
          'validationPredictions',
          predictionsCsv(data.dataset, split.val, result.validationPredictions),
        );
        const [tracked] = metricsOf(data.dataset.taskType, context.config.training);
        const around = testContext(data.dataset, split, result.testPredictions, tracked);
        const beside = around && baselinesBeside(context, split, tracked);
        if (beside) job.onEvent({ kind: 'baselines', metric: tracked.name, ...beside });
        return runResult(files, result, around && { ...around, ...(beside && { baselines: beside.values }) });
      },
    };
    return await fitAndStore(parts, destination, job);
  } finally {
    await session.release();
  }
}

/** What the model file keeps of the molecules that it was trained on. */
function keptMolecules(
  { config, data: { dataset } }: RunContext,
  rows: readonly number[],
  onEvent: (event: RunEvent) => void,
): Readonly<Record<string, string>> {
  if (!config.data.trainingFingerprints) return {};
  if (rows.length > mostTrainingMolecules) {
    const message = `The model file keeps no training molecules, since there are more than ${formatCount(mostTrainingMolecules)}: predictions cannot say how similar a molecule is to them.`;
    onEvent({ kind: 'warning', message });
    return {};
  }
  const { molecules, taskNames, targets } = dataset;
  return trainingMetadata(collectTrainingMolecules({ molecules, tasks: taskNames.length, targets }, rows));
}

/** What the configuration says of the loop. */
function fitOptions(
  context: RunContext,
  session: ModelSession,
  { data }: SplitSetup,
  initialWeights: Float32Array | undefined,
): FitOptions {
  const { training } = context.config;
  const { taskType } = context.data.dataset;
  return {
    ...loopSettings(training),
    session,
    optimizer: optimizerFor(context, session),
    data,
    initialWeights,
    metrics: metricsOf(taskType, training),
    emaDecay: training.emaDecay,
    keepWeightsEvery: training.keepWeights,
    probeEvery: training.probe,
  };
}

function optimizerFor({ config: { optimizer, schedule, training } }: RunContext, { layout }: ModelSession): Optimizer {
  const made = createOptimizer({ ...optimizer, schedule }, layout, { seed: training.seed });
  return withEncoderRate(made, layout, training);
}

function modelEvent({ config, data, resolved, runtime, threads }: RunContext, { layout }: ModelSession) {
  return {
    kind: 'model',
    folds: data.splits.length,
    model: resolved.model.name,
    preset: resolved.preset,
    parameters: layout.size,
    optimizer: config.optimizer.name,
    runtime: runtime.description,
    threads,
  } as const;
}

interface Start {
  readonly weights: Float32Array;
  readonly initialization: Initialization;
}

function startFrom(initial: InitialSource, session: ModelSession, { resolved, config }: RunContext): Start {
  const weights = session.initialWeights(config.training.seed);
  const { model, settings } = resolved;
  const target = { model, settings: settings as Record<string, unknown>, layout: session.layout, weights };
  return { weights, initialization: initialize(target, initial) };
}

function reportInitialization(initialization: Initialization, onEvent: (event: RunEvent) => void): void {
  onEvent({ kind: 'initialized', initialization });
  for (const message of initialization.warnings) onEvent({ kind: 'warning', message });
}

function inputsOf({ dataset, rejects }: PreparedData, split: PreparedSplit['split']): RunInputs {
  return { splits: splitsFileContent([split], dataset.tableRows), rejects: rejectsCsv(rejects) };
}
