import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { comparePairs, timeInTurn } from './paired-rounds.ts';
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

test('a command that runs on is ended when it has printed enough', async () => {
  // If it were not ended, this would never return.
  assert.deepEqual(await timesPrintedBy(fakeCommand([3, 2, 1], 'setInterval(() => {}, 60_000);'), 2), [3, 2]);
});

test('a command that fails is reported with what it said', async () => {
  const failing = fakeCommand([5], 'console.error(`no such table`); process.exit(3);');
  await assert.rejects(timesPrintedBy(failing, 4), /ended with code 3 after 1 of 4 durations[\s\S]*no such table/);
  await assert.rejects(timesPrintedBy(fakeCommand([]), 4), /ended with code 0 after 0 of 4/);
});

test('the ratio is that of the steps after the warm-up, one a round', async () => {
  const asked: number[] = [];
  const rounds = await timeInTurn(
    {
      other: async (count) => {
        asked.push(count);
        return [99_999, 1000, 1000, 1000];
      },
      ours: async (count) => Array.from({ length: count }, () => (asked.length === 1 ? 100 : 50)),
    },
    { rounds: 2, steps: 3, warmup: 1 },
  );
  assert.deepEqual(asked, [4, 4]);
  assert.deepEqual(comparePairs(rounds), {
    otherMs: 1000,
    oursMs: 75,
    ratio: { median: 15, lowerQuartile: 12.5, upperQuartile: 17.5 },
    rounds: [
      { otherMs: 1000, oursMs: 100, ratio: 10, steps: 3 },
      { otherMs: 1000, oursMs: 50, ratio: 20, steps: 3 },
    ],
  });
});

test('a program that prints durations is timed beside a training step of ours', async () => {
  const options = [
    '--command',
    fakeCommand([9, 5, 5]),
    '--batch',
    '2',
    '--rounds',
    '1',
    '--steps',
    '2',
    '--warmup',
    '1',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...options, '--json']);
  const { otherMs, oursMs, rounds } = JSON.parse(stdout);
  assert.equal(otherMs, 5);
  assert.ok(oursMs > 0);
  assert.deepEqual(
    rounds.map(({ steps }: { steps: number }) => steps),
    [2],
  );
});
