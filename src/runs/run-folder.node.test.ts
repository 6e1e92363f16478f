import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CheckpointError, ConfigError, MachineError } from '../base/errors.ts';
import { noSteps, summarizeEpoch } from './epoch-statistics.ts';
import type { EpochReport } from './events.ts';
import { exampleRunFile } from './run-file.test.helper.ts';
import { openRunFolder, readEpochs, readRun } from './run-folder.node.ts';
import { runProgress } from './run-progress.node.ts';

const base = await mkdtemp(join(tmpdir(), 'graphsam-run-folder-'));
after(() => rm(base, { recursive: true }));

let folders = 0;
const newPath = (): string => join(base, `run-${folders++}`, 'deep');

function report(epoch: number): EpochReport {
  const summary = summarizeEpoch(noSteps());
  return { epoch, ...summary, validation: null, best: false, seconds: 1, moleculesPerSecond: 2 };
}

test('a new folder is made, written, closed and read again', async () => {
  const path = newPath();
  const folder = await openRunFolder(path, { mode: 'new' });
  await folder.writeRun(exampleRunFile({ created: 'then' }));
  await folder.write('splits', '[]\n');
  await folder.appendEpoch(report(1));
  await folder.saveCheckpoint(Uint8Array.of(1, 2, 3));
  await folder.close();
  assert.deepEqual((await readdir(path)).sort(), [
    'checkpoint.safetensors',
    'metrics.jsonl',
    'run.json',
    'splits.json',
  ]);
  const { config, writtenIn, ...read } = await readRun(path);
  const { config: written, ...example } = exampleRunFile({ created: 'then' });
  assert.deepEqual(read, example);
  assert.equal(writtenIn, path);
  assert.deepEqual(config.optimizer, written.optimizer);
  assert.deepEqual(await readEpochs(path), [report(1)]);
  const again = await openRunFolder(path, { mode: 'resume' });
  assert.deepEqual([...(await again.loadCheckpoint())!.bytes], [1, 2, 3]);
  await again.close();
});

test('an existing run, a full folder and a file are never overwritten unasked', async () => {
  const path = newPath();
  const folder = await openRunFolder(path, { mode: 'new' });
  await folder.writeRun(exampleRunFile());
  await folder.close();
  await assert.rejects(openRunFolder(path, { mode: 'new' }), {
    code: 'output-exists',
    path: ['run', 'folder'],
    advice: /run\.resume.*run\.overwrite/,
  });
  const full = newPath();
  await mkdir(full, { recursive: true });
  await writeFile(join(full, 'thesis.txt'), 'years of work');
  await assert.rejects(openRunFolder(full, { mode: 'new' }), {
    code: 'output-exists',
    path: ['run', 'folder'],
    what: /thesis\.txt/,
  });
  await assert.rejects(openRunFolder(join(full, 'thesis.txt'), { mode: 'new' }), ConfigError);
  await assert.rejects(openRunFolder(join(full, 'thesis.txt', 'run'), { mode: 'new' }), MachineError);
});

test('overwriting deletes the files of a run and nothing else', async () => {
  const path = newPath();
  const folder = await openRunFolder(path, { mode: 'new' });
  await folder.writeRun(exampleRunFile());
  await folder.saveCheckpoint(Uint8Array.of(1));
  await folder.close();
  await writeFile(join(path, 'notes.txt'), 'mine');
  await mkdir(join(path, 'weights'));
  for (const name of ['epoch-0001.safetensors', 'epoch-0002.safetensors.77.partial', 'mine.bin']) {
    await writeFile(join(path, 'weights', name), '');
  }
  const again = await openRunFolder(path, { mode: 'overwrite' });
  assert.equal(await again.loadCheckpoint(), undefined);
  await again.close();
  assert.deepEqual((await readdir(path)).sort(), ['notes.txt', 'weights']);
  assert.deepEqual(await readdir(join(path, 'weights')), ['mine.bin']);
});

test('only a run can be resumed', async () => {
  await assert.rejects(openRunFolder(newPath(), { mode: 'resume' }), CheckpointError);
  assert.deepEqual((await readdir(base)).includes(`run-${folders - 1}`), false);
});

test('resuming forgets reports beyond the checkpoint, and a line that a kill cut off', async () => {
  const path = newPath();
  const folder = await openRunFolder(path, { mode: 'new' });
  for (const epoch of [1, 2, 3]) await folder.appendEpoch(report(epoch));
  await appendFile(join(path, 'metrics.jsonl'), '{"epoch":4,"trainL');
  assert.deepEqual(await folder.readEpochs(), [report(1), report(2), report(3)]);
  await folder.replaceEpochs([report(1), report(2)]);
  await folder.appendEpoch(report(3));
  assert.deepEqual(await folder.readEpochs(), [report(1), report(2), report(3)]);
  await folder.close();
});

test('two runs cannot share a folder, in one process or in two', async () => {
  const path = newPath();
  const folder = await openRunFolder(path, { mode: 'new' });
  await assert.rejects(openRunFolder(path, { mode: 'overwrite' }), { code: 'folder-in-use' });
  const module = new URL('./run-folder.node.js', import.meta.url).href;
  const program = `import(${JSON.stringify(module)}).then(({ openRunFolder }) =>
    openRunFolder(${JSON.stringify(path)}, { mode: 'overwrite' }).catch((error) => console.log(error.name, error.message)))`;
  const child = spawn(process.execPath, ['-e', program]);
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  assert.match(output, /ConfigError .*in use by process/);
  await folder.close();
});

test('the lock of a process that was killed is taken over', async () => {
  const path = newPath();
  const module = new URL('./run-folder.node.js', import.meta.url).href;
  const program = `import(${JSON.stringify(module)}).then(async ({ openRunFolder }) => {
    const folder = await openRunFolder(${JSON.stringify(path)}, { mode: 'new' });
    await folder.write('run', '{}');
    console.log('locked');
    setInterval(() => {}, 1000);
  })`;
  const child = spawn(process.execPath, ['-e', program]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await assert.rejects(openRunFolder(path, { mode: 'resume' }), ConfigError);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  assert.ok((await readdir(path)).includes('run.lock'));
  const folder = await openRunFolder(path, { mode: 'resume' });
  await folder.close();
  assert.deepEqual(await readdir(path), ['run.json']);
});

test('the lock of a process of another start under the same number is taken over', {
  skip: process.platform !== 'linux',
}, async () => {
  const path = newPath();
  const folder = await openRunFolder(path, { mode: 'new' });
  const lock = JSON.parse(await readFile(join(path, 'run.lock'), 'utf8'));
  await writeFile(join(path, 'run.lock'), JSON.stringify({ ...lock, processStart: 'an earlier boot 1', id: 'other' }));
  const other = await openRunFolder(path, { mode: 'overwrite' });
  // The first owner lost the lock: closing must not remove the second one's.
  await folder.close();
  assert.ok((await readdir(path)).includes('run.lock'));
  await other.close();
});

test('what a killed process left half-written is removed, files of others with such names are not', async () => {
  const path = newPath();
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'run.json.77.partial'), '{');
  await (await openRunFolder(path, { mode: 'new' })).close();
  for (const name of ['run.json', 'checkpoint.safetensors.77.partial', 'mine.partial'])
    await writeFile(join(path, name), '{}');
  await (await openRunFolder(path, { mode: 'resume' })).close();
  assert.deepEqual((await readdir(path)).sort(), ['mine.partial', 'run.json']);
});

test('what a process that was killed had begun, or had not yet deleted, is no run and gives way to a new one', async () => {
  const path = newPath();
  await mkdir(join(path, 'fold_0'), { recursive: true });
  const killed = { pid: 0x7fff_fffe, host: hostname(), processStart: 'none', id: 'killed' };
  await writeFile(join(path, 'run.lock'), JSON.stringify(killed));
  for (const name of ['splits.json', 'model.onnx', join('fold_0', 'metrics.jsonl')])
    await writeFile(join(path, name), '');
  await assert.rejects(openRunFolder(path, { mode: 'resume' }), CheckpointError);
  await (await openRunFolder(path, { mode: 'new' })).close();
  assert.deepEqual(await readdir(path), []);
  // Not so without the lock, or with something of the user's.
  await writeFile(join(path, 'model.onnx'), '');
  await assert.rejects(openRunFolder(path, { mode: 'new' }), {
    code: 'output-exists',
    path: ['run', 'folder'],
    what: /model\.onnx/,
  });
  await writeFile(join(path, 'run.lock'), JSON.stringify(killed));
  await writeFile(join(path, 'thesis.txt'), '');
  await assert.rejects(openRunFolder(path, { mode: 'new' }), { code: 'output-exists', path: ['run', 'folder'] });
});

test('a line of probe.jsonl that a kill cut off is not continued', async () => {
  const path = newPath();
  const folder = await openRunFolder(path, { mode: 'new' });
  const record = {
    ...{ epoch: 1, step: 1, rho: null, perturbationNorm: 1, updateNorm: 1 },
    ...{ curvature: null, approximation: null, change: null },
  };
  await folder.appendProbe(record);
  await appendFile(join(path, 'probe.jsonl'), '{"epoch":1,');
  await folder.keepProbes(1);
  await folder.appendProbe({ ...record, step: 2 });
  assert.deepEqual(
    (await folder.readProbes()).map(({ step }) => step),
    [1, 2],
  );
  await folder.close();
});

test('reports of graphsam 0.1.0 are read with its prc-auc as average precision, once, also after the run was resumed', async () => {
  const path = newPath();
  const former = { 'roc-auc': value(0.8), 'prc-auc': value(0.6), 'prc-auc-trapezoid': value(0.5) };
  const folder = await openRunFolder(path, { mode: 'new' });
  await folder.write('run', `${JSON.stringify({ format: 1, graphsam: '0.1.0' })}\n`);
  await folder.appendEpoch({ ...report(1), validation: former });
  await appendFile(join(path, 'metrics.jsonl'), '{"epoch":2,"trainL');
  await folder.close();
  const expected = { 'roc-auc': value(0.8), 'average-precision': value(0.6), 'prc-auc': value(0.5) };
  const [read] = await readEpochs(path);
  assert.deepEqual(read!.validation, expected);

  for (const _ of ['once', 'twice']) {
    const resumed = await openRunFolder(path, { mode: 'resume' });
    assert.deepEqual((await resumed.readEpochs())[0]!.validation, expected);
    await resumed.close();
  }
  assert.equal(JSON.parse(await readFile(join(path, 'run.json'), 'utf8')).format, 3);
});

function value(mean: number) {
  return { mean, perTask: [mean], undefinedTasks: 0 };
}

test('a run that cannot be read is not taken for absent, and nothing is deleted', async () => {
  const path = await mkdtemp(join(tmpdir(), 'graphsam-unreadable-'));
  after(() => rm(path, { recursive: true }));
  // As a disk that fails: it is there, and reading it is refused.
  await mkdir(join(path, 'run.json'));
  await writeFile(join(path, 'model.onnx'), 'model');
  await assert.rejects(runProgress(path), (error) => error instanceof MachineError && error.code === 'system-refuses');
  await assert.rejects(openRunFolder(path, { mode: 'overwrite', shared: true }), {
    code: 'system-refuses',
    where: /run\.json$/,
  });
  assert.deepEqual((await readdir(path)).sort(), ['model.onnx', 'run.json']);
});
