/**
 * npm run recipe:search -- [--data-dir DIR] [--parallel 2] [--search second]     npm run recipe:table
 *
 * Searches a default training recipe by validation alone: the candidates of results/recipe/SEARCH/candidates.yaml compete in
 * rounds of successive halving. Each training that is finished is a file in its folder `runs`; a search that is stopped
 * (Ctrl-C) goes on from these. --table prints what is there without training.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSearch, type Search } from './recipe/candidates.ts';
import { keyOf, type RunRecord, readRecords, type WantedRun, writeRecord } from './recipe/records.ts';
import { roundStates } from './recipe/rounds.ts';
import { searchTables } from './recipe/table.ts';
import { type TrainingSetup, trainArguments, trainOne } from './recipe/train-one.ts';
import { reportFailure } from './shared/report-failure.ts';
import { codeVersion } from './shared/train-process.ts';

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string', default: process.env.GRAPHSAM_DATA_DIR ?? 'datasets' },
      parallel: { type: 'string', default: '2' },
      search: { type: 'string', default: 'second' },
      table: { type: 'boolean', default: false },
    },
  });
  const folder = join('results/recipe', values.search);
  const runsFolder = join(folder, 'runs');
  const search = await readSearch(join(folder, 'candidates.yaml'));
  if (!values.table) await runSearch(search, { runsFolder, dataFolder: values['data-dir'] }, Number(values.parallel));
  const records = await readRecords(runsFolder);
  console.log(searchTables(search, roundStates(search, records), records));
});

interface Folders {
  readonly runsFolder: string;
  readonly dataFolder: string;
}

type SearchSetup = TrainingSetup & Folders;

/** Round after round, until all are decided or the process is told to stop. */
async function runSearch(search: Search, folders: Folders, parallel: number): Promise<void> {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  const setup: SearchSetup = { ...folders, code: codeVersion(), signal: abort.signal };
  while (!abort.signal.aborted) {
    const state = roundStates(search, await readRecords(folders.runsFolder)).at(-1)!;
    if (state.missing.length === 0) return;
    console.error(`round ${state.number}: ${state.missing.length} trainings to do`);
    const queue = [...state.missing];
    await Promise.all(Array.from({ length: parallel }, () => workThrough(queue, search, setup)));
  }
}

async function workThrough(queue: WantedRun[], { candidates }: Search, setup: SearchSetup): Promise<void> {
  for (let run = queue.shift(); run && !setup.signal.aborted; run = queue.shift()) {
    try {
      const record =
        (await sameTraining(run, candidates, setup.runsFolder)) ??
        (await trainOne(run, candidates[run.candidate]!, setup));
      await writeRecord(setup.runsFolder, record);
      const outcome = record.status === 'failed' ? `failed: ${record.error}` : `${record.metric} ${record.validation}`;
      console.error(`${keyOf(run)}: ${outcome}, ${record.cpuSeconds} CPU seconds`);
    } catch (error) {
      if (!setup.signal.aborted) throw error;
    }
  }
}

/** The record of another candidate whose settings differ from this one's only in what does not count on this table. */
async function sameTraining(
  run: WantedRun,
  candidates: Search['candidates'],
  runsFolder: string,
): Promise<RunRecord | undefined> {
  const argumentsOf = (candidate: string): string =>
    trainArguments({ ...run, candidate }, candidates[candidate]!, '').join(' ');
  const records = await readRecords(runsFolder);
  for (const candidate of Object.keys(candidates)) {
    const found = records.get(keyOf({ ...run, candidate }));
    const isSame = found && argumentsOf(candidate) === argumentsOf(run.candidate);
    if (isSame) return { ...found, ...run, sameAs: candidate, settings: candidates[run.candidate]! };
  }
  return undefined;
}
