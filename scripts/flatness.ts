/**
 * npm run results:flatness -- [--data-dir DIR] [--parallel 1] [--table]
 *
 * How flat the arms of results/claims.yaml end, beside Adam with the same extras: each is trained on ESOL (random split, seeds 0 to 4) as
 * in the claims and probed, and the loss around the weights that would be exported is measured. One small file a training in
 * results/flatness; writes the table of docs/landscapes.md. Stopped (Ctrl-C), it goes on from the files; --table trains nothing.
 */
import { parseArgs } from 'node:util';
import { type SharpnessOptions, sharpnessOfRuns } from '../src/analysis/index.node.ts';
import { readProbes } from '../src/runs/run-folder.node.ts';
import { type FixedPlan, keyOf, type PlannedRun, readPlan, trainArguments } from './claims/plan.ts';
import { type FlatnessRecord, flatnessTable, probedMedians } from './flatness/table.ts';
import { dataDirOption, parallelOf, parallelOption, stopSignal, tableOption } from './shared/driver-options.ts';
import { intoDocument } from './shared/into-document.ts';
import { readRecordFiles, writeRecordFile } from './shared/record-files.ts';
import { reportFailure } from './shared/report-failure.ts';
import { codeVersion, trainInProcess } from './shared/train-process.ts';
import { workThrough } from './shared/work-through.ts';

const folder = 'results/flatness';
const marks = ['<!-- flatness -->', '<!-- end of flatness -->'] as const;
const cell = 'esol random';
const seeds = [0, 1, 2, 3, 4];
/** Probed steps cost two more evaluations, and do not change the training. */
const probeEvery = 10;
/** MSAM keeps its weights perturbed: its update gradient cannot be seen from outside. */
const notProbed = ['msam'];
const rows = 256;
const options: SharpnessOptions = {
  ...{ eigenvalues: 1, iterations: 20, traceDraws: 6, radius: 0.05, ascentSteps: 6 },
  ...{ hessian: 'exact', seed: 0 },
};

await reportFailure(async () => {
  const { values } = parseArgs({
    options: { ...dataDirOption, ...parallelOption, ...tableOption },
  });
  const plan = await readPlan('results/claims.yaml');
  // Seed by seed, so that each arm has as many when it is stopped.
  const wanted = seeds.flatMap((seed) => Object.keys(plan.arms).map((arm) => ({ arm, cell, seed })));
  if (!values.table)
    await measureMissing(plan, wanted, { dataDir: values['data-dir'], parallel: parallelOf(values.parallel) });
  const records = await readRecordFiles<FlatnessRecord>(folder);
  const table = flatnessTable(Object.keys(plan.arms), [...records.values()]);
  const missing = wanted.map(keyOf).filter((key) => !records.has(key));
  const text = `${table}\n\nMissing: ${missing.join(', ') || 'none'}.`;
  await intoDocument('docs/landscapes.md', marks, `\n${text}\n`);
  console.log(text);
});

async function measureMissing(
  plan: FixedPlan,
  wanted: readonly PlannedRun[],
  { dataDir, parallel }: { dataDir: string; parallel: number },
): Promise<void> {
  const signal = stopSignal();
  const kept = await readRecordFiles(folder);
  const queue = wanted.filter((run) => !kept.has(keyOf(run)));
  console.error(`${queue.length} trainings to do`);
  await workThrough(queue, { parallel, signal }, async (run) => {
    const record = await measured(run, plan, { dataDir, signal });
    await writeRecordFile(folder, keyOf(run), record);
    console.error(`${keyOf(run)} is measured`);
  });
}

async function measured(
  run: PlannedRun,
  plan: FixedPlan,
  { dataDir, signal }: { dataDir: string; signal: AbortSignal },
): Promise<FlatnessRecord> {
  const probe = notProbed.includes(run.arm) ? [] : ['--probe', String(probeEvery)];
  let found: Pick<FlatnessRecord, 'sharpness' | 'probed'> | undefined;
  const outcome = await trainInProcess([...trainArguments(run, plan, dataDir), ...probe], signal, async (trained) => {
    const job = { runs: [trained], open: { dataDir, weights: 'best', threads: 1 } as const, options, rows };
    const { runs } = await sharpnessOfRuns(job, { onEvent: () => {}, signal });
    found = {
      sharpness: runs[0]!.sharpness,
      probed: probe.length > 0 ? probedMedians(await readProbes(trained)) : null,
    };
  });
  if (outcome.status === 'failed') throw new Error(`${keyOf(run)}: ${outcome.error}`);
  const { validation, test, bestEpoch } = outcome.measured;
  return { ...run, plan: plan.checksum, code: codeVersion(), validation, test, bestEpoch, ...found! };
}
