/** A grid on a Redis with three workers, one of which is killed in the middle of a training. The ordinary tests have redis.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start as startCommand } from '../cli/command-line.ts';
import { missingForRedis, startRedis, startWorker } from './redis-server.test.helper.ts';
import {
  assertSameResults,
  atEnd,
  befell,
  isBegun,
  isFinished,
  largeGridFolder,
  runNames,
  trainedAlone,
  until,
  verdict,
  withoutLargeGrid,
} from './small-grid.test.helper.ts';

const env = { GRAPHSAM_LEASE_SECONDS: '10' };

test('three workers on a Redis, one killed in the middle: the results are those of one process', {
  timeout: 1_800_000,
  skip: withoutLargeGrid ?? missingForRedis() ?? false,
}, async (context) => {
  const start = performance.now();
  const { url } = await startRedis(context);
  const folder = largeGridFolder(context, 'redis');
  const [killed, ...others] = [1, 2, 3].map(() => startWorker(context, url, { folder, env }));
  const asking = startCommand(['compare', 'grid.yaml', '-o', 'out', '--queue', url], folder, env);
  atEnd(context, () => asking.process.kill('SIGKILL'));
  await killed!.saw(' ...');
  const isInHand = (): boolean => runNames.some((name) => isBegun(folder, name) && !isFinished(folder, name));
  await until(isInHand, 300, () => 'no run was begun');
  killed!.process.kill('SIGKILL');
  const deaths = befell(folder, 'killed');
  const { code, stderr } = await asking.ended;
  assert.equal(code, 0, stderr);
  for (const each of others) each.process.kill('SIGTERM');
  for (const each of others) assert.equal((await each.ended).code, 0);
  assertSameResults(folder, await trainedAlone(context));
  verdict(context, start, `a Redis with three workers, ${deaths} killed`);
});
