import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { readEpochs } from '../runs/run-folder.node.ts';
import { trainIn } from './kill.test.helper.ts';

const helper = new URL('./kill.test.helper.js', import.meta.url).href;

/** Trains in a process of its own, which is killed (kill -9) this long after its training began, unless it has ended. */
async function trainUntilKilled(path: string, mode: 'new' | 'resume', milliseconds: number): Promise<void> {
  const program = `import(${JSON.stringify(helper)}).then(({ trainIn }) =>
    trainIn(${JSON.stringify(path)}, '${mode}', 3, () => console.log('begins')))`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([ended, new Promise((resolve) => child.stdout.once('data', resolve))]);
  await setTimeout(milliseconds);
  child.kill('SIGKILL');
  await ended;
}

test('a process killed again and again, and resumed each time, ends with the weights and reports of one never killed', async () => {
  const base = await mkdtemp(join(tmpdir(), 'graphsam-kill-'));
  try {
    const [whole, killed] = [join(base, 'whole'), join(base, 'killed')];
    const expected = await trainIn(whole, 'new');
    await trainUntilKilled(killed, 'new', 35);
    for (const milliseconds of [20, 61, 47]) await trainUntilKilled(killed, 'resume', milliseconds);
    assert.deepEqual(await trainIn(killed, 'resume'), expected);
    const reports = async (path: string): Promise<unknown[]> =>
      (await readEpochs(path)).map(({ seconds, moleculesPerSecond, ...report }) => report);
    assert.deepEqual(await reports(killed), await reports(whole));
    assert.equal((await reports(killed)).length, 12);
  } finally {
    await rm(base, { recursive: true });
  }
});
