/** The PyTorch model that is measured beside ours has its shapes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterLayout } from '../src/base/index.ts';
import { findModel } from '../src/models/index.ts';
import { runTorch, withoutTorch } from './torch-step.ts';

const missing = withoutTorch();

test('CoMPT in PyTorch has as many parameters as ours, and times that are counted after three steps', {
  skip: missing === undefined ? false : `no PyTorch: ${missing}`,
}, () => {
  // Threads that wait for each other take long where others compute.
  process.env.OMP_NUM_THREADS = '1';
  const found = runTorch({ width: 8, layers: 2, sizes: [[3, 5], [4]], seconds: 0 }, 120_000);
  assert.ok(typeof found === 'object', String(found));
  const compt = findModel('compt');
  const layout = new ParameterLayout(compt.parameters(compt.configSchema.parse({ width: 8, layers: 2 }), 1));
  assert.equal(found.parameters, layout.size);
  assert.equal(found.times.length, 1);
  assert.ok([found.firstStepMs, found.predictedPerSecond, ...found.times].every((each) => each > 0));
});
