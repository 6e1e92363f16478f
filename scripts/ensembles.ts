/**
 * npm run results:ensembles -- [--data-dir DIR] [--only esol,bbbp-random-seed1] [--table]
 *
 * Trains the ensembles that have no file in results/ensembles yet, one after the other on one thread, and writes the tables of
 * docs/accuracy.md and docs/trust.md. Stopped (Ctrl-C), it goes on from the files and the half-trained runs in runs/ensembles; --only
 * names tables or single runs, so that several processes share the work; --table trains nothing.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runFiles } from '../src/runs/index.ts';
import { resumeByQuality, savedByQuality, trainByQuality } from '../src/tune/index.node.ts';
import { type MeasuredRun, measured } from './ensembles/measured-run.ts';
import { pairsTable } from './ensembles/pairs.ts';
import { accuracyTable, type ChempropRun, chempropTable, missingList, trustTable } from './ensembles/table.ts';
import { configOf, keyOf, type WantedRun, wantedRuns } from './ensembles/wanted.ts';
import { cpuSecondsSoFar } from './shared/cpu-seconds.ts';
import { dataDirOption, stopSignal, tableOption } from './shared/driver-options.ts';
import { intoDocument } from './shared/into-document.ts';
import { readRecordFiles, writeRecordFile } from './shared/record-files.ts';
import { reportFailure } from './shared/report-failure.ts';
import { codeVersion } from './shared/train-process.ts';

const resultsFolder = 'results/ensembles';
const chempropFolder = 'results/chemprop';
const runsFolder = 'runs/ensembles';
const marks = ['<!-- table -->', '<!-- end of table -->'] as const;
const pairMarks = ['<!-- pairs -->', '<!-- end of pairs -->'] as const;
const chempropMarks = ['<!-- Chemprop -->', '<!-- end of Chemprop -->'] as const;

interface Study {
  readonly dataFolder: string;
  /** Names of tables, keys of runs; undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly code: string;
  readonly signal: AbortSignal;
}

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      ...dataDirOption,
      only: { type: 'string' },
      ...tableOption,
    },
  });
  const signal = stopSignal();
  const only = values.only?.split(',');
  if (!values.table) {
    await trainMissing({ dataFolder: values['data-dir'], only, code: codeVersion(), signal });
  }
  const runs = [...(await readRecordFiles<MeasuredRun>(resultsFolder)).values()];
  const missing = missingList(wantedRuns(), runs);
  const missingTrust = missingList(wantedRuns().filter(isMeasuredForTrust), runs);
  const chempropRuns = [...(await readRecordFiles<ChempropRun>(chempropFolder)).values()];
  const accuracy = accuracyTable(runs, chempropRuns);
  const chemprop = chempropTable(chempropRuns);
  const trust = trustTable(runs);
  await intoDocument('docs/accuracy.md', marks, `\n${accuracy}\n\n${missing}\n`);
  await intoDocument('docs/accuracy.md', pairMarks, `\n${pairsTable(runs, chempropRuns)}\n`);
  await intoDocument('docs/accuracy.md', chempropMarks, `\n${chemprop}\n`);
  await intoDocument('docs/trust.md', marks, `\n${trust}\n\n${missingTrust}\n`);
  console.log(`${accuracy}\n\n${chemprop}\n\n${trust}\n\n${missing}`);
});

/** One network has no table there; what best adds is a search, not another kind of interval. */
function isMeasuredForTrust({ quality }: WantedRun): boolean {
  return quality === 'good';
}

async function trainMissing(study: Study): Promise<void> {
  for (const run of wantedRuns()) {
    const key = keyOf(run);
    const isAsked = study.only?.some((name) => name === run.dataset || name === key) ?? true;
    // Read again each time: other processes may share the work.
    if (study.signal.aborted || !isAsked || (await readRecordFiles(resultsFolder)).has(key)) continue;
    const folder = join(runsFolder, key);
    const cost = await train(run, folder, study);
    if (!cost) return;
    await writeRecordFile(resultsFolder, key, await measured(run, folder, { ...cost, code: study.code }));
    console.error(`${key} is finished`);
  }
}

/** What the training cost; undefined if it was stopped. */
async function train(
  run: WantedRun,
  folder: string,
  { dataFolder, signal }: Study,
): Promise<{ readonly cpuSeconds?: number } | undefined> {
  // A folder without a run.json may be in the middle of its search.
  const isBegun = existsSync(join(folder, runFiles.run)) || (await savedByQuality(folder)) !== undefined;
  const before = secondsSoFar();
  const hooks = { signal, onEvent: () => {} };
  const { status } = await (isBegun
    ? resumeByQuality(folder, hooks)
    : trainByQuality(configOf(run, dataFolder), { folder }, hooks));
  if (status !== 'finished') return undefined;
  const after = secondsSoFar();
  return isBegun || before === undefined || after === undefined ? {} : { cpuSeconds: Math.round(after - before) };
}

/** With the processes of members; undefined where the system does not say what those took. */
function secondsSoFar(): number | undefined {
  const { own, children } = cpuSecondsSoFar();
  return children === undefined ? undefined : own + children;
}
