/** One split of a run: session, optimizer, training, and the files that it leaves. Node and browsers. */
import { rejectsCsv, splitsFileContent } from '../data/index.ts';
import { type ModelSession, openSession } from '../objective/index.ts';
import { createOptimizer, type Optimizer } from '../optim/index.ts';
import type { JobContext } from '../platform/index.ts';
import {
  cardMetadata,
  type FinishedRun,
  type Initialization,
  type InterruptedRun,
  type RunDestination,
  type RunEvent,
  type RunInputs,
  runText,
  writeInputs,
} from '../runs/index.ts';
import { metricsOf } from '../tasks/index.ts';
import { type InitialSource, initialize } from './initial-weights.ts';
import { predictionsCsv } from './predictions-csv.ts';
import type { PreparedData, PreparedSplit } from './prepare-data.ts';
import { describeTraining, modelCardOf, type RunContext, runResult, storedResult } from './run-facts.ts';
import { splitSetup } from './split-setup.ts';
import { type TrainingResult, trainModel } from './trainer.ts';
import type { JudgedByPredictions, TrainingSettings } from './training-options.ts';

export interface SplitPlace {
  /** Opens the place for the files; it is closed when the split is done. */
  readonly open: () => Promise<RunDestination>;
  /** The place holds the run already. */
  readonly resume: boolean;
  /** Which split, from 1. */
  readonly fold: number;
}

/** Trains on one split and writes its files. */
export async function trainSplit(
  context: RunContext,
  { split, report }: PreparedSplit,
  { open, resume, fold }: SplitPlace,
  job: JobContext<RunEvent>,
): Promise<FinishedRun | InterruptedRun> {
  const { data, initial } = context;
  const setup = splitSetup(context, split);
  const session = openSession(setup.session);
  const optimizer = optimizerFor(context, session);
  const begin = async () => ({ started: initial && startFrom(initial, session, context), place: await open() });
  const { started, place } = await begin().catch(async (error) => {
    await session.release();
    throw error;
  });
  try {
    const described = describeTraining(context, session.layout.size, report);
    if (!resume) await place.writeRun(described);
    await writeInputs(place, inputsOf(data, split), resume, job.onEvent);
    if (started) await place.write('initialization', runText(started.initialization));
    job.onEvent({ ...modelEvent(context, session), fold, folder: place.path, split: report });
    if (started) tellInitialization(started.initialization, job.onEvent);
    const what = { session, optimizer, data: setup.data, initialWeights: started?.weights };
    const result = await train(context, what, place, job);
    if (result.status === 'interrupted') return { status: 'interrupted', folder: place.path, at: result.at };
    const card = modelCardOf(context, setup, result, report.algorithm);
    await place.write('model', session.exportOnnx(Float32Array.from(result.weights), cardMetadata(card)));
    await place.write('predictions', predictionsCsv(data.dataset, split.test, result.testPredictions));
    await place.write('validationPredictions', predictionsCsv(data.dataset, split.val, result.validationPredictions));
    const finished = await runResult(place, result);
    await place.writeRun({ ...described, status: 'finished', result: storedResult(finished) });
    return finished;
  } finally {
    await place.close();
    await session.release();
  }
}

/** What the configuration says of the training, put before the trainer. */
function train(
  { config, data: { dataset } }: RunContext,
  what: Pick<TrainingSettings & JudgedByPredictions, 'session' | 'optimizer' | 'data' | 'initialWeights'>,
  store: RunDestination,
  { onEvent, signal, betweenSteps }: JobContext<RunEvent>,
): Promise<TrainingResult> {
  const { training } = config;
  const { epochs, batchSize, dropLast, patience, minDelta, seed } = training;
  return trainModel({
    ...what,
    epochs,
    batchSize,
    dropLast,
    metrics: metricsOf(dataset.taskType, training),
    emaDecay: training.emaDecay,
    earlyStopping: patience === undefined ? undefined : { patience, minDelta },
    seed,
    store,
    keepWeightsEvery: training.keepWeights,
    probeEvery: training.probe,
    signal,
    betweenSteps,
    onEvent,
  });
}

function optimizerFor({ config: { optimizer, schedule, training } }: RunContext, { layout }: ModelSession): Optimizer {
  return createOptimizer({ ...optimizer, schedule }, layout, { seed: training.seed });
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

function tellInitialization(initialization: Initialization, onEvent: (event: RunEvent) => void): void {
  onEvent({ kind: 'initialized', initialization });
  for (const message of initialization.warnings) onEvent({ kind: 'warning', message });
}

function inputsOf({ dataset, rejects }: PreparedData, split: PreparedSplit['split']): RunInputs {
  return { splits: splitsFileContent([split], dataset.tableRows), rejects: rejectsCsv(rejects) };
}
