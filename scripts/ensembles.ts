/**
 * npm run results:ensembles -- [--data-dir DIR] [--only esol,bbbp-random-seed1] [--table]
 *
 * Trains the ensembles that have no file in results/ensembles yet, one after the other on one thread, and writes the tables of
 * docs/accuracy.md and docs/trust.md. Stopped (Ctrl-C), it goes on from the files and the half-trained runs in runs/ensembles; --only
 * names tables or single runs, so that several processes share the work; --table trains nothing.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeWhole } from '../src/platform/index.node.ts';
import { runFiles } from '../src/runs/index.ts';
import { resumeRun, trainRun } from '../src/training/index.node.ts';
import { type MeasuredRun, measured } from './ensembles/measured-run.ts';
import { accuracyTable, type ChempropRun, chempropTable, missingList, trustTable } from './ensembles/table.ts';
import { configOf, keyOf, type WantedRun, wantedRuns } from './ensembles/wanted.ts';
import { cpuSecondsSoFar } from './shared/cpu-seconds.ts';
import { stopSignal } from './shared/interruption.ts';
import { intoDocument } from './shared/into-document.ts';
import { reportFailure } from './shared/report-failure.ts';
import { codeVersion } from './shared/train-process.ts';

const resultsFolder = 'results/ensembles';
const chempropFolder = 'results/chemprop';
const runsFolder = 'runs/ensembles';
const marks = ['<!-- table -->', '<!-- end of table -->'] as const;
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
      'data-dir': { type: 'string', default: process.env.GRAPHSAM_DATA_DIR ?? 'datasets' },
      only: { type: 'string' },
      table: { type: 'boolean', default: false },
    },
  });
  const signal = stopSignal();
  const only = values.only?.split(',');
  if (!values.table) {
    await trainMissing({ dataFolder: values['data-dir'], only, code: codeVersion(), signal });
  }
  const runs = await filesOf<MeasuredRun>(resultsFolder);
  const missing = missingList(wantedRuns(), runs);
  const chempropRuns = await filesOf<ChempropRun>(chempropFolder);
  const accuracy = accuracyTable(runs, chempropRuns);
  const chemprop = chempropTable(chempropRuns);
  const trust = trustTable(runs);
  await intoDocument('docs/accuracy.md', marks, `\n${accuracy}\n\n${missing}\n`);
  await intoDocument('docs/accuracy.md', chempropMarks, `\n${chemprop}\n`);
  await intoDocument('docs/trust.md', marks, `\n${trust}\n\n${missing}\n`);
  console.log(`${accuracy}\n\n${chemprop}\n\n${trust}\n\n${missing}`);
});

async function trainMissing(study: Study): Promise<void> {
  await mkdir(resultsFolder, { recursive: true });
  for (const run of wantedRuns()) {
    const file = join(resultsFolder, `${keyOf(run)}.json`);
    const isAsked = study.only?.some((name) => name === run.dataset || name === keyOf(run)) ?? true;
    if (study.signal.aborted || !isAsked || existsSync(file)) continue;
    const folder = join(runsFolder, keyOf(run));
    const cost = await train(run, folder, study);
    if (!cost) return;
    await writeWhole(file, `${JSON.stringify(await measured(run, folder, { ...cost, code: study.code }), null, 2)}\n`);
    console.error(`${keyOf(run)} is finished`);
  }
}

/** What the training cost; undefined if it was stopped. */
async function train(
  run: WantedRun,
  folder: string,
  { dataFolder, signal }: Study,
): Promise<{ readonly cpuSeconds?: number } | undefined> {
  const isBegun = existsSync(join(folder, runFiles.run));
  const before = secondsSoFar();
  const { status } = await (isBegun
    ? resumeRun(folder, { signal })
    : trainRun(configOf(run, dataFolder), { folder }, { signal }));
  if (status !== 'finished') return undefined;
  const after = secondsSoFar();
  return isBegun || before === undefined || after === undefined ? {} : { cpuSeconds: Math.round(after - before) };
}

/** With the processes of members; undefined where the system does not say what those took. */
function secondsSoFar(): number | undefined {
  const { own, children } = cpuSecondsSoFar();
  return children === undefined ? undefined : own + children;
}

async function filesOf<Run>(folder: string): Promise<Run[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
}
