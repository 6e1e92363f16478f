import assert from 'node:assert/strict';
import { basename, dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { besideFolder } from './beside-folder.node.ts';

test('what lies beside a folder is called after it, however the folder is written', () => {
  const beside = join('runs', 'first-corpus');
  for (const folder of ['runs/first', 'runs/first/']) assert.equal(besideFolder(folder, '-corpus'), beside);
  for (const folder of ['.', './', 'runs/..']) {
    const place = resolve(folder);
    assert.equal(besideFolder(folder, '-corpus'), join(dirname(place), `${basename(place)}-corpus`), folder);
  }
});
