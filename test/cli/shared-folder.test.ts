/** `graphsam compare` on a folder that several machines share: each is this one under another name, with a lease of a second. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { folderWith, graphsam, mainFile } from './command-line.ts';
import { regressionTable } from './small-tables.ts';

const grid = `
datasets: [{ paths: [table.csv], label: chains }]
models: [{ name: compt, settings: { width: 16, heads: 2, layers: 1 } }]
optimizers: [graphsam]
seeds: [0, 1]
training: { epochs: 24 }
`;
const files = { 'table.csv': regressionTable(), 'grid.yaml': grid };
const names = [0, 1].map((seed) => `chains-compt-graphsam-random-seed${seed}`);
const command = ['compare', 'grid.yaml', '-o', 'out', '--jobs', '1', '--threads', '1'];
const leaseSeconds = 1.5;

interface Machine {
  /** The process and its children. */
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
}

function machine(context: TestContext, host: string, folder: string): Machine {
  const env = { ...process.env, GRAPHSAM_HOST: host, GRAPHSAM_LEASE_SECONDS: String(leaseSeconds) };
  const child: ChildProcess = spawn(process.execPath, [mainFile, ...command], { cwd: folder, env, detached: true });
  const kill = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-child.pid!, signal);
    } catch {
      // It has ended.
    }
  };
  context.after(() => kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (part) => (text += part));
  return { kill, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, text }))) };
}

test('machines divide the runs; one is killed, one sleeps through its lease, and the results are those of one process', {
  timeout: 240_000,
}, async (context) => {
  const [shared, alone] = [folderWith(context, files), folderWith(context, files)];
  const fileOf = (folder: string, name: string, file: string): string => join(folder, 'out', 'runs', name, file);
  const killed = machine(context, 'first', shared);
  const isBegun = (name: string): boolean => existsSync(fileOf(shared, name, 'checkpoint.safetensors'));
  while (!isBegun(names[0]!)) await setTimeout(20);
  killed.kill('SIGKILL');
  const slept = machine(context, 'second', shared);
  const begun = names.slice(1);
  while (!begun.some(isBegun)) await setTimeout(20);
  slept.kill('SIGSTOP');
  const stopped = begun.find(isBegun)!;
  const isFinished = (name: string): boolean =>
    existsSync(fileOf(shared, name, 'run.json')) &&
    JSON.parse(readFileSync(fileOf(shared, name, 'run.json'), 'utf8')).status === 'finished';
  const third = machine(context, 'third', shared);
  while (!isFinished(stopped)) await setTimeout(50);
  const before = statSync(fileOf(shared, stopped, 'checkpoint.safetensors')).mtimeMs;
  slept.kill('SIGCONT');
  for (const each of [third, slept]) {
    const { code, text } = await each.ended;
    assert.equal(code, 0, text);
    assert.match(text, /\| compt \| graphsam \| /);
  }
  assert.equal(statSync(fileOf(shared, stopped, 'checkpoint.safetensors')).mtimeMs, before, 'nobody trained it again');

  const whole = await graphsam(command, alone);
  assert.equal(whole.code, 0, whole.stderr);
  for (const name of names) {
    for (const file of ['model.onnx', 'predictions.csv', 'validation-predictions.csv']) {
      const [one, other] = [shared, alone].map((folder) => readFileSync(fileOf(folder, name, file)));
      assert.ok(one!.equals(other!), `${name}/${file}`);
    }
    assert.ok(!existsSync(fileOf(shared, name, 'run.lock')), name);
  }
  const tests = (folder: string): unknown[] =>
    JSON.parse(readFileSync(join(folder, 'out', 'results.json'), 'utf8')).results.map(
      (run: { test: number }) => run.test,
    );
  assert.deepEqual(tests(shared), tests(alone));
});
