/** Which ensembles are measured, and how each is trained: as `graphsam train TABLE --ensemble-size 5 --blend` does it, all else by default. */
import { parseTrainConfig, type TrainConfig } from '../../src/runs/index.ts';

export interface WantedRun {
  readonly dataset: string;
  readonly split: string;
  readonly seed: number;
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

export const keyOf = ({ dataset, split, seed }: WantedRun): string => `${dataset}-${split}-seed${seed}`;

/** Three seeds of each come first, so that a table is whole early. */
export function wantedRuns(): WantedRun[] {
  const runs = Object.entries(seedsOf).flatMap(([dataset, seeds]) =>
    Array.from({ length: seeds }, (_, seed) => splits.map((split): WantedRun => ({ dataset, split, seed }))).flat(),
  );
  return [...runs.filter(({ seed }) => seed < 3), ...runs.filter(({ seed }) => seed >= 3)];
}

/** The members of different data seeds have no initial weights in common. */
export function configOf({ dataset, split, seed }: WantedRun, dataFolder: string): TrainConfig {
  return parseTrainConfig(
    {
      data: { dataset, folder: dataFolder, onInvalid: 'skip' },
      split: { type: split, seed },
      training: { seed: 100 * seed, ensembleSize: members, blend: true, baselines: true },
      machine: { threads: 1 },
    },
    keyOf({ dataset, split, seed }),
  );
}
