/** A device that is not there is refused with what to install, before any work. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { MachineError } from '../base/index.ts';
import { input, lower, sum } from '../tensor/index.ts';
import { loadForDevice } from './device-program.ts';
import { type Backend, backends, devices, threadsAtOnce } from './devices.ts';
import { loadRuntime } from './onnxruntime.node.ts';
import type { RuntimePackage } from './session-program.ts';

const advice: Partial<Record<Backend, RegExp>> = {
  webgpu: /libvulkan1.*NVIDIA_DRIVER_CAPABILITIES=all.*Or compute on the CPU/s,
  cuda: /libonnxruntime_providers_cuda\.so.*cuDNN.*NVIDIA_DRIVER_CAPABILITIES=compute/s,
};

for (const [backend, says] of Object.entries(advice) as [Backend, RegExp][]) {
  test(`${backend} opens, or says in three parts what is missing`, async () => {
    if (backend === 'webgpu') process.env.VK_ICD_FILENAMES = '/no/driver.json';
    const opened = await loadRuntime({ backend }).catch((error: unknown) => error);
    if (!(opened instanceof Error)) return assert.equal((opened as { device: object }).device, devices[backend]);
    assert.ok(opened instanceof MachineError);
    assert.equal(opened.code, 'device-missing');
    assert.match(opened.what, /^a .* cannot be used here: \S/);
    assert.match(opened.where!, /onnxruntime-node/);
    assert.match(opened.advice!, says);
  });
}

test('libraries of a device find the environment that it needs, unless it is set already', () => {
  const name = 'NVIDIA_TF32_OVERRIDE';
  const runtime = JSON.stringify(new URL('./onnxruntime.node.js', import.meta.url).href);
  const open = `import(${runtime}).then(({ loadRuntime }) => loadRuntime({ backend: 'cuda' })).catch(() => {})`;
  const { [name]: _, ...env } = process.env;
  const printed = (more: Record<string, string>): string => {
    const program = `${open}.then(() => console.log(process.env.${name}))`;
    return execFileSync(process.execPath, ['-e', program], { env: { ...env, ...more }, encoding: 'utf8' }).trim();
  };
  assert.equal(printed({}), '0');
  assert.equal(printed({ [name]: '1' }), '1');
});

test('what computes in one thread at a time gets one', () => {
  assert.equal(threadsAtOnce(undefined, 8), 8);
  assert.deepEqual(
    backends.map((backend) => threadsAtOnce(backend, 8)),
    backends.map((backend) => (devices[backend].memory === 'its own' ? 1 : 8)),
  );
});

test('float64 is refused by a device that does not have it, with the input that has it', async () => {
  const model = lower({ total: sum(input('precise', 'float64', ['rows'])) });
  const runtime = { device: devices.webgpu } as unknown as RuntimePackage;
  await assert.rejects(loadForDevice(runtime, model, {}), {
    code: 'not-supported',
    path: ['machine', 'backend'],
    what: /float64.*\bprecise\b/,
  });
});
