/** Where a training stands, from fresh weights or from a checkpoint. Everything mutable about a run is in this record. */
import { CheckpointError, type RandomState, RandomStream, type Vector } from '../base/index.ts';
import {
  type Checkpoint,
  decodeCheckpoint,
  type EpochSums,
  encodeCheckpoint,
  noSteps,
  type Place,
  type RunIdentity,
  type Tracking,
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
  place: Place;
  tracking: Tracking;
  statistics: EpochSums;
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
    await store.keepEpochs(0);
    await store.keepProbes?.(0);
    const fresh = {
      weights: initialWeights?.slice() ?? session.initialWeights(seed),
      bestWeights: undefined,
      place: { epoch: 0, stepInEpoch: 0, step: 0 },
      tracking: nothingTracked,
      statistics: noSteps(),
      shuffleAtEpochStart: shuffle.state(),
    };
    const average = averageOf(options, fresh.weights.slice(), 0);
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
  await store.keepEpochs(saved.place.epoch);
  await store.keepProbes?.(saved.place.step);
  const average = averageOf(options, averaged?.weights ?? saved.weights.slice(), averaged?.steps ?? 0);
  return {
    state: { ...saved, average, identity, shuffle, masks, shuffleAtEpochStart: streams.shuffle },
    resumed: true,
  };
}

function averageOf({ emaDecay }: TrainingOptions, weights: Vector, steps: number): WeightAverage | undefined {
  return emaDecay === undefined ? undefined : new WeightAverage(emaDecay, weights, steps);
}

/** Saves everything that openState reads. */
export async function saveState(
  state: TrainingState,
  { session, optimizer, store }: Pick<TrainingOptions, 'session' | 'optimizer' | 'store'>,
): Promise<void> {
  const checkpoint: Checkpoint = {
    identity: state.identity,
    place: state.place,
    streams: { shuffle: state.shuffleAtEpochStart, masks: state.masks.state() },
    statistics: state.statistics,
    tracking: state.tracking,
    optimizer: optimizer.state(),
    weights: state.weights,
    bestWeights: state.bestWeights,
    average: state.average && state.average.steps > 0 ? state.average : undefined,
  };
  await store.saveCheckpoint(encodeCheckpoint(checkpoint, session.layout));
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
