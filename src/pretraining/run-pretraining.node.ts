/** One pre-training from opened tables to the files that it leaves. */
import { timeSpanSeconds } from '../base/index.ts';
import { corpusPosition, mixedBlocks, rejectsCsv, splitsFileContent } from '../data/index.ts';
import { cautionsOf, createOptimizer } from '../optim/index.ts';
import type { JobContext } from '../platform/index.ts';
import type { PretrainConfig, RunInputs } from '../runs/index.ts';
import {
  type Destination,
  type FitOptions,
  fitAndStore,
  fitResult,
  locateWeights,
  loopSettings,
  type RunParts,
  storedResult,
  type WeightsLocation,
} from '../training/index.ts';
import { openPretrainContext, type PretrainContext, type PretrainInput } from './pretrain-context.node.ts';
import type { FinishedPretraining, PretrainEvent, PretrainResult } from './pretrain-events.ts';
import { describePretraining, pretrainingEvent, vocabularyText } from './pretrain-facts.ts';

/** Throws ConfigError and DataError for what cannot be pre-trained, before anything is written. A limit of time counts from this call on. */
export async function runPretraining(
  input: PretrainInput,
  destination: Destination,
  job: JobContext<PretrainEvent>,
): Promise<PretrainResult> {
  const deadline = deadlineOf(input.config);
  const context = await openPretrainContext(input, job.onEvent);
  try {
    const location = locationOf(context);
    const described = describePretraining(context);
    const parts: RunParts<FinishedPretraining> = {
      described,
      inputs: inputsOf(context),
      options: { ...fitOptions(context, location), deadline },
      begin: async ({ path }) => {
        job.onEvent(pretrainingEvent(context, path, location));
        const { optimizer, schedule, training } = input.config;
        const cautions = [location.caution, ...cautionsOf({ ...optimizer, schedule }, training.epochs)];
        for (const message of cautions) if (message !== undefined) job.onEvent({ kind: 'warning', message });
      },
      finish: fitResult,
      finished: (result) => ({ ...described, status: 'finished', result: storedResult(result) }),
    };
    const result = await fitAndStore(parts, destination, job);
    // An interrupted run goes on with it, without reading its tables again.
    if (result.status === 'finished') await context.corpus.remove();
    return result;
  } finally {
    await context.session.release();
  }
}

/** Milliseconds since 1970. */
function deadlineOf({ training: { timeLimit } }: PretrainConfig): number | undefined {
  return timeLimit === undefined ? undefined : Date.now() + 1000 * timeSpanSeconds(timeLimit)!;
}

function inputsOf(context: PretrainContext): RunInputs {
  const { split, corpus } = context;
  return {
    splits: splitsFileContent([split], corpus.facts.tableRows),
    rejects: rejectsCsv(corpus.facts.rejects),
    vocabulary: vocabularyText(context),
  };
}

function locationOf({ config: { machine: settings, optimizer }, machine, session }: PretrainContext): WeightsLocation {
  return locateWeights(session, { device: machine.runtime.device, machine: settings, optimizer, training: {} });
}

function fitOptions({ config, session, split, corpus }: PretrainContext, { arithmetic }: WeightsLocation): FitOptions {
  const { training, optimizer, schedule } = config;
  const isTrained = new Set(split.train);
  const blocks = corpus.blocks.map((rows) => rows.filter((row) => isTrained.has(row)));
  return {
    ...loopSettings(training),
    session,
    optimizer: createOptimizer({ ...optimizer, schedule }, session.layout, { seed: training.seed, arithmetic }),
    arithmetic,
    data: {
      ...split,
      labels: corpus.hashes,
      // A corpus that fits into memory is shuffled whole.
      ...(blocks.length > mixedBlocks && { blocks }),
      watched: watchedOf(split),
      describeRow: (row) => corpusPosition(corpus.facts, row),
    },
  };
}

/** As many as validate, from all over the corpus: enough to compare with, and no dearer. */
function watchedOf({ train, val }: PretrainContext['split']): number[] {
  const count = Math.min(val.length, train.length);
  return Array.from({ length: count }, (_, index) => train[Math.floor((index * train.length) / count)]!);
}
