/** The run folders of a trial, one for each seed and fold, and what they have reached. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, formatCount, setting } from '../base/index.ts';
import { folderOf } from '../experiments/index.node.ts';
import type { Cell } from '../experiments/index.ts';
import { comparableMean, isBetter, type MetricValues } from '../metrics/index.ts';
import { readEpochs, readRun, runProgress } from '../runs/index.node.ts';
import { type EpochReport, runFiles, type TrainConfig } from '../runs/index.ts';
import { findMetric } from '../tasks/index.ts';
import type { Replicate, Study, Trial } from './trial.ts';
import { replicateConfig, withSettings } from './trial-config.ts';

export function cellOf(
  study: Study,
  { number, settings }: Trial,
  replicate: Replicate,
  machine: TrainConfig['machine'],
): Cell {
  const { config } = withSettings(study.base, settings, `trial ${number}`);
  const { seed, fold } = replicate;
  const suffix = [seed !== undefined && `seed${seed}`, fold !== undefined && `fold${fold}`].filter(Boolean).join('-');
  const name = `trial${String(number).padStart(5, '0')}${suffix && `-${suffix}`}`;
  const labels = {
    dataset: 'tune',
    model: config.model?.name ?? '',
    optimizer: config.optimizer?.name ?? '',
    split: '',
  };
  return {
    ...labels,
    name,
    seed: seed ?? 0,
    config: { ...replicateConfig(config, replicate), machine },
    ...(fold !== undefined && { fold }),
  };
}

export interface ReachedValue {
  readonly metric: string;
  readonly isStandardized: boolean;
  /** Of the best epoch; null where the metric was undefined in all of them. */
  readonly value: number | null;
  /** By epoch, in their order. */
  readonly curve: readonly (number | null)[];
}

/** Epochs that a run is trained to for a rung; undefined: to its end, test part included. */
export function epochsOf({ rungs }: Pick<Study, 'rungs'>, level: number): number | undefined {
  return level === rungs.length - 1 ? undefined : rungs[level];
}

/** What a run says after so many epochs, or at its end; undefined while it has not come so far. One that stopped early has come to every rung. */
export async function valueAfter(
  cell: Pick<Cell, 'name'>,
  folder: string,
  epochs: number | undefined,
): Promise<ReachedValue | undefined> {
  const where = folderOf(cell, folder);
  if (!existsSync(join(where, runFiles.run))) return undefined;
  const all = await readEpochs(where);
  const isThere = epochs !== undefined && all.length >= epochs;
  if (all.length === 0 || (!isThere && (await runProgress(where)) !== 'finished')) return undefined;
  return bestOf(all.slice(0, epochs), where);
}

/** What a run warns of that is no matter of its settings: the table and the split. None while there is no run. */
export async function cautionsOf(folder: string): Promise<string[]> {
  if (!existsSync(join(folder, runFiles.run))) return [];
  const run = await readRun(folder);
  if (run.kind !== 'training') return [];
  const { rejected, tableLength, warnings } = run.data;
  const left =
    rejected > 0
      ? [
          `${formatCount(rejected)} of ${formatCount(tableLength)} rows are left out: ${runFiles.rejects} of each run folder.`,
        ]
      : [];
  return [...left, ...warnings, ...run.split.warnings];
}

function bestOf(epochs: readonly EpochReport[], where: string): ReachedValue {
  const validations = epochs.map(({ validation }) => validation);
  const metric = Object.keys(validations.find((each) => each !== null) ?? {})[0];
  if (metric === undefined) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['split', 'sizes'],
      what: `there are no validation rows, and trials are compared by them`,
      where,
      advice: `Leave a validation part with ${setting('split.sizes')}.`,
    });
  }
  const curve = validations.map((each) => valueIn(each, metric));
  const { direction } = findMetric(metric);
  const best = curve.reduce<number | null>(
    (so, value) => (value !== null && isBetter({ direction }, value, so ?? undefined) ? value : so),
    null,
  );
  const isStandardized = validations.some((each) => each?.[metric]?.standardized !== undefined);
  return { metric, isStandardized, value: best, curve };
}

/** What trials are compared by, in the validation or the test part. */
export function valueIn(part: MetricValues | null, metric: string): number | null {
  return comparableMean(part?.[metric]);
}

/** Test metrics of a trial's finished runs, which no choice has seen; one a replicate. */
export async function testOf(cells: readonly Cell[], folder: string): Promise<(MetricValues | null)[]> {
  return Promise.all(
    cells.map(async (cell) => {
      const run = await readRun(folderOf(cell, folder));
      return run.kind === 'training' ? (run.result?.test ?? null) : null;
    }),
  );
}
