/** Calls of a build that takes one at a time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { devices } from './devices.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { RuntimePackage, RuntimeSession } from './session-program.ts';

test('calls of several sessions wait for each other, and a failed one does not hold up the next', async () => {
  let isBusy = false;
  const done: string[] = [];
  const call = async (name: string): Promise<Record<string, never>> => {
    assert.equal(isBusy, false, `${name} began while another was under way`);
    isBusy = true;
    await new Promise((resolve) => setTimeout(resolve, 2));
    isBusy = false;
    done.push(name);
    if (name === 'fails') throw new Error('on purpose');
    return {};
  };
  const session = (): RuntimeSession => ({
    inputNames: [],
    outputNames: [],
    inputMetadata: [],
    run: (feeds) => call(Object.keys(feeds)[0]!),
    release: async () => void (await call('released')),
  });
  const runtime = oneAtATime({
    device: devices.webgpu,
    createSession: async () => {
      await call('made');
      return session();
    },
  } as Partial<RuntimePackage> as RuntimePackage);
  const [first, second] = await Promise.all([
    runtime.createSession(new Uint8Array(), {}),
    runtime.createSession(new Uint8Array(), {}),
  ]);
  const fed = (name: string) => ({ [name]: { type: 'float32', dims: [], data: undefined } });
  const results = await Promise.allSettled([
    first.run(fed('fails')),
    second.run(fed('a')),
    first.run(fed('b')),
    second.release(),
  ]);
  assert.deepEqual(done, ['made', 'made', 'fails', 'a', 'b', 'released']);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
  );
});
