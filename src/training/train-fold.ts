/** One split of a run: session, optimizer, training, and the files that it leaves. Node and browsers. */

import { rejectsCsv, splitsFileContent } from '../data/index.ts';
import { type ModelSession, openSession } from '../objective/index.ts';
import { type Arithmetic, createOptimizer, type Optimizer } from '../optim/index.ts';
import type { JobContext } from '../platform/index.ts';
import {
  averagingDecay,
  type FinishedRun,
  type Initialization,
  type InterruptedRun,
  isRecipePatience,
  type RunInputs,
  runText,
  type SingleRunEvent,
} from '../runs/index.ts';
import { metricsOf } from '../tasks/index.ts';
import { withEncoderRate } from './encoder-rate.ts';
import { finishFold } from './finish-fold.ts';
import { type Destination, type FitOptions, fitAndStore, loopSettings, type RunParts } from './fit-and-store.ts';
import { type InitialSource, initialize } from './initial-weights.ts';
import type { PreparedData, PreparedSplit } from './prepare-data.ts';
import { refuseClimbing } from './refuse-climbing.ts';
import type { RunContext } from './run-context.ts';
import { describeTraining, storedResult } from './run-facts.ts';
import { type SplitSetup, splitSetup } from './split-setup.ts';
import { locateWeights, runtimeText, type WeightsLocation } from './weights-location.ts';

export interface FoldDestination extends Destination {
  /** Which split, from 1. */
  readonly fold: number;
}

/** Trains on one split and writes its files. */
export async function trainFold(
  context: RunContext,
  { split, report }: PreparedSplit,
  destination: FoldDestination,
  job: JobContext<SingleRunEvent>,
): Promise<FinishedRun | InterruptedRun> {
  const { data, initial } = context;
  const setup = splitSetup(context, split);
  refuseClimbing(setup.session.loss, context.config.optimizer);
  const session = openSession(setup.session);
  try {
    const started = initial && startFrom(initial, session, context);
    const location = locateWeights(session, { device: context.runtime.device, ...context.config });
    const described = describeTraining(context, session.layout.size, report);
    const options = fitOptions(context, session, setup, location.arithmetic);
    const { posteriorSamples: samples } = context.config.training;
    const parts: RunParts<FinishedRun> = {
      described,
      inputs: inputsOf(data, split),
      options: { ...options, initialWeights: started?.weights },
      begin: async (files) => {
        if (started) await files.write('initialization', runText(started.initialization));
        job.onEvent({
          ...modelEvent(context, session, location),
          fold: destination.fold,
          folder: files.path,
          split: report,
        });
        if (location.caution !== undefined) job.onEvent({ kind: 'warning', message: location.caution });
        if (started) reportInitialization(started.initialization, job.onEvent);
      },
      finish: async (files, result) => {
        const [prepared, trained] = [
          { split, report },
          { session, setup, result },
        ];
        const leaving = { files, onEvent: job.onEvent };
        if (samples === undefined) return finishFold(context, prepared, trained, leaving);
        // Loaded where it is asked for: a training of one network needs none of it, in the page least of all.
        const { finishPosterior } = await import('./ensemble/finish-posterior.ts');
        return finishPosterior(context, prepared, { ...trained, optimizer: options.optimizer, samples }, leaving);
      },
      finished: (result) => ({ ...described, status: 'finished', result: storedResult(result) }),
    };
    return await fitAndStore(parts, destination, job);
  } finally {
    await session.release();
  }
}

/** What the configuration says of the loop. */
function fitOptions(
  context: RunContext,
  session: ModelSession,
  { data }: SplitSetup,
  arithmetic: Arithmetic,
): FitOptions {
  const { config } = context;
  const { training } = config;
  const { taskType } = context.data.dataset;
  const goesToItsEnd = data.val.length === 0 && isRecipePatience(config);
  return {
    ...loopSettings(training),
    ...(goesToItsEnd && { earlyStopping: undefined }),
    session,
    optimizer: optimizerFor(context, session, arithmetic),
    arithmetic,
    data,
    metrics: metricsOf(taskType, training),
    emaDecay: averagingDecay(training),
    keepWeightsEvery: training.keepWeights,
    probeEvery: training.probe,
    deadline: context.deadline,
  };
}

function optimizerFor(
  { config: { optimizer, schedule, training } }: RunContext,
  { layout }: ModelSession,
  arithmetic: Arithmetic,
): Optimizer {
  const made = createOptimizer({ ...optimizer, schedule }, layout, { seed: training.seed, arithmetic });
  return withEncoderRate(made, layout, training);
}

function modelEvent(
  { config, data, resolved, runtime, threads }: RunContext,
  { layout }: ModelSession,
  location: WeightsLocation,
) {
  return {
    kind: 'model',
    folds: data.splits.length,
    model: resolved.model.name,
    preset: resolved.preset,
    parameters: layout.size,
    optimizer: config.optimizer.name,
    runtime: runtimeText(runtime, location),
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

function reportInitialization(initialization: Initialization, onEvent: (event: SingleRunEvent) => void): void {
  onEvent({ kind: 'initialized', initialization });
  for (const message of initialization.warnings) onEvent({ kind: 'warning', message });
}

function inputsOf({ dataset, rejects }: PreparedData, split: PreparedSplit['split']): RunInputs {
  return { splits: splitsFileContent([split], dataset.tableRows), rejects: rejectsCsv(rejects) };
}
