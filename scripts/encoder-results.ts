/**
 * npm run results:encoder -- [RUNS]
 *
 * Trainings from the encoder of the package beside those from nothing: of the finished runs in the folders of RUNS it writes what validation
 * and test say into results/encoder/runs.json, in place of what it says of the same trainings, and in any case the table of
 * docs/pretraining.md from that file. Folders are called TABLE-SPLIT-SEED-START, START builtin or scratch; all else is equal in each pair.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readRun } from '../src/runs/index.node.ts';
import { encoderTable, type Start, type StartedRun } from './encoder/table.ts';
import { intoDocument } from './shared/into-document.ts';
import { reportFailure } from './shared/report-failure.ts';

const resultsFile = 'results/encoder/runs.json';
const document = 'docs/pretraining.md';
const marks = ['<!-- encoder table -->', '<!-- end of encoder table -->'] as const;
const named = /^(?<table>.+)-(?<split>random|scaffold_balanced)-(?<seed>\d+)-(?<start>builtin|scratch)$/;

await reportFailure(async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [folder] = positionals;
  const kept = JSON.parse(await readFile(resultsFile, 'utf8')) as StartedRun[];
  const found = folder === undefined ? [] : await runsIn(folder);
  const runs = [...new Map([...kept, ...found].map((run) => [nameOf(run), run])).values()];
  if (found.length > 0) await writeFile(resultsFile, `${JSON.stringify(runs, null, 1)}\n`);
  const table = encoderTable(runs);
  await intoDocument(document, marks, `\n\n${table}\n\n`);
  console.log(table);
});

function nameOf({ table, split, seed, start }: StartedRun): string {
  return [table, split, seed, start].join('-');
}

async function runsIn(folder: string): Promise<StartedRun[]> {
  const found: StartedRun[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const parts = named.exec(name)?.groups;
    if (!parts || !existsSync(join(folder, name, 'run.json'))) continue;
    const run = await readRun(join(folder, name));
    if (run.kind !== 'training' || !run.result) continue;
    const { validation, test, bestEpoch } = run.result;
    const metric = validation?.rmse ? 'rmse' : 'roc-auc';
    found.push({
      ...{ table: parts.table!, split: parts.split!, seed: Number(parts.seed), start: parts.start as Start },
      ...{ metric, validation: validation![metric]!.mean!, test: test![metric]!.mean!, bestEpoch },
    });
  }
  return found;
}
