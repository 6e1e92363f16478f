import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { sharedSignal } from './shared-signal.node.ts';

test('it is aborted with any of its signals, and forty may listen without a warning', async (context) => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', onWarning);
  context.after(() => process.off('warning', onWarning));
  const controller = new AbortController();
  const shared = sharedSignal(undefined, controller.signal, new AbortController().signal);
  let heard = 0;
  for (let listener = 0; listener < 40; listener++) shared.addEventListener('abort', () => heard++);
  controller.abort('why');
  await setImmediate();
  assert.equal(heard, 40);
  assert.equal(shared.reason, 'why');
  assert.deepEqual(warnings, []);
});
