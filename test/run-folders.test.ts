/** A run folder that was moved, renamed, made read-only, reached by a link or named with blanks and accents predicts, reports and resumes. */
import assert from 'node:assert/strict';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { evaluateRun, predictRun } from '../src/predict/index.node.ts';
import { writeReport } from '../src/report/index.node.ts';
import { dropCheckpoints } from '../src/runs/index.node.ts';
import { parseTrainConfig, type RunEvent, runFiles } from '../src/runs/index.ts';
import { resumeRun, savedTraining } from '../src/training/index.node.ts';
import { runJob as trainJob } from '../src/training/train-job.node.ts';
import { graphsam } from './cli/command-line.ts';

const base = await mkdtemp(join(tmpdir(), 'graphsam-run-folders-'));
after(() => rm(base, { recursive: true, force: true }));

/** A project with a table, a finished run and one that was interrupted after its first epoch. */
const project = join(base, 'projet d’été', 'molécules');
const table = join(project, 'données.csv');
const rows = Array.from(
  { length: 14 },
  (_, index) => `${'C'.repeat(1 + (index % 7))}${index < 7 ? 'O' : 'N'},${index}`,
);
await mkdir(project, { recursive: true });
await writeFile(table, ['smiles,y', ...rows, ''].join('\n'));
const config = parseTrainConfig(
  {
    data: { paths: [table], targetColumns: ['y'] },
    split: { sizes: [0.6, 0.2, 0.2] },
    model: { name: 'compt', settings: { width: 4, heads: 1, layers: 1, headLayers: 1 } },
    training: { epochs: 2, batchSize: 8 },
    machine: { threads: 1 },
  },
  'test',
);

async function train(folder: string, epochs: number): Promise<void> {
  const controller = new AbortController();
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'epoch' && event.report.epoch === epochs) controller.abort();
  };
  await trainJob(
    { config, folder: join(project, 'runs', folder), mode: 'new' },
    { onEvent, signal: controller.signal },
  );
}
await train('fini', 3);
await train('arrêté', 1);

/** A copy of the project that a test may change. */
let copies = 0;
async function copied(): Promise<string> {
  const copy = join(base, `copy ${copies++}`);
  await cp(project, copy, { recursive: true });
  return copy;
}

async function works(folder: string, input: string): Promise<void> {
  const output = join(base, `predictions ${copies++}.csv`);
  await predictRun({ model: folder, input, output, workers: 1 });
  assert.equal((await readFile(output, 'utf8')).trim().split('\n').length, rows.length + 1);
  assert.ok((await evaluateRun({ model: folder, input, threads: 1 })).molecules > 0);
  await writeReport({ runs: [folder], output: join(base, `report ${copies++}.html`) });
}

test('under a path with blanks and accents, renamed, read-only and through a symbolic link', async () => {
  const copy = await copied();
  const renamed = join(copy, 'runs', 'nouveau nom');
  await rename(join(copy, 'runs', 'fini'), renamed);
  await symlink(renamed, join(base, 'lien'));
  await chmod(renamed, 0o555);
  try {
    await works(join(base, 'lien'), join(copy, 'données.csv'));
  } finally {
    await chmod(renamed, 0o755);
  }
});

test('a project that was moved as a whole goes on with the table that moved with it', async () => {
  const copy = await copied();
  // The table that lies where it was is another one now: it must not be taken.
  const moved = join(base, 'elsewhere');
  await rename(copy, moved);
  const { data } = await savedTraining(join(moved, 'runs', 'arrêté'));
  assert.deepEqual(data.paths, [join(moved, 'données.csv')]);
  assert.equal((await resumeRun(join(moved, 'runs', 'arrêté'))).status, 'finished');
});

test('a run that was moved alone goes on with the table where it was', async () => {
  const copy = await copied();
  const moved = join(base, 'alone', 'deeper', 'run');
  await mkdir(join(base, 'alone', 'deeper'), { recursive: true });
  await rename(join(copy, 'runs', 'arrêté'), moved);
  assert.deepEqual((await savedTraining(moved)).data.paths, [table]);
  assert.equal((await resumeRun(moved)).status, 'finished');
});

test('run.json holds no absolute path but the folder in which it was written, model.onnx none', async () => {
  const folder = join(project, 'runs', 'fini');
  const { writtenIn, ...run } = JSON.parse(await readFile(join(folder, runFiles.run), 'utf8'));
  assert.equal(writtenIn, folder);
  assert.deepEqual(run.config.data.paths, ['../../données.csv']);
  assert.ok(!JSON.stringify(run).includes(base));
  assert.ok(!(await readFile(join(folder, runFiles.model))).includes(base));
});

test('a table that moved is named, and must be the same', async () => {
  const copy = await copied();
  const folder = join(copy, 'runs', 'arrêté');
  const text = await readFile(join(folder, runFiles.run), 'utf8');
  await writeFile(
    join(folder, runFiles.run),
    text.replaceAll('données.csv', 'gone.csv').replace(/"writtenIn": ".*"/, '"writtenIn": "/gone"'),
  );
  const [named, other] = [join(base, 'named.csv'), join(base, 'other.csv')];
  await cp(table, named);
  await writeFile(other, (await readFile(table, 'utf8')).replace('CCO', 'CCF'));
  const refused = await graphsam(['train', '--resume', folder, '-i', other], base);
  assert.equal(refused.code, 2, refused.stderr);
  assert.match(refused.stderr, /other\.csv is not the file that the run was trained on/);
  const resumed = await graphsam(['train', '--resume', folder, '-i', named], base);
  assert.equal(resumed.code, 0, resumed.stderr);
});

test('clean deletes the checkpoints of finished runs only, and these still predict and give their result again', async () => {
  const copy = await copied();
  const [finished, stopped] = [join(copy, 'runs', 'fini'), join(copy, 'runs', 'arrêté')];
  await assert.rejects(dropCheckpoints([finished, stopped]), { name: 'CheckpointError', code: 'not-finished' });
  const { size } = await stat(join(finished, runFiles.checkpoint));
  assert.deepEqual(await dropCheckpoints([finished]), [{ folder: finished, bytes: size }]);
  assert.deepEqual(await dropCheckpoints([finished]), [{ folder: finished, bytes: 0 }]);
  await works(finished, join(copy, 'données.csv'));
  const { runs } = await resumeRun(finished);
  const { result } = JSON.parse(await readFile(join(finished, runFiles.run), 'utf8'));
  assert.deepEqual(runs, [{ status: 'finished', folder: finished, ...result }]);
});
