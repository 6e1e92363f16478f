/** Runs of graphsam 0.1.0 (test/fixtures/runs-0.1.0) are opened, predicted with, reported and resumed by this version. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { predictRun } from '../src/predict/index.node.ts';
import { writeReport } from '../src/report/index.node.ts';
import { readRun } from '../src/runs/index.node.ts';
import { runFiles } from '../src/runs/index.ts';
import { resumeRun } from '../src/training/index.node.ts';
import { assertClose } from './assert-close.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'runs-0.1.0');
const base = await mkdtemp(join(tmpdir(), 'graphsam-old-runs-'));
after(() => rm(base, { recursive: true }));

/** A copy of a run whose table lies beside it. */
async function copied(name: string): Promise<string> {
  const folder = join(base, name);
  await cp(join(fixtures, name), folder, { recursive: true });
  await cp(join(fixtures, 'table.csv'), join(base, 'table.csv'));
  const text = await readFile(join(folder, runFiles.run), 'utf8');
  await writeFile(join(folder, runFiles.run), text.replaceAll('/home/someone', base));
  return folder;
}

/** The predictions of logS by SMILES. */
function predictionsOf(csv: string): Map<string, number> {
  const [header, ...lines] = csv.trim().split('\n');
  const columns = header!.split(',');
  const [smiles, prediction] = [columns.indexOf('smiles'), columns.findIndex((name) => name.startsWith('logS_pred'))];
  return new Map(lines.map((line) => [line.split(',')[smiles]!, Number(line.split(',')[prediction])]));
}

test('a finished run predicts its test molecules as it did then, and its report can be written', async () => {
  const folder = await copied('finished');
  const output = join(base, 'predicted.csv');
  await predictRun({ model: folder, input: join(base, 'table.csv'), output, workers: 1 });
  const then = predictionsOf(await readFile(join(folder, runFiles.predictions), 'utf8'));
  const now = predictionsOf(await readFile(output, 'utf8'));
  assert.ok(then.size > 0);
  // Both are float32 and may run on different processors.
  assertClose(
    [...then.keys()].map((smiles) => now.get(smiles)!),
    [...then.values()],
    { absolute: 1e-4, label: 'predictions' },
  );
  const report = await writeReport({ runs: [folder], output: join(base, 'report.html') });
  assert.match(await readFile(report, 'utf8'), /graphsam 0\.1\.0/);
});

test('an interrupted run is resumed to the end that it would have had then', async () => {
  const folder = await copied('interrupted');
  const { status } = await resumeRun(folder);
  assert.equal(status, 'finished');
  const whole = predictionsOf(await readFile(join(fixtures, 'interrupted-whole-predictions.csv'), 'utf8'));
  const found = predictionsOf(await readFile(join(folder, runFiles.predictions), 'utf8'));
  assert.deepEqual([...found.keys()], [...whole.keys()]);
  assertClose([...found.values()], [...whole.values()], { absolute: 1e-3, label: 'predictions' });
  const run = await readRun(folder);
  assert.deepEqual([run.format, run.kind, run.status], [3, 'training', 'finished']);
});
