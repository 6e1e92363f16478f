/** The benchmark of GPUs as a whole, on the CPU and as small as it can be: what a machine with a card runs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type GpuResults, gpuTable } from './gpu-table.ts';

function measured(...args: string[]): GpuResults {
  const small = ['--device', 'cpu', '--models', 'compt', '--layers', '1', '--molecules', '4', '--alone', '--json'];
  const module = fileURLToPath(new URL('./gpu.js', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [module, ...small, ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as GpuResults;
}

test('both ways to keep weights are measured, and what the time does not reach is said', () => {
  const found = measured('--widths', '12', '--batches', '2', '--minutes', '0.5');
  assert.deepEqual(
    found.results.map(({ backend, weightsOn, error, stepMs }) => [backend, weightsOn, error, stepMs!.median > 0]),
    [
      ['native', 'device', undefined, true],
      ['native', 'cpu', undefined, true],
    ],
  );
  assert.deepEqual(found.left, []);
  assert.match(gpuTable(found), /native, weights there/);

  const late = measured('--widths', '12,24', '--batches', '2,4', '--minutes', '0.01');
  assert.deepEqual(late.results, []);
  assert.deepEqual(
    late.left,
    ['width 12, batch 2', 'width 24, batch 2', 'width 12, batch 4', 'width 24, batch 4'].map(
      (each) => `CoMPT, ${each}`,
    ),
  );
});
