/** Two users of a GPU in one process would end it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MachineError } from '../base/index.ts';
import { type Backend, backends, devices } from './devices.ts';
import { holdDevice, onDevice } from './hold-device.ts';

const isShared = (backend: Backend): boolean => devices[backend].threadsAtOnce > 1;

for (const backend of backends.filter((each) => !isShared(each))) {
  test(`${backend} is held by one at a time, and free again after an error`, async () => {
    const failed = onDevice(backend, 'a training', async () => {
      await assert.rejects(
        onDevice(backend, 'a prediction', async () => assert.fail('it begins')),
        (error: MachineError) => {
          assert.ok(error instanceof MachineError);
          assert.equal(error.code, 'device-busy');
          assert.match(error.message, /one thread of a process.*a training of this process holds it.*another process/s);
          return true;
        },
      );
      throw new Error('on purpose');
    });
    await assert.rejects(failed, /on purpose/);
    holdDevice(backend, 'a service')();
    assert.equal(await onDevice(backend, 'a training', async () => 'done'), 'done');
  });
}

test('any number of threads use the CPU at once', () => {
  for (const backend of [undefined, ...backends.filter(isShared)]) {
    holdDevice(backend, 'a training');
    holdDevice(backend, 'a training')();
  }
});
