import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineJob } from './define-job.node.ts';
import { PeerEndedError } from './peer-ended-error.ts';

const compute = defineJob<typeof import('./busy-job.test.helper.ts')>(
  new URL('./busy-job.test.helper.js', import.meta.url),
);

test('the event loop stays responsive while a job computes without a pause', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  assert.equal(await compute({ milliseconds: 600 }), 'done');
  clearInterval(timer);
  assert.ok(ticks >= 20, `${ticks} ticks of 10 ms in 600 ms`);
});

test('each call has a thread of its own, which ends with it', async () => {
  const threads: number[] = [];
  const hooks = { onEvent: (thread: number) => void threads.push(thread) };
  await Promise.all([compute({ milliseconds: 1 }, hooks), compute({ milliseconds: 1 }, hooks)]);
  assert.equal(new Set(threads).size, 2);
});

test('a module that cannot be loaded rejects with the reason', async () => {
  const missing = defineJob<typeof import('./busy-job.test.helper.ts')>(new URL('./no-such-job.js', import.meta.url));
  await assert.rejects(missing({ milliseconds: 1 }), (error) => {
    return error instanceof PeerEndedError && /no-such-job/.test(error.message) && error.cause instanceof Error;
  });
});
