/** A grid on one folder: three processes share it, two of them are killed at random and begun again. The ordinary tests have test/cli/shared-folder.test.ts. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { mainFile } from '../cli/command-line.ts';
import {
  assertSameResults,
  atEnd,
  befell,
  isFinished,
  largeGridFolder,
  runNames,
  trainedAlone,
  verdict,
  withoutLargeGrid,
} from './small-grid.test.helper.ts';

const command = ['compare', 'grid.yaml', '-o', 'out', '--jobs', '1', '--threads', '1'];
/** Each of the two is killed so often at most: where the machine is slow, a process would never get anywhere. */
const mostKills = 2;

test('three processes on one folder, two of them killed and begun again at random: the results are those of one process', {
  timeout: 1_800_000,
  skip: withoutLargeGrid ?? false,
}, async (context) => {
  const start = performance.now();
  const folder = largeGridFolder(context, 'folder');
  /** What the last process said. kills: so many before it are killed. */
  const lastRun = async (kills: number): Promise<string> => {
    const { child, begun, ended } = begin(context, folder);
    const allFinished = (): boolean => runNames.every((name) => isFinished(folder, name));
    // From when it trains: on a busy machine it takes long to begin.
    if (kills > 0) await Promise.race([ended, begun.then(() => setTimeout(12_000 * Math.random()))]);
    if (kills > 0 && child.exitCode === null && !allFinished()) {
      befell(folder, 'killed');
      process.kill(-child.pid!, 'SIGKILL');
      await ended;
      return lastRun(kills - 1);
    }
    const { code, text } = await ended;
    assert.equal(code, 0, text);
    return text;
  };
  for (const text of await Promise.all([0, mostKills, mostKills].map(lastRun)))
    assert.match(text, /\| compt \| adam \| /);
  const killed = befell(folder, 'killed', false);
  assert.ok(killed > 1, `${killed} were killed`);
  assertSameResults(folder, await trainedAlone(context));
  verdict(context, start, `three processes on one folder, ${killed} of them killed`);
});

interface Begun {
  readonly child: ChildProcess;
  /** It has said something. */
  readonly begun: Promise<unknown>;
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
}

/** The process with its children in a group that is killed as a whole. */
function begin(context: TestContext, folder: string): Begun {
  const child = spawn(process.execPath, [mainFile, ...command], { cwd: folder, detached: true });
  atEnd(context, () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
  const begun = new Promise((resolve) => child.stdout.once('data', resolve));
  return { child, begun, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, text }))) };
}
