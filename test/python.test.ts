/** python/graphsam-predict against numbers that `graphsam predict` wrote, where Python has what it needs (GRAPHSAM_PYTHON names one). */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../src/platform/index.node.ts';

const python = process.env.GRAPHSAM_PYTHON ?? 'python3';
const run = (args: readonly string[]) =>
  spawnSync(python, args, { cwd: join(packageRoot(), 'python', 'graphsam-predict'), encoding: 'utf8' });
const isReady = run(['-c', 'import rdkit, onnxruntime, numpy']).status === 0;
const skip = isReady ? false : `${python} lacks rdkit, onnxruntime or numpy`;

test('the package for Python gives the numbers of graphsam predict', { skip }, () => {
  const { status, stderr } = run(['-m', 'unittest', 'discover', '-s', 'tests', '-t', '.']);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^OK/m);
});
