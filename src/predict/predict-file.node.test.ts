import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CheckpointError, ConfigError, DataError, RunError } from '../base/errors.ts';
import { openTable } from '../data/tables/open-table.node.ts';
import { threadClient } from '../platform/index.node.ts';
import type { Client } from '../platform/index.ts';
import { refuseUnwanted } from './output-path.node.ts';
import { type PredictFileResult, predictFile } from './predict-file.node.ts';
import { openPredictorPool, predictionThread } from './predictor-pool.node.ts';
import type { ServedPredictor } from './serve-predictor.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-predict-'));
const module = new URL('./fake-predictor.test.helper.js', import.meta.url);
const fake = (): Client<ServedPredictor> =>
  threadClient<typeof import('./fake-predictor.test.helper.ts')>(module, predictionThread);
const pool = await openPredictorPool(fake, Uint8Array.of(2), 2);
after(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

const { predictors } = pool;
const output = join(folder, 'out.csv');
const noDevices = process.platform === 'win32' ? 'Windows has no /dev' : false;

async function predictText(text: string, overwrite = true): Promise<PredictFileResult> {
  const input = join(folder, 'in.csv');
  await writeFile(input, text);
  const table = await openTable(input);
  return predictFile(table, {
    predictors,
    smilesColumn: table.columns.indexOf('smiles'),
    targets: { tasks: ['y'], taskType: 'regression' },
    output,
    overwrite,
  });
}

test('a table comes out with its columns, rows and order, and a reason beside what failed', async () => {
  const { columns, fields, ...summary } = await predictText('id;smiles;y\n"a;1";CC;3\nb;C?;\n"c ""x""";CCC;=2\n');
  assert.deepEqual(summary, { rows: 3, failed: 1, characters: 28, headerBytes: 32 });
  assert.deepEqual(fields, [{ name: 'y_prediction', kind: 'number' }]);
  const expected = [
    'id;smiles;y;y_prediction;reason',
    '"a;1";CC;3;4;',
    "b;C?;;;'=1+1 is no SMILES",
    '"c ""x""";CCC;=2;6;',
    '',
  ];
  assert.equal(await readFile(output, 'utf8'), expected.join('\n'));
});

test('a structure file comes out with a column of SMILES, and a record without an end with its reason', async () => {
  const record = (title: string, end = 'M  END\n'): string =>
    `${title}\n  by hand\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0000    0.0000    0.0000 C   0  0\n${end}> <smiles>\nx\n\n$$$$\n`;
  const input = join(folder, 'in.sdf');
  await writeFile(input, `${record('a')}${record('b', '')}`);
  const table = await openTable(input);
  const targets = { tasks: ['y'], taskType: 'regression' };
  await predictFile(table, { predictors, smilesColumn: 0, targets, output, overwrite: true });
  assert.equal(
    await readFile(output, 'utf8'),
    'name,smiles,smiles_2,y_prediction,reason\na,x,C,0,\nb,x,,,"the record has no ""M  END"" line (damaged or cut off)"\n',
  );
  await rm(input);
});

test('a long table goes through two threads in row order', async () => {
  const smiles = Array.from({ length: 3000 }, (_, row) => 'C'.repeat(1 + (row % 40)));
  await predictText(`row,smiles\n${smiles.map((text, row) => `${row},${text}`).join('\n')}\n`);
  const lines = (await readFile(output, 'utf8')).trimEnd().split('\n').slice(1);
  assert.deepEqual(
    lines,
    smiles.map((text, row) => `${row},${text},${2 * text.length},`),
  );
});

test('an existing file is not overwritten unasked, and never the input', async () => {
  await writeFile(output, 'old');
  await assert.rejects(predictText('smiles\nC\n', false), { code: 'output-exists', where: /out\.csv/ });
  const input = join(folder, 'in.csv');
  const same = predictFile(await openTable(input), {
    predictors,
    smilesColumn: 0,
    targets: { tasks: ['y'], taskType: 'regression' },
    output: input,
    overwrite: true,
  });
  await assert.rejects(same, ConfigError);
  assert.equal(await readFile(output, 'utf8'), 'old');
  assert.equal(await readFile(input, 'utf8'), 'smiles\nC\n');
});

test('what leads to standard output or another open file is refused, whatever stands there', {
  skip: noDevices,
}, async () => {
  const unusable = { code: 'output-unusable', what: /device or a pipe/ };
  for (const device of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', '/dev/null'])
    await assert.rejects(refuseUnwanted({ input: '', output: device, overwrite: true }), unusable);
});

test('an output that names a folder is refused before the first row', async () => {
  for (const named of [join(folder, 'none/'), ''])
    await assert.rejects(refuseUnwanted({ input: '', output: named, overwrite: true }), {
      code: 'output-unusable',
      what: /a folder is named/,
    });
});

test('a table that is damaged in the middle leaves the old output and nothing half-written', async () => {
  await writeFile(output, 'old');
  await assert.rejects(predictText(`smiles\n${'C\n'.repeat(2000)}C,C\n`), DataError);
  assert.equal(await readFile(output, 'utf8'), 'old');
  assert.deepEqual((await readdir(folder)).sort(), ['in.csv', 'out.csv']);
});

test('a model that cannot be loaded is reported with its own error', async () => {
  await assert.rejects(openPredictorPool(fake, new Uint8Array(), 2), CheckpointError);
});

test('a defect in a thread and a thread that dies end the prediction with an error, not a hang', async () => {
  await assert.rejects(predictText('smiles\ndefect\n'), /a defect/);
  const mortal = await openPredictorPool(fake, Uint8Array.of(1), 1);
  await assert.rejects(mortal.predictors[0]!.predict(['crash']), RunError);
  await assert.rejects(mortal.predictors[0]!.predict(['C']), RunError);
  await mortal.close();
});
