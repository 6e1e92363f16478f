import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { chunksOf, fakeChemistry } from '../data/fake-chemistry.test.helper.ts';
import { readTable } from '../data/tables/read-table.ts';
import { parseTrainConfig } from '../runs/config/train-config.ts';
import { interruptibleSource, openDataSource } from './data-source.node.ts';
import { prepareData } from './prepare-data.ts';
import { describeData } from './run-facts.ts';

test('warnings of several splits say which split, and the run of a split has its own alone', async () => {
  const rows = Array.from({ length: 24 }, (_, row) => `${'C'.repeat(row + 1)},${row % 6 === 0 ? 1 : 0}`);
  const config = parseTrainConfig({ data: { paths: ['m.csv'] }, split: { type: 'cv', folds: 3 } }, 'test');
  const source = {
    tables: [await readTable(chunksOf(`smiles,y\n${rows.join('\n')}\n`), { name: 'm.csv' })],
    notes: [],
    checksums: async () => ({}),
  };
  const data = await prepareData(config, source, fakeChemistry, 100);
  assert.equal(data.splits.length, 3);
  const own = data.splits.map(({ report }) => report.warnings);
  assert.ok(own.every((warnings) => warnings.some((warning) => warning.includes('in the train part'))));
  assert.deepEqual(
    data.warnings,
    own.flatMap((warnings, index) => warnings.map((warning) => `Split ${index + 1} of 3: ${warning}`)),
  );
  assert.deepEqual(describeData(data, data.splits[1]!.report).warnings, own[1]);
});

test('an interrupted reading ends before the next molecule, also of a table that was looked at whole for its targets', async () => {
  const controller = new AbortController();
  const config = parseTrainConfig({ data: { paths: ['m.csv'] } }, 'test');
  const rows = Array.from({ length: 2000 }, (_, row) => `${'C'.repeat((row % 9) + 1)}O,${row % 7}.5`);
  const tables = [await readTable(chunksOf(`smiles,y\n${rows.join('\n')}\n`, 1000), { name: 'm.csv' })];
  const source = interruptibleSource({ tables, notes: [], checksums: async () => ({}) }, controller.signal);
  let after = 0;
  const onRows = (): void => controller.abort();
  const chemistry: typeof fakeChemistry = {
    ...fakeChemistry,
    parse(text) {
      if (controller.signal.aborted) after++;
      return fakeChemistry.parse(text);
    },
  };
  const reading = prepareData(config, { ...source, onRows }, chemistry, 100);
  await assert.rejects(reading, (error) => error === controller.signal.reason);
  assert.equal(after, 1);
});

const noPipes = process.platform === 'win32' ? 'Windows has no named pipes in folders' : false;

test('a table that can be read only once is refused before it is opened', { skip: noPipes }, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-pipe-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const [table, pipe] = [join(folder, 'table.csv'), join(folder, 'pipe')];
  writeFileSync(table, 'smiles,y\nC,1\n');
  spawnSync('mkfifo', [pipe]);
  const refused = { code: 'not-a-table', what: /pipe or a device/, where: pipe };
  const data = { folder: undefined, header: true, allowChanged: false, dataset: undefined };
  await assert.rejects(openDataSource({ data: { ...data, paths: [pipe] } }), refused);
  await assert.rejects(openDataSource({ data: { ...data, paths: [table], featuresPath: pipe } }), refused);
});
