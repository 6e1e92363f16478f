/** Classical models on the split of a training: what a network has to beat. One choice of settings each, so that it takes seconds. */
import {
  type BaselineResult,
  type BaselineTable,
  descriptorTable,
  type FitBaselineOptions,
  findBaseline,
  fingerprintTable,
  fitBaseline,
} from '../baselines/index.ts';
import { exactTargets, type Split } from '../data/index.ts';
import { comparableMean, type Metric } from '../metrics/index.ts';
import type { BaselineValue } from '../runs/index.ts';
import type { RunContext } from './run-context.ts';

const names = ['descriptor-forest', 'boosted-trees'];

/** Made once for all splits of a run. */
const tables = new WeakMap<object, BaselineTable>();

export interface BaselinesBeside {
  readonly values: readonly BaselineValue[];
  readonly seconds: number;
}

/** Whether a run has classical models beside it: not if it asks for none, or has no test rows. */
export function wantsBaselines({ config }: Pick<RunContext, 'config'>, { test }: Split): boolean {
  return Boolean(config.training.baselines) && test.length > 0;
}

/** Undefined if the run asks for none, or has no test rows. metric: what their predictions of the test part are measured by. */
export function baselinesBeside(
  { config, data, chemistry }: Pick<RunContext, 'config' | 'data' | 'chemistry'>,
  split: Split,
  metric: Metric,
): BaselinesBeside | undefined {
  if (!wantsBaselines({ config }, split)) return undefined;
  const start = performance.now();
  const { seed } = config.training;
  const values = names.map((name) => {
    const { test } = fitBeside({ data, chemistry }, split, { name, seed, metrics: [metric] });
    const value = test?.[metric.name];
    return { name, value: value ? comparableMean(value) : null };
  });
  return { values, seconds: (performance.now() - start) / 1000 };
}

/** One classical model on a split of a run, with the first of its settings: what it is in most tables, in a third of the time. */
export function fitBeside(
  run: Pick<RunContext, 'data' | 'chemistry'>,
  split: Split,
  { name, ...options }: FitBaselineOptions & { readonly name: string },
): BaselineResult {
  const baseline = findBaseline(name);
  return fitBaseline({ ...baseline, candidates: baseline.candidates.slice(0, 1) }, baselineTable(run), split, options);
}

/** What classical models read of a run's table. */
export function baselineTable({ data, chemistry }: Pick<RunContext, 'data' | 'chemistry'>): BaselineTable {
  const table = tables.get(data.dataset) ?? tableOf(data, chemistry);
  tables.set(data.dataset, table);
  return table;
}

function tableOf({ dataset, moleculeFeatures }: RunContext['data'], chemistry: RunContext['chemistry']): BaselineTable {
  const { molecules } = dataset;
  return {
    dataset: { ...dataset, targets: exactTargets(dataset) },
    fingerprints: fingerprintTable(molecules),
    descriptors: descriptorTable(molecules, chemistry, moleculeFeatures),
  };
}
