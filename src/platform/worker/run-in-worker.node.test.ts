import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, RunError } from '../../base/errors.ts';
import { runInWorker } from './run-in-worker.node.ts';

const jobs = new URL('./jobs.test.helper.js', import.meta.url);

test('job, events and result cross the threads, typed arrays included', async () => {
  const events: number[] = [];
  const onEvent = (event: number): void => {
    events.push(event);
  };
  const result = await runInWorker(jobs, { numbers: Float32Array.of(1, 2, 3) }, { onEvent });
  assert.deepEqual(events, [1, 3, 6]);
  assert.deepEqual(result, { total: 6, doubled: Float32Array.of(2, 4, 6) });
});

test('the event loop stays responsive while a job computes without a pause', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  assert.equal(await runInWorker(jobs, { milliseconds: 600 }, { exportName: 'block' }), 'done');
  clearInterval(timer);
  assert.ok(ticks >= 20, `${ticks} ticks of 10 ms in 600 ms`);
});

for (const exportName of ['untilAborted', 'listen']) {
  test(`a signal reaches a job that has begun (${exportName})`, async () => {
    const controller = new AbortController();
    const result = await runInWorker(
      jobs,
      {},
      { exportName, signal: controller.signal, onEvent: () => controller.abort() },
    );
    assert.ok(result === 'heard' || Number(result) >= 0);
  });

  test(`a signal that is aborted already reaches the job (${exportName})`, async () => {
    const result = await runInWorker(jobs, {}, { exportName, signal: AbortSignal.abort() });
    assert.ok(result !== undefined);
  });
}

test('an error of ours arrives as the same class with its fields and cause', async () => {
  await assert.rejects(runInWorker(jobs, { how: 'config' }, { exportName: 'fail' }), (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.name, 'ConfigError');
    const same = new ConfigError({ what: 'rho is -1', where: '--rho', advice: 'Give 0 or more.' });
    assert.equal(error.message, same.message);
    assert.deepEqual([error.what, error.where, error.advice], ['rho is -1', '--rho', 'Give 0 or more.']);
    assert.equal((error.cause as Error).message, 'inner');
    assert.match(error.stack!, /jobs\.test\.helper/);
    return true;
  });
  await assert.rejects(runInWorker(jobs, { how: 'run' }, { exportName: 'fail' }), RunError);
});

test('foreign errors, thrown texts, a missing export and a thread that ends all reject', async () => {
  await assert.rejects(runInWorker(jobs, { how: 'range' }, { exportName: 'fail' }), {
    name: 'RangeError',
    code: 'E_FAR',
  });
  await assert.rejects(runInWorker(jobs, { how: 'text' }, { exportName: 'fail' }), /only a text/);
  await assert.rejects(runInWorker(jobs, { how: 'exit' }, { exportName: 'fail' }), /ended with code 3/);
  await assert.rejects(runInWorker(jobs, {}, { exportName: 'nothing' }), /exports no function nothing/);
});

test('an event handler that throws ends the job with its error', async () => {
  const onEvent = (): void => {
    throw new Error('handler');
  };
  await assert.rejects(runInWorker(jobs, { numbers: Float32Array.of(1) }, { onEvent }), /handler/);
});
