/** Threads, processes and workers are called through this folder: no other file posts or reads messages itself. */
import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import { sourceFiles } from '../source-files.test.helper.ts';

const messaging =
  /\bpostMessage\(|\bprocess\.send\b|\.on(ce)?\(\s*'message'|\bonmessage\b|addEventListener\(\s*'message'|\bparentPort\b|\breceiveMessageOnPort\b/;

const exceptions = [
  // A message to itself, which lets waiting events of the page come first.
  join('web', 'engine', 'threads', 'next-task.ts'),
];

test('no file outside platform/rpc posts or reads messages itself', () => {
  const files = sourceFiles(['src', 'web', 'scripts', 'bench']).filter(
    ({ path }) => !path.startsWith(join('src', 'platform', 'rpc') + sep) && !exceptions.includes(path),
  );
  assert.ok(files.length > 400, `only ${files.length} files were searched`);
  const found = files.filter(({ text }) => messaging.test(text)).map(({ path }) => path);
  assert.deepEqual(found, []);
});

test('the search finds messages however they are posted and read', () => {
  for (const line of [
    "worker.postMessage({ kind: 'stop' });",
    'process.send?.(state);',
    "child.on('message', read);",
  ]) {
    assert.match(line, messaging);
  }
});
