/** One pre-training from opened tables to the files that it leaves. Node and browsers. */
import { rejectsCsv, splitsFileContent } from '../data/index.ts';
import { createOptimizer } from '../optim/index.ts';
import type { JobContext } from '../platform/index.ts';
import type { PretrainConfig, RunInputs } from '../runs/index.ts';
import {
  type DataSource,
  type Destination,
  type FitOptions,
  fitAndStore,
  fitResult,
  loopSettings,
  type RunMachine,
} from '../training/index.ts';
import { openPretrainContext, type PretrainContext } from './pretrain-context.ts';
import type { PretrainEvent, PretrainResult } from './pretrain-events.ts';
import { describePretraining, pretrainingEvent, vocabularyText } from './pretrain-facts.ts';

export interface PretrainInput {
  readonly config: PretrainConfig;
  readonly source: DataSource;
  readonly machine: RunMachine;
}

/** Throws ConfigError and DataError for what cannot be pre-trained, before anything is written. */
export async function runPretraining(
  { config, source, machine }: PretrainInput,
  destination: Destination,
  job: JobContext<PretrainEvent>,
): Promise<PretrainResult> {
  const context = await openPretrainContext(config, source, machine, job.onEvent);
  try {
    const parts = {
      described: describePretraining(context),
      inputs: inputsOf(context),
      options: fitOptions(context),
      begin: async ({ path }: { readonly path: string }) => job.onEvent(pretrainingEvent(context, path)),
      finish: fitResult,
    };
    return await fitAndStore(parts, destination, job);
  } finally {
    await context.session.release();
  }
}

function inputsOf(context: PretrainContext): RunInputs {
  const { split, corpus } = context;
  return {
    splits: splitsFileContent([split], corpus.tableRows),
    rejects: rejectsCsv(corpus.rejects),
    vocabulary: vocabularyText(context),
  };
}

function fitOptions({ config, session, split, classes, corpus }: PretrainContext): FitOptions {
  const { training, optimizer, schedule } = config;
  return {
    ...loopSettings(training),
    session,
    optimizer: createOptimizer({ ...optimizer, schedule }, session.layout, { seed: training.seed }),
    data: {
      ...split,
      labels: classes.motifs,
      // As many as validate: enough to compare with, and no dearer.
      watched: split.train.slice(0, split.val.length),
      describeRow: (row) => corpus.places[row]!,
    },
  };
}
