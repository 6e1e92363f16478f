/**
 * How far passes with dropout disagree on validation rows: what their deviations are scaled by, as those that a model says itself. Of networks
 * that are trained without dropout, and of classes, whose entropies are not scaled, there is nothing to say.
 */
import { sampleDeviation } from '../base/index.ts';
import { exactTargets } from '../data/index.ts';
import { type ModelSession, openDropoutPasses } from '../objective/index.ts';
import { findTask } from '../tasks/index.ts';
import { findUncertainty } from '../uncertainty/index.ts';
import { gatherRows } from './evaluator.ts';
import type { RunContext } from './run-context.ts';
import type { SplitSetup } from './split-setup.ts';

/** Each is computed alone, twenty times (some 70 ms of a core). Of so many errors a factor is known within 7 %, where they are normal. */
const mostRows = 100;
/** Of each target, where so many are labeled. */
const fewestLabels = 20;

interface LookedAt {
  /** Of the validation part. */
  readonly rows: readonly number[];
  readonly weights: Float32Array;
  readonly session: ModelSession;
}

/** Deviations as users read them, [rows, tasks], NaN for rows that are not looked at. */
export async function dropoutSpread(
  { data: { dataset }, config, runtime, threads }: RunContext,
  { session: network, standardization }: SplitSetup,
  { rows, weights, session }: LookedAt,
): Promise<Float64Array | undefined> {
  const { model, config: settings, tasks, head, features, dropoutRate: rate } = network;
  if (rate === 0 || rows.length === 0 || findTask(dataset.taskType).classProbabilities) return undefined;
  const passes = await openDropoutPasses(
    session.exportOnnx(weights, {}),
    {
      ...{ model, config: settings, tasks, head, standardization, rate },
      seed: config.training.seed,
      passes: findUncertainty('dropout').dropoutPasses,
    },
    { runtime, threads },
  );
  try {
    const looked = lookedAt(gatherRows(exactTargets(dataset), rows, tasks), tasks);
    const values = await passes.run(looked.map((at) => features[rows[at]!]));
    const spread = new Float64Array(rows.length * tasks).fill(Number.NaN);
    looked.forEach((at, index) => {
      const start = index * tasks;
      for (let task = 0; task < tasks; task++)
        spread[at * tasks + task] = sampleDeviation(values.map((ofPass) => ofPass[start + task]!)) ?? 0;
    });
    return spread;
  } finally {
    await passes.release();
  }
}

/** Positions among the validation rows: as far apart as they can be, then further ones for targets that few of these have. */
function lookedAt(labels: Float64Array, tasks: number): number[] {
  const all = Array.from({ length: labels.length / tasks }, (_, row) => row);
  const has = (row: number, task: number): boolean => !Number.isNaN(labels[row * tasks + task]!);
  const chosen = new Set(evenly(all, mostRows));
  for (let task = 0; task < tasks; task++) {
    const missing = fewestLabels - [...chosen].filter((row) => has(row, task)).length;
    const others = all.filter((row) => !chosen.has(row) && has(row, task));
    for (const row of evenly(others, Math.max(0, missing))) chosen.add(row);
  }
  return [...chosen].sort((left, right) => left - right);
}

function evenly(rows: readonly number[], most: number): number[] {
  const count = Math.min(rows.length, most);
  return Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)]!);
}
