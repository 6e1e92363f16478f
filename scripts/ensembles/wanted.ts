/**
 * What is measured, and how it is trained: as `graphsam train TABLE --quality fast` does it, one network, or `--quality good`, five with
 * trees beside them, or `--quality best`, after a search of settings; all else by default.
 */
import { parseTrainConfig, type TrainConfig } from '../../src/runs/index.ts';

export interface RunKey {
  readonly dataset: string;
  readonly split: string;
  readonly seed: number;
  /** Absent: five networks that begin with nothing, and trees, as `--ensemble-size 5 --blend` makes them. */
  readonly quality?: Quality;
}

export interface WantedRun extends RunKey {
  readonly quality: Quality;
}

export type Quality = 'fast' | 'good' | 'best';

const splits = ['random', 'scaffold_balanced'];
/**
 * How many seeds of each table, which are in the order of what they cost. SIDER's 27 targets and Tox21's 12 are judged well by three;
 * the coverage of good's intervals (docs/trust.md) is of five, and each training of best is twenty of its trials more.
 */
const seedsOf: Readonly<Record<Quality, Readonly<Record<string, number>>>> = {
  fast: { esol: 5, bbbp: 5, clintox: 5, lipophilicity: 5, sider: 3, tox21: 3 },
  good: { esol: 5, bbbp: 5, clintox: 3, lipophilicity: 5, sider: 3, tox21: 5 },
  best: { esol: 3, bbbp: 3, lipophilicity: 3 },
};

/** Of the split: the same for all ways of training. */
export const splitKeyOf = ({ dataset, split, seed }: RunKey): string => `${dataset}-${split}-seed${seed}`;

export const keyOf = (run: RunKey): string => [splitKeyOf(run), ...(run.quality ? [run.quality] : [])].join('-');

/** Three seeds of each come first, so that a table is whole early. */
export function wantedRuns(): WantedRun[] {
  return (Object.keys(seedsOf) as Quality[]).flatMap((quality) => {
    const runs = Object.entries(seedsOf[quality]).flatMap(([dataset, seeds]) =>
      Array.from({ length: seeds }, (_, seed) => splits.map((split) => ({ dataset, split, seed, quality }))).flat(),
    );
    return [...runs.filter(({ seed }) => seed < 3), ...runs.filter(({ seed }) => seed >= 3)];
  });
}

/** The networks of different data seeds have no initial weights in common. One network is trained without classical models, for its cost. */
export function configOf(run: WantedRun, dataFolder: string): TrainConfig {
  const { dataset, split, seed, quality } = run;
  return parseTrainConfig(
    {
      data: { dataset, folder: dataFolder, onInvalid: 'skip' },
      split: { type: split, seed },
      training: { seed: 100 * seed, quality, baselines: quality !== 'fast' },
      machine: { threads: 1 },
    },
    keyOf(run),
  );
}
