/**
 * npm run claims [-- PLAN]                        verdicts of results/claims.yaml, or of another plan, from its raw runs
 * npm run claims:run -- [PLAN] [--data-dir DIR] [--only esol,bbbp] [--parallel 1]     computes the missing runs, one small file each
 *
 * Runs lie in the folder that is called as the plan. A driver that is stopped (Ctrl-C) goes on from the runs that are there.
 */
import { parseArgs } from 'node:util';
import { folderOf, keyOf, type PlannedRun, plannedRuns, readPlan, trainArguments } from './claims/plan.ts';
import { type ClaimRecord, readRecords } from './claims/records.ts';
import { requireTrainable } from './claims/require-trainable.ts';
import { claimTables } from './claims/tables.ts';
import { missingRuns } from './claims/verdicts.ts';
import { dataDirOption, parallelOf, parallelOption, stopSignal } from './shared/driver-options.ts';
import { writeRecordFile } from './shared/record-files.ts';
import { reportFailure } from './shared/report-failure.ts';
import { codeVersion, trainInProcess } from './shared/train-process.ts';
import { workThrough } from './shared/work-through.ts';

await reportFailure(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...dataDirOption,
      /** Tables; the others stay missing. */
      only: { type: 'string' },
      ...parallelOption,
      run: { type: 'boolean', default: false },
    },
  });
  const [path = 'results/claims.yaml'] = positionals;
  const folder = folderOf(path);
  const plan = await readPlan(path);
  await requireTrainable(plan, path);
  if (values.run) await runMissing();
  console.log(claimTables(plan, await readRecords(folder, plan)));

  async function runMissing(): Promise<void> {
    const signal = stopSignal();
    const only = values.only?.split(',');
    const queue = missingRuns(plannedRuns(plan), await readRecords(folder, plan)).filter(
      ({ cell }) => only?.includes(cell.split(' ')[0]!) ?? true,
    );
    console.error(`${queue.length} trainings to do`);
    await workThrough(queue, { parallel: parallelOf(values.parallel), signal }, async (run) => {
      const record = await trained(run, signal);
      await writeRecordFile(folder, keyOf(run), record);
      console.error(`${keyOf(run)}: ${record.status}${record.error ? `, ${record.error}` : ''}`);
    });
  }

  async function trained(run: PlannedRun, signal: AbortSignal): Promise<ClaimRecord> {
    const outcome = await trainInProcess(trainArguments(run, plan, values['data-dir']), signal);
    const common = { ...run, plan: plan.checksum, code: codeVersion() };
    if (outcome.status === 'failed') return { ...common, ...outcome };
    const { validation, test, epochs, bestEpoch } = outcome.measured;
    return { ...common, status: 'finished', validation, test, epochs, bestEpoch, cpuSeconds: outcome.cpuSeconds };
  }
});
