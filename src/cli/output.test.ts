import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Output } from './output.ts';

test('without a terminal a long silence is broken by a line that says how far things are', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-output-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const logfile = join(folder, 'log.txt');
  context.mock.timers.enable({ apis: ['Date'], now: 0 });
  const output = new Output({ quiet: true, logfile });
  const minutes = (count: number): void => context.mock.timers.tick(60_000 * count);
  const progress = { label: 'epoch 1/2', share: 0.315, secondsLeft: 75, detail: 'loss 0.43' };

  minutes(4);
  output.progress(progress);
  assert.equal(readFileSync(logfile, 'utf8'), '', 'no line after four minutes');
  minutes(1);
  output.progress(progress);
  output.progress(progress);
  minutes(4);
  output.progress(progress);
  output.say('epoch 1/2 done');
  minutes(4);
  output.progress(progress);
  minutes(1);
  output.progress({ label: '7 rows prepared' });
  const written = readFileSync(logfile, 'utf8');
  assert.equal(written, 'epoch 1/2: 31 %, 1:15 left, loss 0.43\nepoch 1/2 done\n7 rows prepared\n');
});

const noDevice = existsSync('/dev/full') ? false : 'this system has no /dev/full';

test('results that standard output does not take are told once, with the exit code', { skip: noDevice }, () => {
  const module = (name: string): string => new URL(name, import.meta.url).href;
  const program = `import { writeFile } from 'node:fs/promises';
import { Output, outliveLostOutput } from '${module('./output.js')}';
import { withStreams } from '${module('./standard-streams.js')}';
outliveLostOutput();
await withStreams({ table: 'table.csv', target: '-' }, new Output(), ({ path }) => writeFile(path, 'y\\n'));`;
  const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
  const args = ['--input-type=module', '--eval', program];
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: [...stdio], encoding: 'utf8' });
  assert.equal(status, 5, stderr);
  assert.match(stderr, /^error: the disk is full \(ENOSPC\)\n {2}where: standard output\n$/);
});
