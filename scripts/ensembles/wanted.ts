/**
 * What is measured, and how it is trained: as `graphsam train TABLE --quality fast` does it (one network), `--quality good`, or
 * `--ensemble-size 5 --blend`, all else by default. The last two are five networks with trees; those of a level begin with the encoder of
 * the package.
 */
import { parseTrainConfig, type TrainConfig } from '../../src/runs/index.ts';

export interface WantedRun {
  readonly dataset: string;
  readonly split: string;
  readonly seed: number;
  /** Absent: five networks that begin with nothing. */
  readonly quality?: 'fast' | 'good';
}

const members = 5;
const splits = ['random', 'scaffold_balanced'];
/** In the order of what they cost, with how many seeds: 12 and 27 targets of as many molecules are judged well by three. */
const seedsOf: Readonly<Record<string, number>> = {
  esol: 5,
  bbbp: 5,
  clintox: 5,
  lipophilicity: 5,
  sider: 3,
  tox21: 3,
};

/** Of the split: the same for all ways of training. */
export const splitKeyOf = ({ dataset, split, seed }: WantedRun): string => `${dataset}-${split}-seed${seed}`;

export const keyOf = (run: WantedRun): string => [splitKeyOf(run), ...(run.quality ? [run.quality] : [])].join('-');

/** Those of a level before those from nothing, and of each three seeds first, so that a table is whole early. */
export function wantedRuns(): WantedRun[] {
  const runs = Object.entries(seedsOf).flatMap(([dataset, seeds]) =>
    Array.from({ length: seeds }, (_, seed) => splits.map((split): WantedRun => ({ dataset, split, seed }))).flat(),
  );
  const inOrder = [...runs.filter(({ seed }) => seed < 3), ...runs.filter(({ seed }) => seed >= 3)];
  const ofLevel = (quality: 'fast' | 'good'): WantedRun[] => inOrder.map((run) => ({ ...run, quality }));
  return [...ofLevel('fast'), ...ofLevel('good'), ...inOrder];
}

/** The members of different data seeds have no initial weights in common. One network is trained without classical models, for its cost. */
export function configOf(run: WantedRun, dataFolder: string): TrainConfig {
  const { dataset, split, seed, quality } = run;
  const recipe = quality === undefined ? { ensembleSize: members, blend: true } : { quality };
  return parseTrainConfig(
    {
      data: { dataset, folder: dataFolder, onInvalid: 'skip' },
      split: { type: split, seed },
      training: { seed: 100 * seed, baselines: quality !== 'fast', ...recipe },
      machine: { threads: 1 },
    },
    keyOf(run),
  );
}
