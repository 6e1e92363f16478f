import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
