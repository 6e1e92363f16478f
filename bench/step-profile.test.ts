/** The whole way on a small network: the rows are those of the computation, and they add up. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { profileStep } from './step-profile.ts';

const overrides = { width: 16, heads: 2, layers: 1 };
const settings = { model: 'compt', preset: 'bbbp', overrides, batchSize: 4, threads: 1, steps: 4 };

async function profile(optimizer: string) {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-profile-test-'));
  try {
    return await profileStep({ ...settings, optimizer }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('the rows of a profile add up to its step, and the loop has rows of its own', async () => {
  const { operators, outside, nodes, stepMs } = await profile('adam');
  const total = [...operators, ...outside].reduce((sum, { ms }) => sum + ms, 0);
  assert.ok(Math.abs(total - stepMs) < 1e-6 * stepMs, `${total} and ${stepMs}`);
  const names = operators.map(({ name }) => name);
  for (const name of ['Gemm', 'Scan', 'Scan: Tanh']) assert.ok(names.includes(name), `${name} in ${names}`);
  const count = (rows: typeof operators): number => rows.reduce((sum, row) => sum + row.count, 0);
  assert.equal(count(nodes), count(operators));
});

test('an optimizer that evaluates twice a step counts every operator twice', async () => {
  const gemms = async (optimizer: string) => (await profile(optimizer)).operators.find(({ name }) => name === 'Gemm');
  const [once, twice] = [await gemms('adam'), await gemms('sam')];
  assert.equal(twice!.count, 2 * once!.count);
});
