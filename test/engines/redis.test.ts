/** A grid on a queue: workers take its runs out of a Redis; one worker is killed, Redis is restarted in the middle, one sends its runs. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { folderWith, graphsam, type Running, start } from '../cli/command-line.ts';
import { missingForRedis, startRedis } from './redis-server.test.helper.ts';
import {
  assertSameResults,
  gridFolder,
  isBegun,
  isFinished,
  runNames,
  trainedAlone,
  until,
} from './small-grid.test.helper.ts';

/** Claims that run out soon, so that nobody waits for a minute. */
const env = { GRAPHSAM_LEASE_SECONDS: '4' };

test('a worker killed in the middle, a Redis restarted, a worker without a shared folder: the results are those of one process', {
  timeout: 900_000,
  skip: missingForRedis() ?? false,
}, async (context) => {
  const redis = await startRedis(context);
  const folder = gridFolder(context);
  const compare = ['compare', 'grid.yaml', '-o', 'out', '--queue', redis.url];
  const worker = (...options: readonly string[]): Running => {
    const running = start(['worker', '--redis', redis.url, '--threads', '1', ...options], folder, env);
    context.after(() => running.process.kill('SIGKILL'));
    return running;
  };
  const killed = worker();
  await killed.saw('Waiting for trainings');
  const asking = start(compare, folder, env);
  context.after(() => asking.process.kill('SIGKILL'));
  const inHand = (): string | undefined => runNames.find((name) => isBegun(folder, name) && !isFinished(folder, name));
  await until(
    () => inHand() !== undefined,
    60,
    () => 'no run was begun',
  );
  const left = inHand()!;
  killed.process.kill('SIGKILL');
  await redis.restart();
  assert.ok(!isFinished(folder, left), 'killed in the middle');
  const workers = [worker(), worker()];
  const { code, stdout, stderr } = await asking.ended;
  assert.equal(code, 0, stderr);
  assert.match(stdout, /1 worker on the queue/);
  assert.match(stdout, /\| compt \| adam \| /);
  assertSameResults(folder, await trainedAlone(context));

  for (const each of workers) each.process.kill('SIGTERM');
  for (const each of workers) assert.equal((await each.ended).code, 0);
  await sentThroughRedis(context, { folder, url: redis.url, worker });
});

interface Sent {
  readonly folder: string;
  readonly url: string;
  readonly worker: (...options: readonly string[]) => Running;
}

/** One short run, trained in a folder of the worker's own, and one that fails. */
async function sentThroughRedis(context: TestContext, { folder, url, worker }: Sent): Promise<void> {
  const own = folderWith(context);
  const sending = worker('--upload', own);
  await sending.saw('Waiting for trainings');
  const grid = ['compare', '--datasets', 'table.csv', '--optimizers', 'adam', '--baselines', 'mean', '--epochs', '1'];
  const asked = await graphsam([...grid, '--seeds', '0', '-o', 'sent', '--queue', url], folder, env);
  assert.equal(asked.code, 0, asked.stderr);
  const runs = readdirSync(join(folder, 'sent', 'runs')).sort();
  assert.deepEqual(runs, ['table-classical-mean-random-seed0', 'table-compt-adam-random-seed0']);
  assert.equal(readdirSync(own).length, 2);
  const model = join(folder, 'sent', 'runs', runs[1]!);
  assert.ok(existsSync(join(model, 'model.onnx')) && !existsSync(join(model, 'checkpoint.safetensors')));
  const again = await graphsam([...grid, '--seeds', '0', '-o', 'sent', '--dry-run'], folder);
  assert.match(again.stdout, /2 of 2 runs finished/);

  const failing = ['compare', '--datasets', 'grid.yaml', '--optimizers', 'adam', '--seeds', '0', '-o', 'failed'];
  const failed = await graphsam([...failing, '--queue', url], folder, env);
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /failed: /);
  sending.process.kill('SIGTERM');
  assert.equal((await sending.ended).code, 0);
}

test('a queue that does not answer, or is no Redis, is refused in words', async (context) => {
  const folder = gridFolder(context);
  const refused = async (url: string, message: RegExp): Promise<void> => {
    const { code, stderr } = await graphsam(['worker', '--redis', url], folder);
    assert.notEqual(code, 0);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /secret/);
  };
  await refused('redis://:secret@127.0.0.1:1', /127\.0\.0\.1:1\b.*no Redis answers|no Redis answers \(ECONNREFUSED\)/);
  await refused('http://127.0.0.1:1', /address of a Redis/);
});
