/** Array jobs: a table predicted in parts and joined, and a comparison divided. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadChemistry } from '../../src/chem/index.node.ts';
import { openTable, partOfTable } from '../../src/data/index.node.ts';
import { predictPart } from '../../src/predict/index.node.ts';
import { openModelPredictor } from '../../src/predict/model-predictor.ts';
import { predictFile } from '../../src/predict/predict-file.node.ts';
import { isEventFile } from '../../src/runs/event-file.ts';
import { loadRuntime } from '../../src/runtime/index.node.ts';
import { assertRefused, folderWith, graphsam } from './command-line.ts';
import { regressionTable, smallMolecules, tiny } from './small-tables.ts';

const parts = 3;
const library = [
  'id,smiles,"a note, in ""quotes"""',
  ...Array.from({ length: 700 }, (_, row) => {
    const smiles = row % 50 === 7 ? 'no molecule' : `${'C'.repeat(row % 13)}${smallMolecules[row % 40]}`;
    return `${row},${smiles},"${row % 3 === 0 ? 'two\nlines' : 'one, ""line""'}"`;
  }),
  '',
].join('\n');

test('parts joined equal one file byte for byte; gaps, doubles, damage and parts of other models are refused', {
  timeout: 240_000,
}, async (context) => {
  const folder = folderWith(context, { 'table.csv': regressionTable(), 'library.csv': library });
  const trained = await graphsam(['train', 'table.csv', '-o', 'run', '--tensorboard', ...tiny], folder);
  assert.equal(trained.code, 0, trained.stderr);
  const [events] = readdirSync(join(folder, 'run')).filter(isEventFile);
  const written = readFileSync(join(folder, 'run', events!), 'latin1');
  for (const tag of ['loss/training', 'validation/rmse'])
    assert.ok(written.includes(tag), `TensorBoard's file has ${tag}`);
  const predicted = await graphsam(['predict', 'run', 'library.csv', '-o', 'whole.csv'], folder);
  assert.equal(predicted.code, 0, predicted.stderr);
  const path = (name: string): string => join(folder, name);
  const whole = readFileSync(path('whole.csv'));
  await sixteenParts(path('run/model.onnx'), path('library.csv'), whole);
  const options = { model: path('run'), input: path('library.csv'), output: path('scored.csv'), workers: 1 };
  for (let index = 2; index <= parts; index++) await predictPart(options, { index, count: parts });

  await assertRefused(['collect', 'scored.csv'], folder, { exit: 3, code: 'parts-missing', names: /1 of 3 .*: 1\n/ });
  const slurm = { SLURM_ARRAY_TASK_ID: '0', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_COUNT: '3' };
  const first = ['predict', 'run', 'library.csv', '-o', 'scored.csv'];
  const sent = await graphsam(first, folder, slurm);
  assert.equal(sent.code, 0, sent.stderr);
  assert.match(sent.stderr, /Part 1 of 3, as SLURM_ARRAY_TASK_ID says/);
  assert.match((await graphsam(first, folder, slurm)).stdout, /this part was predicted before/);
  assert.equal(
    (await graphsam(['collect', 'scored.csv'], folder)).stdout,
    'scored.csv: 700 rows of 3 parts, 14 without a prediction\n',
  );
  assert.ok(readFileSync(path('scored.csv')).equals(whole));

  const refused = async (code: string, names?: RegExp): Promise<void> => {
    await assertRefused(['collect', 'scored.csv', '--overwrite'], folder, { exit: 3, code, ...(names && { names }) });
    assert.ok(readFileSync(path('scored.csv')).equals(whole), 'the old file stays');
  };
  const third = path('scored.part-00003-of-00003.csv');
  const description = readFileSync(`${third}.json`, 'utf8');
  writeFileSync(`${third}.json`, description.replace(/"model": "../, '"model": "00'));
  await refused('parts-mixed', /scored\.part-00003-of-00003\.csv/);
  const other = { exit: 2, code: 'output-exists', setting: '/run/output', names: /scored\.part-00003-of-00003\.csv/ };
  await assertRefused([...first, '--part', '3/3'], folder, other);
  writeFileSync(`${third}.json`, description);
  const text = readFileSync(third, 'utf8');
  writeFileSync(third, text.replace(/0/, '1'));
  await refused('part-damaged', /scored\.part-00003-of-00003\.csv/);
  writeFileSync(third, text);
  writeFileSync(path('scored.part-00001-of-00008.csv'), text);
  await refused('parts-mixed', /3 and 8/);
  rmSync(path('scored.part-00001-of-00008.csv'));
});

test('a comparison in parts trains what is theirs, and the tables come from all of them', {
  timeout: 240_000,
}, async (context) => {
  const folder = folderWith(context, { 'table.csv': regressionTable() });
  const command = ['compare', '--datasets', 'table.csv', '--optimizers', 'adam', '--seeds', '0', '--epochs', '1'];
  const classical = ['--baselines', 'mean', 'linear', '-o', 'out', '--jobs', '1'];
  const part = await graphsam([...command, ...classical], folder, { JOB_COMPLETION_INDEX: '1', GRAPHSAM_PARTS: '2' });
  assert.equal(part.code, 0, part.stderr);
  assert.match(part.stderr, /Part 2 of 2, as JOB_COMPLETION_INDEX says/);
  assert.match(part.stdout, /Part 2 of 2: 1 of 1 run finished\./);
  assert.deepEqual(readdirSync(join(folder, 'out', 'runs')), ['table-classical-mean-random-seed0']);
  assert.ok(!existsSync(join(folder, 'out', 'results.md')));
});

/** On one predictor, which sixteen jobs would each open. */
async function sixteenParts(model: string, input: string, whole: Buffer): Promise<void> {
  const [runtime, chemistry] = await Promise.all([loadRuntime(), loadChemistry()]);
  const predictor = await openModelPredictor(readFileSync(model), { runtime, chemistry, threads: 1, where: model });
  const joined: Buffer[] = [];
  const output = `${input}.part`;
  for (let index = 1; index <= 16; index++) {
    const table = await openTable(input, { range: await partOfTable(input, { index, count: 16 }) });
    const options = { smilesColumn: 1, targets: predictor.targets, predictors: [predictor], output, overwrite: true };
    const { headerBytes } = await predictFile(table, options);
    joined.push(readFileSync(output).subarray(index === 1 ? 0 : headerBytes));
  }
  await predictor.release();
  assert.ok(Buffer.concat(joined).equals(whole), 'sixteen parts');
}
