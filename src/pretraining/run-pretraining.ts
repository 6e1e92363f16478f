/** One pre-training from opened tables to the files that it leaves. Node and browsers. */
import { rejectsCsv, splitsFileContent } from '../data/index.ts';
import { createOptimizer } from '../optim/index.ts';
import type { JobContext } from '../platform/index.ts';
import { type PretrainConfig, type RunDestination, type RunInputs, writeInputs } from '../runs/index.ts';
import {
  type DataSource,
  fitResult,
  type RunMachine,
  storedResult,
  type TrainingResult,
  trainModel,
} from '../training/index.ts';
import { openPretrainContext, type PretrainContext } from './pretrain-context.ts';
import type { PretrainEvent, PretrainResult } from './pretrain-events.ts';
import { describePretraining, pretrainingEvent, vocabularyText } from './pretrain-facts.ts';

export interface PretrainPlace {
  /** Opens the place for the files; it is closed when the pre-training is done. */
  readonly open: () => Promise<RunDestination>;
  /** The place holds the run already. */
  readonly resume: boolean;
}

/** Throws ConfigError and DataError for what cannot be pre-trained, before anything is written. */
export async function runPretraining(
  config: PretrainConfig,
  source: DataSource,
  machine: RunMachine,
  { open, resume }: PretrainPlace,
  job: JobContext<PretrainEvent>,
): Promise<PretrainResult> {
  const context = await openPretrainContext(config, source, machine, job.onEvent);
  try {
    const place = await open();
    try {
      const described = describePretraining(context);
      if (!resume) await place.writeRun(described);
      await writeInputs(place, inputsOf(context), resume, job.onEvent);
      job.onEvent(pretrainingEvent(context, place.path));
      const result = await train(context, place, job);
      if (result.status === 'interrupted') return { status: 'interrupted', folder: place.path, at: result.at };
      const finished = await fitResult(place, result);
      await place.writeRun({ ...described, status: 'finished', result: storedResult(finished) });
      return finished;
    } finally {
      await place.close();
    }
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

function train(
  { config, session, split, classes, corpus }: PretrainContext,
  place: RunDestination,
  { onEvent, signal, betweenSteps }: JobContext<PretrainEvent>,
): Promise<TrainingResult> {
  const { training, optimizer, schedule } = config;
  const { epochs, batchSize, dropLast, patience, minDelta, seed } = training;
  return trainModel({
    session,
    optimizer: createOptimizer({ ...optimizer, schedule }, session.layout, { seed }),
    data: {
      ...split,
      labels: classes.motifs,
      // As many as validate: enough to compare with, and no dearer.
      watched: split.train.slice(0, split.val.length),
      describeRow: (row) => corpus.places[row]!,
    },
    epochs,
    batchSize,
    dropLast,
    earlyStopping: patience === undefined ? undefined : { patience, minDelta },
    seed,
    store: place,
    signal,
    betweenSteps,
    onEvent,
  });
}
