/** A search whose trainings are made by the workers of a queue: one is killed, Redis is restarted, one has a folder of its own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesIn, folderWith, graphsam, start } from '../cli/command-line.ts';
import { regressionTable } from '../cli/small-tables.ts';
import { missingForRedis, startRedis, startWorker } from './redis-server.test.helper.ts';

const space = 'learning-rate: { low: 1e-3, high: 1e-2, log: true }\n';
const files = { 'table.csv': regressionTable(), 'space.yaml': space };
const model = ['--width', '8', '--heads', '1', '--layers', '1', '--epochs', '9'];
/** Compared after 3 and 9 epochs. */
const command = ['tune', 'table.csv', '--space', 'space.yaml', ...model, '--trials', '2', '-o', 'out'];
const env = { GRAPHSAM_LEASE_SECONDS: '4' };

test('a search on a queue, one worker killed, Redis restarted, one with a folder of its own: trials and best settings are those of one process', {
  timeout: 600_000,
  skip: missingForRedis() ?? false,
}, async (context) => {
  const redis = await startRedis(context);
  const [queued, alone, own] = [folderWith(context, files), folderWith(context, files), folderWith(context)];
  const killed = startWorker(context, redis.url, { folder: queued, env });
  await killed.saw('Waiting for trainings');
  const asking = start([...command, '--queue', redis.url], queued, env);
  context.after(() => asking.process.kill('SIGKILL'));
  await asking.saw('trial 0 of 2');
  killed.process.kill('SIGKILL');
  await redis.restart();
  // What it has reached comes back after each step, since the search looks at the runs.
  startWorker(context, redis.url, { folder: queued, env, options: ['--upload', own] });
  const whole = await graphsam([...command, '--jobs', '1', '--threads', '1'], alone);
  assert.equal(whole.code, 0, whole.stderr);
  const { code, stdout, stderr } = await asking.ended;
  assert.equal(code, 0, stderr);
  assert.match(stdout, /1 worker on the queue\n2 trials of 1 training each, 1 at a time/);
  assertSameSearch(queued, alone);
});

function assertSameSearch(folder: string, alone: string): void {
  const read = (each: string, ...path: readonly string[]): string => readFileSync(join(each, 'out', ...path), 'utf8');
  for (const name of ['best.yaml', 'trials.csv', 'study.json'])
    assert.equal(read(folder, name), read(alone, name), name);
  const essence = (each: string): unknown[] =>
    filesIn(join(each, 'out', 'trials')).map((name) => {
      const { started: _started, ended: _ended, ...rest } = JSON.parse(read(each, 'trials', name));
      return rest;
    });
  assert.deepEqual(essence(folder), essence(alone));
}

test('an array job and a queue together are refused', { timeout: 60_000 }, async (context) => {
  const folder = folderWith(context, files);
  const both = ['--queue', 'redis://127.0.0.1:1', '--part', '1/2'];
  const { code, stderr } = await graphsam([...command, ...both], folder);
  assert.equal(code, 2);
  assert.match(stderr, /a queue shares all of them out by itself/);
});
