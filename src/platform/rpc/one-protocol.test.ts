/** Threads, processes and workers are called through this folder: no other file posts or reads messages itself. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../package-root.node.ts';

const messaging =
  /\bpostMessage\(|\bprocess\.send\b|\.on(ce)?\(\s*'message'|\bonmessage\b|addEventListener\(\s*'message'|\bparentPort\b|\breceiveMessageOnPort\b/;

const exceptions = [
  // A message to itself, which lets waiting events of the page come first.
  join('web', 'engine', 'threads', 'next-task.ts'),
];

function filesOf(folder: string): string[] {
  return readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|^dist/.test(path))
    .map((path) => join(folder, path));
}

test('no file outside platform/rpc posts or reads messages itself', () => {
  const files = ['src', 'web', 'scripts', 'bench']
    .flatMap(filesOf)
    .filter((path) => !path.startsWith(join('src', 'platform', 'rpc') + sep) && !exceptions.includes(path));
  assert.ok(files.length > 400, `only ${files.length} files were searched`);
  const found = files.filter((path) => messaging.test(readFileSync(join(packageRoot(), path), 'utf8')));
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
