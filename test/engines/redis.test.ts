/**
 * A grid on a queue: workers take its runs out of a Redis. One worker is killed, Redis is restarted in the middle, one worker is asked to
 * end, one sends its runs, and one job kills its workers.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { connect, queueName } from '../../src/experiments/queue/connect.node.ts';
import type { QueuedJob } from '../../src/experiments/queue/queued-job.node.ts';
import { download, upload } from '../../src/experiments/queue/upload.node.ts';
import { filesIn, folderWith, graphsam, type Running, start } from '../cli/command-line.ts';
import { missingForRedis, startRedis, startWorker } from './redis-server.test.helper.ts';
import {
  assertSameResults,
  atEnd,
  gridFolder,
  isBegun,
  isFinished,
  runNames,
  trainedAlone,
  until,
} from './small-grid.test.helper.ts';

/** Claims that run out soon, so that nobody waits for a minute. */
const env = { GRAPHSAM_LEASE_SECONDS: '4' };

test('a worker killed, Redis restarted under another, which is then asked to end, and one without a shared folder: the results are those of one process', {
  timeout: 900_000,
  skip: missingForRedis() ?? false,
}, async (context) => {
  const redis = await startRedis(context);
  const folder = gridFolder(context);
  const worker = (...options: readonly string[]): Running => startWorker(context, redis.url, { folder, env, options });
  const killed = worker();
  await killed.saw('Waiting for trainings');
  const asking = start(['compare', 'grid.yaml', '-o', 'out', '--queue', redis.url], folder, env);
  atEnd(context, () => asking.process.kill('SIGKILL'));
  const inHand = (): string[] => runNames.filter((name) => isBegun(folder, name) && !isFinished(folder, name));
  const begun = (count: number): Promise<void> =>
    until(
      () => inHand().length >= count,
      180,
      () => `${inHand()} in hand`,
    );
  await begun(1);
  const [left] = inHand();
  killed.process.kill('SIGKILL');
  const ended = worker();
  await ended.saw('Waiting for trainings');
  assert.ok(!isFinished(folder, left!), 'killed in the middle');
  await ended.saw(' ...');
  await begun(1);
  await redis.restart();
  ended.process.kill('SIGTERM');
  const { code: endedWith, stdout: said, stderr: complaints } = await ended.ended;
  assert.equal(endedWith, 0, complaints);
  assert.match(said, / saved, to be continued\n/);
  assert.match(complaints, /trainings in hand are saved and go back into the queue/);
  const last = worker();
  const { code, stdout, stderr } = await asking.ended;
  assert.equal(code, 0, stderr);
  assert.match(stdout, /1 worker on the queue/);
  assert.match(stdout, /\| compt \| adam \| /);
  assertSameResults(folder, await trainedAlone(context));

  last.process.kill('SIGTERM');
  assert.equal((await last.ended).code, 0);
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

test('a worker whose machine refuses gives its job back and ends; a job whose workers die is given up after the fifth', {
  timeout: 240_000,
  skip: missingForRedis() ?? false,
}, async (context) => {
  const { url } = await startRedis(context);
  const folder = gridFolder(context);
  const short = { GRAPHSAM_LEASE_SECONDS: '1.5' };
  const nowhere = ['--upload', join(folder, 'table.csv', 'runs')];
  const refused = startWorker(context, url, { folder, env: short, options: nowhere });
  const grid = ['--datasets', 'table.csv', '--optimizers', 'adam', '--seeds', '0', '--epochs', '2000', '--jobs', '1'];
  const asking = start(['compare', ...grid, '-o', 'out', '--queue', url], folder, short);
  atEnd(context, () => asking.process.kill('SIGKILL'));
  const { code: refusedWith, stderr: refusal } = await refused.ended;
  assert.equal(refusedWith, 5, refusal);
  assert.match(refusal, /cannot write: a part of the path is a file/);
  const workers = Array.from({ length: 6 }, () => startWorker(context, url, { folder, env: short }));
  let killed = 0;
  for (const each of workers) {
    const dies = async (): Promise<void> => {
      await each.saw(' ...');
      killed++;
      each.process.kill('SIGKILL');
    };
    // The last one waits in vain.
    void dies().catch(() => {});
  }
  const { code, stderr } = await asking.ended;
  assert.equal(code, 1, stderr);
  assert.match(stderr, /failed: .*the queue gave it up: job stalled more than allowable limit/);
  // Fewer only where one that lived was late.
  assert.ok(killed > 1 && killed <= 5, `${killed} were killed`);
});

test('one Ctrl-C ends the asking process while Redis is away; the job stays in the queue', {
  timeout: 60_000,
  skip: missingForRedis() ?? false,
}, async (context) => {
  const redis = await startRedis(context);
  const folder = gridFolder(context);
  const grid = ['--datasets', 'table.csv', '--optimizers', 'adam', '--seeds', '0', '--epochs', '1'];
  const asking = start(['compare', ...grid, '-o', 'out', '--queue', redis.url], folder, env);
  atEnd(context, () => asking.process.kill('SIGKILL'));
  await asking.saw('No worker is connected');
  await redis.end();
  asking.process.kill('SIGINT');
  const { code, stderr } = await asking.ended;
  assert.equal(code, 130, stderr);
  assert.match(stderr, /The queue is out of reach: what waits there stays/);
});

test('a training that waits since its asking process was killed is trained with the settings that are asked for now', {
  timeout: 240_000,
  skip: missingForRedis() ?? false,
}, async (context) => {
  const { url } = await startRedis(context);
  const folder = gridFolder(context);
  const asking = (epochs: number): Running => {
    const grid = ['--datasets', 'table.csv', '--optimizers', 'adam', '--seeds', '0', '--epochs', String(epochs)];
    const running = start(['compare', ...grid, '-o', 'out', '--queue', url], folder, env);
    atEnd(context, () => running.process.kill('SIGKILL'));
    return running;
  };
  const { packages, options, redis } = await connect(url, () => {});
  const queue = new packages.Queue<QueuedJob>(queueName, options);
  queue.on('error', () => {});
  context.after(() => {
    redis.disconnect();
    return queue.close();
  });
  const waiting = async (): Promise<number[]> =>
    (await queue.getWaiting()).map(({ data }) => data.config.training.epochs!);
  const waits = async (epochs: number): Promise<void> => {
    for (let tries = 0; tries < 600 && String(await waiting()) !== String(epochs); tries++) await setTimeout(100);
    assert.deepEqual(await waiting(), [epochs]);
  };
  const killed = asking(1);
  await waits(1);
  killed.process.kill('SIGKILL');
  await killed.ended;
  const next = asking(2);
  await waits(2);
  startWorker(context, url, { folder, env });
  const { code, stderr } = await next.ended;
  assert.equal(code, 0, stderr);
  const [run] = readdirSync(join(folder, 'out', 'runs'));
  const { config } = JSON.parse(readFileSync(join(folder, 'out', 'runs', run!, 'run.json'), 'utf8'));
  assert.equal(config.training.epochs, 2);
});

test('folders of many pieces go through Redis whole; what is incomplete there is not taken', {
  timeout: 60_000,
  skip: missingForRedis() ?? false,
}, async (context) => {
  const { url } = await startRedis(context);
  // It hears of the server's end after the test.
  const { redis } = await connect(url, () => {});
  context.after(() => redis.disconnect());
  const [from, to] = [folderWith(context), folderWith(context)];
  const files = {
    'model.onnx': randomBytes(9 * 2 ** 20 + 7),
    'rejects.csv': Buffer.alloc(0),
    'run.json': Buffer.from('{}'),
  };
  mkdirSync(join(from, 'fold_0'));
  for (const [name, content] of Object.entries(files))
    for (const place of ['', 'fold_0']) writeFileSync(join(from, place, name), content);
  for (const name of ['checkpoint.safetensors', 'run.lock']) writeFileSync(join(from, name), name);

  await upload(redis, 'one', from);
  assert.ok((await redis.ttl('graphsam:upload:one')) > 6 * 24 * 3600, 'it does not stay for ever');
  assert.ok(await download(redis, 'one', to));
  for (const [name, content] of Object.entries(files))
    for (const place of ['', 'fold_0']) assert.ok(readFileSync(join(to, place, name)).equals(content), name);
  assert.deepEqual(filesIn(to), ['fold_0', ...Object.keys(files)]);
  assert.equal(await download(redis, 'one', to), false, 'it was deleted');

  const other = folderWith(context);
  await upload(redis, 'two', from);
  await redis.hdel('graphsam:upload:two', '2:model.onnx');
  assert.equal(await download(redis, 'two', other), false);
  assert.deepEqual(filesIn(other), []);
});

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
