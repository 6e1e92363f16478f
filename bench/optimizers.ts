/**
 * npm run bench:optimizers -- [--preset bbbp] [--optimizers all] [--json]
 *
 * What each optimizer costs: gradient evaluations a step (counted while it runs), time a step relative to the base rule, what the
 * counted evaluations imply, and vectors of memory beyond weights and one gradient. A cheap evaluation (without mixing) and a
 * forward pass are weighed by their own measured time. Methods that begin late in a training are measured once they act.
 *
 * Keys of --json: preset, cheapCost and forwardCost (relative to a full evaluation), and for each optimizer: name, full, cheap,
 * forward (evaluations a step), relativeTime, impliedTime, overhead (relativeTime over impliedTime), persistentVectors,
 * transientVectors.
 */
import { parseArgs } from 'node:util';
import { formatTable } from '../scripts/shared/format-table.ts';
import { reportFailure } from '../scripts/shared/report-failure.ts';
import { median } from '../src/base/quantile.ts';
import type { ModelSession } from '../src/objective/model-session.ts';
import { optimizerNames } from '../src/optim/index.ts';
import { type Contestant, measureSteps } from './measure-steps.ts';

/** SAF and MESA begin after the fifth epoch, and SAF then needs outputs of epochs before. */
const lateEpoch = 10;
const repetitions = 15;

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      preset: { type: 'string', default: 'bbbp' },
      model: { type: 'string', default: 'compt' },
      optimizers: { type: 'string', default: 'all' },
      epochs: { type: 'string', default: '1' },
      threads: { type: 'string', default: '2' },
      json: { type: 'boolean', default: false },
    },
  });
  const others = values.optimizers === 'all' ? optimizerNames : values.optimizers.split(',');
  let costs: PassCosts | undefined;
  const measured = await measureSteps({
    preset: values.preset,
    model: values.model,
    names: ['adam', ...others.filter((name) => name !== 'adam')],
    batchSize: 32,
    threads: Number(values.threads),
    epochs: Number(values.epochs),
    firstEpoch: lateEpoch,
    before: async (session, rows) => {
      costs = await passCosts(session, rows);
    },
  });
  const rows = measured.contestants.map((each) => costOf(each, measured.contestants[0]!, costs!));
  if (values.json) console.log(JSON.stringify({ preset: values.preset, ...costs, optimizers: rows }, null, 2));
  else console.log(describe(values.preset, costs!, rows));
});

interface PassCosts {
  /** Time of an evaluation without mixing, relative to a full one. */
  readonly cheapCost: number;
  /** Time of a forward pass, relative to a full evaluation. */
  readonly forwardCost: number;
}

async function passCosts(session: ModelSession, rows: readonly number[]): Promise<PassCosts> {
  const { objective } = session;
  const weights = session.initialWeights(0);
  const gradient = new Float32Array(weights.length);
  objective.setBatch({ rows, targets: new Float64Array(rows.length) }, undefined, 0);
  const passes = [
    () => objective.evaluate(weights, gradient),
    () => objective.evaluate(weights, gradient, { variant: 'withoutMessagePassing' }),
    () => objective.outputs!(weights),
  ];
  const times: number[][] = passes.map(() => []);
  for (let repetition = 0; repetition <= repetitions; repetition++) {
    for (const [index, pass] of passes.entries()) {
      const start = performance.now();
      await pass();
      if (repetition > 0) times[index]!.push(performance.now() - start);
    }
  }
  const [full, cheap, forward] = times.map(median) as [number, number, number];
  return { cheapCost: cheap / full, forwardCost: forward / full };
}

function costOf(each: Contestant, base: Contestant, { cheapCost, forwardCost }: PassCosts) {
  const steps = each.timesMs.length;
  const { full, cheap, forward } = each.evaluations;
  const relativeTime = total(each.timesMs) / total(base.timesMs);
  const impliedTime = (full + cheapCost * cheap + forwardCost * forward) / steps;
  const { persistent, transient } = each.taker.optimizer.memory();
  return {
    name: each.name,
    full: full / steps,
    cheap: cheap / steps,
    forward: forward / steps,
    relativeTime,
    impliedTime,
    overhead: relativeTime / impliedTime,
    persistentVectors: persistent,
    transientVectors: transient,
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

function describe(preset: string, costs: PassCosts, rows: readonly ReturnType<typeof costOf>[]): string {
  const header = ['optimizer', 'full', 'cheap', 'forward', 'time over adam', 'implied', 'overhead', 'kept', 'scratch'];
  const cells = rows.map((row) => [
    row.name,
    row.full.toFixed(2),
    row.cheap.toFixed(2),
    row.forward.toFixed(2),
    row.relativeTime.toFixed(2),
    row.impliedTime.toFixed(2),
    row.overhead.toFixed(2),
    String(row.persistentVectors),
    String(row.transientVectors),
  ]);
  return [
    `${preset}: evaluations a step and their cost; a cheap evaluation costs ${costs.cheapCost.toFixed(2)}, a forward pass ${costs.forwardCost.toFixed(2)} of a full one`,
    'kept and scratch: vectors as long as the weights, the state of the base rule included',
    '',
    formatTable(header, cells),
  ].join('\n');
}
