import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf, type WatchedRun } from './status.ts';
import { statusPage } from './status-page.ts';

const run = (name: string, changes: Partial<WatchedRun>): WatchedRun => ({
  ...{ name, state: 'waiting', epoch: 0, epochs: 10, seconds: 0 },
  ...changes,
});
const finished = run('a', { state: 'finished', epoch: 10, seconds: 20 });

test('the time that is left is that of the epochs that are left, at their own speed or the mean one, by those in hand', () => {
  // Five epochs at 4 s, ten at the mean of 40 s / 15 epochs, by two.
  const slow = run('b', { state: 'running', epoch: 5, seconds: 20 });
  const begun = run('c', { state: 'running' });
  const { secondsLeft, share, counts, isOver } = statusOf([finished, slow, begun]);
  assert.ok(Math.abs(secondsLeft! - (5 * 4 + (10 * 40) / 15) / 2) < 1e-9, String(secondsLeft));
  assert.equal(share, 0.5);
  assert.deepEqual(counts, { running: 2, failed: 0, waiting: 0, stopped: 0, finished: 1 });
  assert.equal(isOver, false);
});

test('nobody knows how long it takes where nobody works, or before an epoch is done', () => {
  assert.equal(statusOf([finished, run('b', {})]).secondsLeft, undefined);
  assert.equal(statusOf([run('b', { state: 'running' })]).secondsLeft, undefined);
});

test('it is over when nothing runs or waits, also if some failed or stopped early; a search says itself when', () => {
  const ended = [finished, run('b', { state: 'failed' }), run('c', { state: 'stopped', epoch: 3 })];
  assert.deepEqual([statusOf(ended).isOver, statusOf(ended).share], [true, 1]);
  assert.equal(statusOf(ended, false).isOver, false);
});

test('the page names all runs by their state, loads itself again while there is something to do, and escapes what it shows', () => {
  const runs = [
    finished,
    run('<b> & c', { state: 'failed', reason: 'a < b' }),
    run('c', { state: 'running', epoch: 4, seconds: 8 }),
  ];
  const options = { name: 'comparison', now: new Date('2026-01-02T03:04:05Z'), againAfter: 5 };
  const page = statusPage(statusOf(runs), options);
  for (const text of [
    '1 of 3 runs finished',
    '<meta http-equiv="refresh" content="5">',
    'Seen 2026-01-02 03:04:05 UTC; looked at again every 5.0 s',
    '&#60;b&#62; &#38; c',
    'a &#60; b',
    '4 of 10',
    '12 s',
    'Failed (1)',
  ])
    assert.ok(page.includes(text), text);
  assert.ok(!page.includes('<b>'));
  const over = statusPage(statusOf([finished]), options);
  assert.ok(!over.includes('refresh') && over.includes('nothing is left to do'));
  assert.match(statusPage(statusOf([run('d', {})]), options), /No process works on these runs/);
});
