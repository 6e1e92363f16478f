/** Where a training stands, from fresh weights or from a checkpoint. Everything mutable about a run is in this record. */
import { CheckpointError, type RandomState, RandomStream, type Vector } from '../base/index.ts';
import {
  type Checkpoint,
  decodeCheckpoint,
  type EpochReport,
  type EpochSums,
  encodeCheckpoint,
  noSteps,
  type RunIdentity,
  type Tracking,
  type TrainingPosition,
} from '../runs/index.ts';
import { nothingTracked } from './early-stopping.ts';
import { identityOf, type TrainingOptions } from './training-options.ts';
import { WeightAverage } from './weight-average.ts';

export interface TrainingState {
  readonly identity: RunIdentity;
  weights: Vector;
  bestWeights: Vector | undefined;
  /** Of a training that averages its weights. */
  readonly average: WeightAverage | undefined;
  position: TrainingPosition;
  tracking: Tracking;
  statistics: EpochSums;
  /** Of the epochs that are done. */
  reports: EpochReport[];
  /** Draws the order of each epoch's rows. */
  readonly shuffle: RandomStream;
  shuffleAtEpochStart: RandomState;
  /** Draws each step's seed of the dropout masks. */
  readonly masks: RandomStream;
}

/** Continues from the store's checkpoint if it has one. Throws CheckpointError if that belongs to another run. */
export async function openState(options: TrainingOptions): Promise<{ state: TrainingState; resumed: boolean }> {
  const { session, optimizer, seed, store, initialWeights } = options;
  const shuffle = new RandomStream(seed, 'shuffling');
  const masks = new RandomStream(seed, 'dropout');
  const identity = identityOf(options);
  const stored = await store.loadCheckpoint();
  if (!stored) {
    await store.replaceEpochs([]);
    await store.keepProbes?.(0);
    const fresh = {
      weights: initialWeights?.slice() ?? session.initialWeights(seed),
      bestWeights: undefined,
      position: { epoch: 0, stepInEpoch: 0, step: 0 },
      tracking: nothingTracked,
      statistics: noSteps(),
      reports: [],
      shuffleAtEpochStart: shuffle.state(),
    };
    const average = averageOf(options, { weights: fresh.weights, steps: 0 });
    const state = { identity, shuffle, masks, ...fresh, average };
    // Weights that came from elsewhere could not be made again if the run were killed in its first epoch.
    if (initialWeights) await saveState(state, options);
    return { state, resumed: false };
  }
  const {
    streams,
    optimizer: optimizerState,
    average: averaged,
    ...saved
  } = decodeCheckpoint(stored.bytes, session.layout, stored.where);
  requireSameRun(saved.identity, identity, stored.where);
  optimizer.load(optimizerState);
  shuffle.load(streams.shuffle);
  masks.load(streams.masks);
  const reports = await restoreReports(saved, options);
  await store.keepProbes?.(saved.position.step);
  const average = averageOf(options, averaged ?? { weights: saved.weights, steps: 0 });
  return {
    state: { ...saved, average, reports, identity, shuffle, masks, shuffleAtEpochStart: streams.shuffle },
    resumed: true,
  };
}

/** The average so far, in a vector of its own; undefined: the training keeps none. */
function averageOf(
  { emaDecay }: TrainingOptions,
  { weights, steps }: NonNullable<Checkpoint['average']>,
): WeightAverage | undefined {
  return emaDecay === undefined ? undefined : new WeightAverage(emaDecay, weights.slice(), steps);
}

/** Saves everything that openState reads. */
export async function saveState(
  state: TrainingState,
  { session, optimizer, store }: Pick<TrainingOptions, 'session' | 'optimizer' | 'store'>,
): Promise<void> {
  const checkpoint: Checkpoint = {
    identity: state.identity,
    position: state.position,
    streams: { shuffle: state.shuffleAtEpochStart, masks: state.masks.state() },
    statistics: state.statistics,
    reports: state.reports,
    tracking: state.tracking,
    optimizer: optimizer.state(),
    weights: state.weights,
    bestWeights: state.bestWeights,
    average: state.average && state.average.steps > 0 ? state.average : undefined,
  };
  await store.saveCheckpoint(encodeCheckpoint(checkpoint, session.layout));
}

/** Brings metrics.jsonl to where the checkpoint stands, from the checkpoint, and warns if epochs were missing or damaged. */
async function restoreReports(
  { reports, position }: Pick<Checkpoint, 'reports' | 'position'>,
  { store, onEvent }: Pick<TrainingOptions, 'store' | 'onEvent'>,
): Promise<EpochReport[]> {
  const warn = (message: string): void => onEvent?.({ kind: 'warning', message });
  const found = await store.readEpochs().catch((error: unknown) => {
    if (!reports || !(error instanceof CheckpointError)) throw error;
    warn(`The reports of the epochs are damaged (${error.message}); they are restored from the checkpoint.`);
    return reports;
  });
  const kept = found.filter(({ epoch }) => epoch <= position.epoch);
  const missing = position.epoch - kept.length;
  if (missing > 0) {
    const restored = reports ? 'they are restored from the checkpoint' : 'they cannot be restored';
    warn(`The reports of ${missing} of ${position.epoch} epochs are missing; ${restored}.`);
  }
  const restored = [...(reports ?? kept)];
  await store.replaceEpochs(restored);
  return restored;
}

function requireSameRun(saved: RunIdentity, present: RunIdentity, where: string): void {
  const names = [...new Set([...Object.keys(saved), ...Object.keys(present)])];
  const different = names.filter((name) => saved[name] !== present[name]);
  if (different.length === 0) return;
  const list = different.map((name) => `${name} was ${saved[name] ?? 'none'} and is ${present[name] ?? 'none'}`);
  throw new CheckpointError({
    code: 'other-run',
    what: `the checkpoint belongs to another run: ${list.join('; ')}`,
    where,
    advice: 'Resume with the settings and data of the run, or start a new one in another folder.',
  });
}
