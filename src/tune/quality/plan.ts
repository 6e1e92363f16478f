/**
 * What is trained within a limit of time, decided before anything is: fewer trials of a search first, then fewer networks, then fewer epochs
 * of each, so that the learning rate still comes to its end.
 *   seconds = overhead + trees + secondsPerEpoch * (epochs of the search / trainings at a time + epochs * rounds of networks) / 0.9
 * Where there are several splits (cross-validation), each is trained on: the trials, networks and trees of all of them count.
 */
import { timeShares } from '../../runs/index.ts';
import { rungsOf } from '../halving.ts';

/** What is asked for. */
export interface Wanted {
  readonly epochs: number;
  /** Of each split. 1: no ensemble. */
  readonly networks: number;
  readonly trials: number;
  /** Networks that are trained at the same time. */
  readonly atOnce: number;
  /** Trainings of a search at the same time. */
  readonly jobs: number;
  /** How often trees are fitted, for the model or to compare with it. */
  readonly trees: number;
}

/** What one network needs on this machine. */
export interface Rate {
  readonly secondsPerEpoch: number;
  /** Until the first step: reading the table, features, compiling. */
  readonly overheadSeconds: number;
  /** Steps that it was measured on. */
  readonly steps: number;
  /** Of the table, of all targets. */
  readonly labels: number;
  /** Splits of the data, each of which is trained on. */
  readonly splits: number;
}

/** A forest and boosted trees: 5 to 10 ms a label on the tables measured, 515 to 4,200 molecules with one target, one core of a server. */
const treeSecondsPerLabel = 0.01;

/** Seconds for the trees. */
export function treeSeconds({ trees }: Pick<Wanted, 'trees'>, rate: Pick<Rate, 'labels' | 'splits'>): number {
  return trees * treeSecondsPerLabel * rate.labels * rate.splits;
}

export interface Plan extends Pick<Wanted, 'epochs' | 'networks' | 'trials'> {
  /** Estimate for all of it. */
  readonly seconds: number;
  /** Estimate for all that is asked for. */
  readonly wantedSeconds: number;
  /** Part of the limit that the search may take; undefined without search or limit. */
  readonly searchSeconds?: number | undefined;
}

/** An ensemble has two members at least: a blend needs one. */
const leastNetworks = 2;

/** limitSeconds: undefined: none. At least one epoch of each network is planned, however short the time. */
export function planWithin(wanted: Wanted, rate: Rate, limitSeconds: number | undefined): Plan {
  const wantedSeconds = secondsOf(wanted, rate);
  const { trials, networks, epochs } = wanted;
  if (limitSeconds === undefined || wantedSeconds <= limitSeconds)
    return {
      ...{ trials, networks, epochs, seconds: wantedSeconds, wantedSeconds },
      ...(limitSeconds !== undefined && trials > 0 && { searchSeconds: timeShares.search * limitSeconds }),
    };
  const trainable = Math.max(
    0,
    (1 - timeShares.ending) * limitSeconds - rate.overheadSeconds - treeSeconds(wanted, rate),
  );
  const searchSeconds = timeShares.search * trainable;
  const fewerTrials = trialsWithin(wanted, rate, searchSeconds);
  const left = trainable - searchCost({ ...wanted, trials: fewerTrials }, rate);
  const rounds = Math.floor(left / (rate.secondsPerEpoch * epochs));
  const ofEachSplit = Math.floor((rounds * wanted.atOnce) / rate.splits);
  const fitting = Math.max(Math.min(leastNetworks, networks), Math.min(networks, ofEachSplit));
  const needed = Math.ceil((fitting * rate.splits) / wanted.atOnce);
  const affordable = Math.floor(left / (rate.secondsPerEpoch * needed));
  const fewer = { trials: fewerTrials, networks: fitting, epochs: Math.max(1, Math.min(epochs, affordable)) };
  const seconds = secondsOf({ ...wanted, ...fewer }, rate);
  return { ...fewer, seconds, wantedSeconds, ...(fewerTrials > 0 && { searchSeconds }) };
}

function secondsOf(wanted: Wanted, rate: Rate): number {
  const { epochs, networks, atOnce } = wanted;
  const training = rate.secondsPerEpoch * epochs * Math.ceil((networks * rate.splits) / atOnce);
  return (
    rate.overheadSeconds + treeSeconds(wanted, rate) + (searchCost(wanted, rate) + training) / (1 - timeShares.ending)
  );
}

function searchCost({ trials, epochs, jobs }: Wanted, { secondsPerEpoch, splits }: Rate): number {
  return (secondsPerEpoch * splits * searchedEpochs(trials, rungsOf(epochs, 'asha'))) / jobs;
}

/** A third of the trials goes on from rung to rung, one at least to the end. */
export function searchedEpochs(trials: number, rungs: readonly number[]): number {
  if (trials === 0) return 0;
  return rungs.reduce((sum, epochs, level) => {
    const reaching = Math.max(1, Math.floor(trials / 3 ** level));
    return sum + reaching * (epochs - (rungs[level - 1] ?? 0));
  }, 0);
}

function trialsWithin(wanted: Wanted, rate: Rate, seconds: number): number {
  for (let { trials } = wanted; trials >= timeShares.leastTrials; trials--)
    if (searchCost({ ...wanted, trials }, rate) <= seconds) return trials;
  return 0;
}
