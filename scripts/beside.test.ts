import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { quantile } from '../bench/quantile.ts';
import { timesPrintedBy } from './times-printed-by.ts';

const script = join(fileURLToPath(new URL('.', import.meta.url)), 'beside.js');

/** A program that prints so many durations between lines of another kind, then does what `end` says. */
function fakeCommand(durations: readonly number[], end = ''): string {
  const lines = ['loading the data', ...durations.map(String), 'done'];
  const program = `for (const line of ${JSON.stringify(lines)}) console.log(line); ${end}`;
  return `"${process.execPath}" -e '${program.replaceAll('"', '`')}'`;
}

test('the numbers that a command prints are read, and its other lines passed over', async () => {
  assert.deepEqual(await timesPrintedBy(fakeCommand([900, 410.5, 400]), 10), [900, 410.5, 400]);
});

test('a command that runs on is ended when it has printed enough', { timeout: 20_000 }, async () => {
  const start = performance.now();
  assert.deepEqual(await timesPrintedBy(fakeCommand([3, 2, 1], 'setTimeout(() => {}, 60_000);'), 2), [3, 2]);
  assert.ok(performance.now() - start < 15_000);
});

test('a command that fails is reported with what it said', async () => {
  const failing = fakeCommand([5], 'console.error(`no such table`); process.exit(3);');
  await assert.rejects(timesPrintedBy(failing, 4), /ended with code 3 after 1 of 4 durations[\s\S]*no such table/);
  await assert.rejects(timesPrintedBy(fakeCommand([]), 4), /ended with code 0 after 0 of 4/);
});

test('quartiles lie between neighbors in proportion', () => {
  assert.deepEqual(
    [0, 0.25, 0.5, 0.75, 1].map((share) => quantile([40, 10, 30, 20], share)),
    [10, 17.5, 25, 32.5, 40],
  );
});

test('the ratio is that of the steps after the warm-up, one a round', { timeout: 60_000 }, async () => {
  const command = fakeCommand([99_999, 1000, 1000, 1000]);
  const options = ['--command', command, '--batch', '2', '--rounds', '2', '--steps', '3', '--warmup', '1', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...options]);
  const { otherMs, oursMs, ratio, rounds } = JSON.parse(stdout);
  assert.equal(otherMs, 1000);
  assert.ok(oursMs > 0);
  assert.equal(rounds.length, 2);
  for (const round of rounds) {
    assert.equal(round.steps, 3);
    assert.equal(round.ratio, 1000 / round.oursMs);
  }
  assert.ok(ratio.lowerQuartile <= ratio.median && ratio.median <= ratio.upperQuartile);
});
