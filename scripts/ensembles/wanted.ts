/**
 * What is measured, and how it is trained: as `graphsam train TABLE --quality fast` does it, one network, or `--quality good`, five with
 * trees beside them; all else by default.
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

type Quality = 'fast' | 'good';

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
export const splitKeyOf = ({ dataset, split, seed }: RunKey): string => `${dataset}-${split}-seed${seed}`;

export const keyOf = (run: RunKey): string => [splitKeyOf(run), ...(run.quality ? [run.quality] : [])].join('-');

/** Three seeds of each come first, so that a table is whole early. */
export function wantedRuns(): WantedRun[] {
  const runs = Object.entries(seedsOf).flatMap(([dataset, seeds]) =>
    Array.from({ length: seeds }, (_, seed) => splits.map((split): RunKey => ({ dataset, split, seed }))).flat(),
  );
  const inOrder = [...runs.filter(({ seed }) => seed < 3), ...runs.filter(({ seed }) => seed >= 3)];
  return (['fast', 'good'] as const).flatMap((quality) => inOrder.map((run) => ({ ...run, quality })));
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
