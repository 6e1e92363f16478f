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
import type { BaselineValue, SingleRunEvent } from '../runs/index.ts';
import type { RunContext } from './run-context.ts';

const names = ['descriptor-forest', 'boosted-trees'];

/** A run as far as its table is described. */
type TabledRun = Pick<RunContext, 'data' | 'chemistry' | 'signal'>;
type Told = (event: SingleRunEvent) => void;

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

/**
 * Undefined if the run asks for none, or has no test rows. metric: what their predictions of the test part are measured by. Throws the reason
 * of the run's signal.
 */
export function baselinesBeside(
  run: TabledRun & Pick<RunContext, 'config'>,
  split: Split,
  metric: Metric,
  onEvent?: Told,
): BaselinesBeside | undefined {
  if (!wantsBaselines(run, split)) return undefined;
  const start = performance.now();
  const { seed } = run.config.training;
  baselineTable(run, onEvent);
  const values = names.map((name) => {
    run.signal?.throwIfAborted();
    const { test } = fitBeside(run, split, { name, seed, metrics: [metric] });
    return { name, value: comparableMean(test?.[metric.name]) };
  });
  return { values, seconds: (performance.now() - start) / 1000 };
}

/** One classical model on a split of a run, with the first of its settings: what it is in most tables, in a third of the time. */
export function fitBeside(
  run: TabledRun,
  split: Split,
  { name, ...options }: FitBaselineOptions & { readonly name: string },
): BaselineResult {
  const baseline = findBaseline(name);
  return fitBaseline({ ...baseline, candidates: baseline.candidates.slice(0, 1) }, baselineTable(run), split, options);
}

/** What classical models read of a run's table. Throws the reason of the run's signal. */
export function baselineTable(run: TabledRun, onEvent?: Told): BaselineTable {
  const { dataset } = run.data;
  const table = tables.get(dataset) ?? tableOf(run, onEvent);
  tables.set(dataset, table);
  return table;
}

function tableOf({ data, chemistry, signal }: TabledRun, onEvent: Told | undefined): BaselineTable {
  const { dataset, moleculeFeatures: further } = data;
  const { molecules } = dataset;
  const onMolecules = (done: number): void => {
    signal?.throwIfAborted();
    onEvent?.({ kind: 'describing', molecules: done, of: molecules.length });
  };
  return {
    dataset: { ...dataset, targets: exactTargets(dataset) },
    fingerprints: fingerprintTable(molecules),
    descriptors: descriptorTable(molecules, chemistry, { further, onMolecules }),
  };
}
