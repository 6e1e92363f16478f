/**
 * npm run recipe:search -- [--data-dir DIR] [--parallel 1] [--search second]     npm run recipe:table
 *
 * Searches a default training recipe by validation alone: the candidates of results/recipe/SEARCH/candidates.yaml compete in
 * rounds of successive halving. Each training that is finished is a file in its folder `runs`; a search that is stopped
 * (Ctrl-C) goes on from these. --table prints what is there without training.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSearch, type Search } from './recipe/candidates.ts';
import { keyOf, type RunRecord, type WantedRun } from './recipe/records.ts';
import { roundStates } from './recipe/rounds.ts';
import { searchTables } from './recipe/table.ts';
import { type TrainingSetup, trainArguments, trainOne } from './recipe/train-one.ts';
import { dataDirOption, parallelOf, parallelOption, stopSignal, tableOption } from './shared/driver-options.ts';
import { readRecordFiles, writeRecordFile } from './shared/record-files.ts';
import { reportFailure } from './shared/report-failure.ts';
import { codeVersion } from './shared/train-process.ts';
import { workThrough } from './shared/work-through.ts';

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      ...dataDirOption,
      ...parallelOption,
      ...tableOption,
      search: { type: 'string', default: 'second' },
    },
  });
  const folder = join('results/recipe', values.search);
  const runsFolder = join(folder, 'runs');
  const search = await readSearch(join(folder, 'candidates.yaml'));
  if (!values.table)
    await runSearch(search, { runsFolder, dataFolder: values['data-dir'] }, parallelOf(values.parallel));
  const records = await readRecordFiles<RunRecord>(runsFolder);
  console.log(searchTables(search, roundStates(search, records), records));
});

interface Folders {
  readonly runsFolder: string;
  readonly dataFolder: string;
}

/** Round after round, until all are decided or the process is told to stop. */
async function runSearch(search: Search, folders: Folders, parallel: number): Promise<void> {
  const signal = stopSignal();
  const { runsFolder } = folders;
  const { candidates } = search;
  const setup: TrainingSetup = { ...folders, code: codeVersion(), signal };
  while (!signal.aborted) {
    const state = roundStates(search, await readRecordFiles(runsFolder)).at(-1)!;
    if (state.missing.length === 0) return;
    console.error(`round ${state.number}: ${state.missing.length} trainings to do`);
    await workThrough(state.missing, { parallel, signal }, async (run) => {
      const record =
        (await sameTraining(run, candidates, runsFolder)) ?? (await trainOne(run, candidates[run.candidate]!, setup));
      await writeRecordFile(runsFolder, keyOf(run), record);
      const outcome = record.status === 'failed' ? `failed: ${record.error}` : `${record.metric} ${record.validation}`;
      console.error(`${keyOf(run)}: ${outcome}, ${record.cpuSeconds} CPU seconds`);
    });
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
  const records = await readRecordFiles<RunRecord>(runsFolder);
  for (const candidate of Object.keys(candidates)) {
    const found = records.get(keyOf({ ...run, candidate }));
    const isSame = found && argumentsOf(candidate) === argumentsOf(run.candidate);
    if (isSame) return { ...found, ...run, sameAs: candidate, settings: candidates[run.candidate]! };
  }
  return undefined;
}
