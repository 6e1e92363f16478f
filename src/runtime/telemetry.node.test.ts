import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

/** What runs a tiny computation, as a program of its own. */
const program = `
import { loadRuntime } from '${new URL('./onnxruntime.node.js', import.meta.url).href}';
import { input, lower, tanh } from '${new URL('../tensor/index.js', import.meta.url).href}';
const runtime = await loadRuntime({ backend: 'native' });
const session = await runtime.load(lower({ y: tanh(input('x', 'float32', [1])) }), { name: 'tiny', threads: 1 });
const { y } = await session.run({ x: { type: 'float32', dims: [1], data: Float32Array.of(0) } });
await session.release();
console.log(y.data[0]);`;

test('ONNX Runtime keeps no identifier of the machine and prepares no report to its maker', () => {
  const home = mkdtempSync(join(tmpdir(), 'graphsam-home-'));
  // Nothing of what turns it off by itself: neither its own variable nor those by which it knows a test or a gate.
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), TMPDIR: home };
  const args = ['--input-type=module', '--eval', program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.equal(stdout.trim(), '0');
  assert.deepEqual(readdirSync(home), []);
  rmSync(home, { recursive: true, force: true });
});
