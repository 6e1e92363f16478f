import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseTrainConfig, type TrainConfig } from '../runs/index.ts';
import { withAbsolutePaths } from '../training/index.node.ts';
import { contentText, differentSection, finishedCell } from './cell-state.node.ts';
import { localName, queuedJob } from './queue/queued-job.node.ts';
import { runBaseline } from './run-baseline.node.ts';

const paths = { data: 't.csv', features: 'features.csv', splits: 'splits.json', encoder: 'runs/encoder' };

function configWith({ data, features, splits, encoder } = paths): TrainConfig {
  return parseTrainConfig(
    { data: { paths: [data], featuresPath: features }, split: { file: splits }, training: { initFrom: encoder } },
    'test',
  );
}

test('a run, whose paths are absolute, is that of a configuration that names the same files from here', () => {
  const cell = { config: configWith() };
  const stored = withAbsolutePaths(cell.config);
  assert.equal(differentSection(cell, stored, 'test'), undefined);
  assert.equal(contentText(cell, 'test'), contentText({ config: stored }, 'test'));
});

test('a folder that is named by a symbolic link is the folder that it stands for, as runs store it', (context) => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'graphsam-cell-')));
  context.after(() => rmSync(base, { recursive: true, force: true }));
  mkdirSync(join(base, 'tables'));
  symlinkSync(join(base, 'tables'), join(base, 'link'));
  const tableIn = (folder: string): TrainConfig => configWith({ ...paths, data: join(base, folder, 't.csv') });
  assert.equal(differentSection({ config: tableIn('link') }, tableIn('tables'), 'test'), undefined);
});

test('a run on another table, features, splits or encoder is another one', () => {
  const sections = Object.keys(paths).map((name) => {
    const other = withAbsolutePaths(configWith({ ...paths, [name]: 'other' }));
    return differentSection({ config: configWith() }, other, 'test')?.name;
  });
  assert.deepEqual(sections, ['data', 'data', 'split', 'training']);
});

test("a worker's own folder has another name for other settings and for a table that has changed", async (context) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'graphsam-cell-')));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const table = join(folder, 't.csv');
  const nameFor = (epochs: number, untilEpoch?: number): Promise<string> => {
    const config = parseTrainConfig({ data: { paths: [table] }, training: { epochs } }, 'test');
    return localName(queuedJob({ config, folder: join(folder, 'run'), resume: false, untilEpoch }));
  };
  writeFileSync(table, 'smiles,y\nC,1\n');
  const name = await nameFor(10);
  assert.match(name, /^run-/);
  assert.equal(await nameFor(10, 3), name, 'it is continued');
  assert.notEqual(await nameFor(20), name);
  writeFileSync(table, 'smiles,y\nC,10\n');
  assert.notEqual(await nameFor(10), name);
});

test('a finished run on splits of a file is refused once that file has changed', async (context) => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'graphsam-cell-')));
  context.after(() => rmSync(base, { recursive: true, force: true }));
  const file = join(base, 'splits.json');
  const [table, folder] = [join(base, 't.csv'), join(base, 'run')];
  writeFileSync(table, `smiles,y\n${[1, 2, 3, 4, 5, 6].map((n) => `${'C'.repeat(n)}O,${n}.5`).join('\n')}\n`);
  const write = (train: string, test: string): void => writeFileSync(file, JSON.stringify([{ train, val: '4', test }]));
  write('0-3', '5');
  const config = parseTrainConfig({ data: { paths: [table] }, split: { file } }, 'test');
  const cell = { config, baseline: 'mean' };
  await runBaseline(config, 'mean', { folder });
  assert.equal(await finishedCell(cell, folder), true);
  write('1-3,5', '0');
  await assert.rejects(finishedCell(cell, folder), { code: 'other-table', what: /splits\.json has changed/ });
  rmSync(file);
  assert.equal(await finishedCell(cell, folder), true, 'finished runs outlive their file of splits');
});
