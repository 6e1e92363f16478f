import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseTrainConfig, type TrainConfig } from '../runs/index.ts';
import { withAbsolutePaths } from '../training/index.node.ts';
import { contentText, differentSection } from './cell-state.node.ts';

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
