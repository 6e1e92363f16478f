/**
 * npm run results:trust -- [--data-dir DIR] [--table]
 *
 * Trains the ensembles of docs/trust.md that have no file in results/trust yet, one after the other on one thread, and writes the table of the
 * document. Stopped (Ctrl-C), it goes on from the files and the half-trained runs in runs/trust; --table trains nothing.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeWhole } from '../src/platform/index.node.ts';
import { runFiles } from '../src/runs/index.ts';
import { resumeRun, trainRun } from '../src/training/index.node.ts';
import { reportFailure } from './shared/report-failure.ts';
import { configOf, keyOf, type MeasuredRun, measured, type WantedRun, wantedRuns } from './trust/measured-run.ts';
import { missingLine, trustTable } from './trust/table.ts';

const resultsFolder = 'results/trust';
const runsFolder = 'runs/trust';
const document = 'docs/trust.md';
const marks = ['<!-- table -->', '<!-- end of table -->'] as const;

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string', default: process.env.GRAPHSAM_DATA_DIR ?? 'datasets' },
      table: { type: 'boolean', default: false },
    },
  });
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  if (!values.table) await trainMissing(values['data-dir'], abort.signal);
  const runs = await finishedRuns();
  const text = `${trustTable(runs)}\n\n${missingLine(wantedRuns(), runs)}`;
  await intoDocument(text);
  console.log(text);
});

async function trainMissing(dataFolder: string, signal: AbortSignal): Promise<void> {
  await mkdir(resultsFolder, { recursive: true });
  for (const run of wantedRuns()) {
    const file = join(resultsFolder, `${keyOf(run)}.json`);
    if (signal.aborted || existsSync(file)) continue;
    const folder = join(runsFolder, keyOf(run));
    if (!(await train(run, { folder, dataFolder, signal }))) return;
    await writeWhole(file, `${JSON.stringify(await measured(run, folder), null, 2)}\n`);
    console.error(`${keyOf(run)} is finished`);
  }
}

async function train(
  run: WantedRun,
  {
    folder,
    dataFolder,
    signal,
  }: { readonly folder: string; readonly dataFolder: string; readonly signal: AbortSignal },
): Promise<boolean> {
  const isBegun = existsSync(join(folder, runFiles.run));
  const { status } = await (isBegun
    ? resumeRun(folder, { signal })
    : trainRun(configOf(run, dataFolder), { folder }, { signal }));
  return status === 'finished';
}

async function finishedRuns(): Promise<MeasuredRun[]> {
  const names = (await readdir(resultsFolder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(resultsFolder, name), 'utf8'))));
}

async function intoDocument(text: string): Promise<void> {
  const before = await readFile(document, 'utf8');
  const [start, end] = [before.indexOf(marks[0]) + marks[0].length, before.indexOf(marks[1])];
  await writeWhole(document, `${before.slice(0, start)}\n${text}\n${before.slice(end)}`);
}
