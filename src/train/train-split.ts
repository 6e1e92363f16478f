/** One split of a run: session, optimizer, training, and the files that it leaves. Node and browsers. */
import { rejectsCsv, splitsFileContent } from '../data/index.ts';
import { createOptimizer } from '../optim/index.ts';
import { type Initialisation, type InitialSource, initialise } from './initial-weights.ts';
import { defaultMetric, metricFor } from './metrics/registry.ts';
import { cardMetadata } from './model-card.ts';
import type { ModelSession } from './model-session.ts';
import { openSession } from './open-session.ts';
import type { PreparedData, PreparedSplit } from './prepare-data.ts';
import type { FinishedRun, InterruptedRun, RunEvent } from './run-events.ts';
import { modelCardOf, type RunContext, runFacts, runResult } from './run-facts.ts';
import { type RunPlace, runText } from './run-place.ts';
import { splitSetup } from './split-setup.ts';
import { testPredictionsCsv } from './test-predictions.ts';
import { trainModel } from './trainer.ts';
import type { JobContext } from './worker/job.ts';

export interface SplitPlace {
  /** Opens the place for the files; it is closed when the split is done. */
  readonly open: () => Promise<RunPlace>;
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
  { onEvent, signal, betweenSteps }: JobContext<RunEvent>,
): Promise<FinishedRun | InterruptedRun> {
  const { config, data, resolved, runtime, threads, initial } = context;
  const { dataset } = data;
  const { training, optimizer: method, schedule } = config;
  const setup = splitSetup(context, split);
  const session = openSession(setup.session);
  const optimizer = createOptimizer({ ...method, schedule }, session.layout, { seed: training.seed });
  const begin = async () => ({ started: initial && startFrom(initial, session, context), place: await open() });
  const { started, place } = await begin().catch(async (error) => {
    await session.release();
    throw error;
  });
  try {
    const facts = runFacts(context, session.layout.size, report);
    if (!resume) await writeInputs(place, data, split, facts);
    if (started) await place.write('initialisation', runText(started.initialisation));
    onEvent({
      kind: 'model',
      fold,
      folds: data.splits.length,
      folder: place.path,
      split: report,
      model: resolved.model.name,
      preset: resolved.preset,
      parameters: session.layout.size,
      optimizer: config.optimizer.name,
      runtime: runtime.description,
      threads,
    });
    if (started) tellInitialisation(started.initialisation, onEvent);
    const metrics = [training.trackingMetric, ...training.metrics].filter((name) => name !== undefined);
    const [tracked, ...reported] = metrics.map((name) => metricFor(dataset.taskType, name));
    const result = await trainModel({
      session,
      optimizer,
      data: setup.data,
      epochs: training.epochs,
      batchSize: training.batchSize,
      dropLast: training.dropLast,
      metrics: [tracked ?? defaultMetric(dataset.taskType), ...reported],
      earlyStopping:
        training.patience === undefined ? undefined : { patience: training.patience, minDelta: training.minDelta },
      seed: training.seed,
      initialWeights: started?.weights,
      store: place,
      keepWeightsEvery: training.keepWeights,
      probeEvery: training.probe,
      signal,
      betweenSteps,
      onEvent,
    });
    if (result.status === 'interrupted') return { status: 'interrupted', folder: place.path, at: result.at };
    const model = session.exportOnnx(
      Float32Array.from(result.weights),
      cardMetadata(modelCardOf(context, setup, result, report.algorithm)),
    );
    await place.write('model', model);
    await place.write('predictions', testPredictionsCsv(dataset, split.test, result.testPredictions));
    const finished = await runResult(place, result);
    await place.writeRun({ ...facts, status: 'finished', result: finished });
    return finished;
  } finally {
    await place.close();
    await session.release();
  }
}

interface Start {
  readonly weights: Float32Array;
  readonly initialisation: Initialisation;
}

function startFrom(initial: InitialSource, session: ModelSession, { resolved, config }: RunContext): Start {
  const weights = session.initialWeights(config.training.seed);
  const { model, settings } = resolved;
  const target = { model, settings: settings as Record<string, unknown>, layout: session.layout, weights };
  return { weights, initialisation: initialise(target, initial) };
}

function tellInitialisation(initialisation: Initialisation, onEvent: (event: RunEvent) => void): void {
  onEvent({ kind: 'initialised', initialisation });
  for (const message of initialisation.warnings) onEvent({ kind: 'warning', message });
}

async function writeInputs(
  place: RunPlace,
  data: PreparedData,
  split: PreparedSplit['split'],
  facts: object,
): Promise<void> {
  await place.writeRun(facts);
  await place.write('splits', splitsFileContent([split], data.dataset.tableRows));
  await place.write('rejects', rejectsCsv(data.rejects));
}
