/** One run of docs/trust.md: which it is, how it is trained, and what is measured of it on its test part. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { retentionArea, retentionCurve } from '../../src/metrics/index.ts';
import { readRunFolder } from '../../src/report/index.node.ts';
import { judgedTasks } from '../../src/report/index.ts';
import { parseTrainConfig, readModelCard, runFiles, type TrainConfig } from '../../src/runs/index.ts';

export interface WantedRun {
  readonly dataset: string;
  readonly split: string;
  readonly seed: number;
}

export interface MeasuredRun extends WantedRun {
  readonly rows: number;
  /** Mean over the targets of each measure of the report, by its title. */
  readonly measures: Readonly<Record<string, number>>;
  /** Area under the error-retention curve, 1 for a random order; mean over the targets. */
  readonly retention: number;
  /** The metric of the run, by name: of the ensemble, and the mean of its members. */
  readonly metric: string;
  readonly together: number;
  readonly alone: number;
  /** Of the trainings of all members. */
  readonly seconds: number;
}

const members = 5;

export const keyOf = ({ dataset, split, seed }: WantedRun): string => `${dataset}-${split}-seed${seed}`;

export function wantedRuns(): WantedRun[] {
  const each = (dataset: string, split: string): WantedRun[] =>
    [0, 1, 2, 3, 4].map((seed) => ({ dataset, split, seed }));
  const datasets = ['esol', 'bbbp', 'lipophilicity', 'tox21'];
  return datasets.flatMap((dataset) => ['random', 'scaffold_balanced'].flatMap((split) => each(dataset, split)));
}

/** A small network, so that five of them for each of 40 runs can be trained on one core. */
export function configOf({ dataset, split, seed }: WantedRun, dataFolder: string): TrainConfig {
  return parseTrainConfig(
    {
      data: { dataset, folder: dataFolder, onInvalid: 'skip' },
      split: { type: split, seed },
      model: {
        name: 'compt',
        preset: 'authors',
        settings: { width: 64, heads: 4, layers: 2, headLayers: 2, dropout: 0 },
      },
      optimizer: { name: 'adam' },
      training: {
        epochs: dataset === 'tox21' ? 10 : 20,
        batchSize: 32,
        emaDecay: 0.99,
        seed: 100 * seed,
        ensembleSize: members,
      },
      machine: { threads: 1 },
    },
    keyOf({ dataset, split, seed }),
  );
}

/** folder: of the finished run. */
export async function measured(run: WantedRun, folder: string): Promise<MeasuredRun> {
  const [reported, bytes] = [await readRunFolder(folder), await readFile(join(folder, runFiles.model))];
  const { facts, test } = reported;
  const trust = readModelCard(bytes, folder).trust ?? {};
  const tasks = judgedTasks(test!, { taskType: facts.data.taskType, trust, coverage: 0.9 });
  const titles = new Set(tasks.flatMap(({ measures }) => measures.map(({ title }) => title)));
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const measures = [...titles].map((title) => {
    const values = tasks.flatMap((task) => task.measures.filter((each) => each.title === title));
    return [title, meanOf(values.map(({ value }) => value))] as const;
  });
  const retention = tasks.flatMap(({ errors, uncertainty }) => {
    if (!uncertainty || errors.length === 0) return [];
    const curve = retentionCurve(errors, uncertainty);
    return curve.at(-1)!.error > 0 ? [retentionArea(curve) / curve.at(-1)!.error] : [];
  });
  const result = facts.result!;
  const [metric] = Object.keys(result.test!);
  return {
    ...run,
    rows: test!.smiles.length,
    measures: Object.fromEntries(measures),
    retention: meanOf(retention),
    metric: metric!,
    together: result.test![metric!]!.mean!,
    alone: meanOf(result.members!.map((member) => member.test![metric!]!.mean!)),
    seconds: result.members!.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
