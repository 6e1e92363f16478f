/**
 * npm run bench -- --preset bbbp --optimizers adam,sam,graphsam [--json]
 *
 * Times whole training steps (features ready; collation, forward, backward, update) on molecules of a data set's sizes, beside
 * the floor of the same runtime: the matrix products that no algorithm avoids, at the rate at which this runtime multiplies.
 * Optimizers and the rate are measured in turn, step by step, so that a change of the machine's speed meets all alike.
 *
 * Keys of --json: preset, batchSize, threads, runtime, parameters, operationsPerStep (floating-point operations of one
 * evaluation, docs/performance.md), matrixProductGflops, floorMs, peakMemoryMb, and for each optimizer: name, stepMs
 * {median, min, max}, ratioToFloor (median over floorMs), epochRatio (time of an epoch over that of the first optimizer),
 * evaluationsPerStep, moleculesPerSecond.
 */
import { parseArgs } from 'node:util';
import { formatTable } from '../scripts/shared/format-table.ts';
import { reportFailure } from '../scripts/shared/report-failure.ts';
import { median } from '../src/base/quantile.ts';
import { type Contestant, measureSteps } from './measure-steps.ts';

const usage =
  'npm run bench -- [--preset bbbp] [--model compt] [--optimizers adam,sam,graphsam] [--batch 32] [--threads 2] [--epochs 1] [--json]';

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      preset: { type: 'string', default: 'bbbp' },
      model: { type: 'string', default: 'compt' },
      optimizers: { type: 'string', default: 'adam,sam,graphsam' },
      batch: { type: 'string', default: '32' },
      threads: { type: 'string', default: '2' },
      epochs: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const result = await measure({
    preset: values.preset,
    model: values.model,
    names: values.optimizers.split(','),
    batchSize: Number(values.batch),
    threads: Number(values.threads),
    epochs: Number(values.epochs),
  });
  console.log(values.json ? JSON.stringify(result, null, 2) : describe(result));
});

async function measure(settings: Parameters<typeof measureSteps>[0]) {
  const { preset, batchSize, threads, epochs } = settings;
  const { contestants, operationsPerStep, matrixProductGflops, parameters, runtime, stepsPerEpoch } =
    await measureSteps(settings);
  const floorMs = operationsPerStep / matrixProductGflops / 1e6;
  const epochMs = ({ timesMs }: Contestant): number => timesMs.reduce((total, each) => total + each, 0) / epochs;
  return {
    preset,
    batchSize,
    threads,
    runtime,
    parameters,
    operationsPerStep,
    matrixProductGflops,
    floorMs,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    optimizers: contestants.map((each) => ({
      name: each.name,
      stepMs: { median: median(each.timesMs), min: Math.min(...each.timesMs), max: Math.max(...each.timesMs) },
      ratioToFloor: median(each.timesMs) / floorMs,
      epochRatio: epochMs(each) / epochMs(contestants[0]!),
      evaluationsPerStep: each.evaluations.full / each.timesMs.length,
      moleculesPerSecond: (1000 * batchSize * stepsPerEpoch) / epochMs(each),
    })),
  };
}

function describe(result: Awaited<ReturnType<typeof measure>>): string {
  const { preset, batchSize, threads, runtime, operationsPerStep, matrixProductGflops, floorMs, peakMemoryMb } = result;
  const rows = result.optimizers.map((each) => [
    each.name,
    `${each.stepMs.median.toFixed(1)} (${each.stepMs.min.toFixed(1)} to ${each.stepMs.max.toFixed(1)})`,
    each.ratioToFloor.toFixed(2),
    each.epochRatio.toFixed(2),
    each.evaluationsPerStep.toFixed(2),
    each.moleculesPerSecond.toFixed(0),
  ]);
  return [
    `${preset}, batch ${batchSize}, ${threads} threads, ${runtime}, ${result.parameters.toLocaleString('en')} parameters`,
    `floor: ${(operationsPerStep / 1e9).toFixed(2)} GFLOP a step at ${matrixProductGflops.toFixed(0)} GFLOP/s = ${floorMs.toFixed(1)} ms`,
    `peak memory: ${peakMemoryMb.toFixed(0)} MB`,
    '',
    formatTable(
      ['optimizer', 'step ms: median (min to max)', 'over floor', 'epoch over first', 'evaluations', 'molecules/s'],
      rows,
    ),
  ].join('\n');
}
