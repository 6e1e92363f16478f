/** Sharpness and landscapes of runs as a user has them: computed, continued, drawn again; and the runs stay as they were. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { assertRefused, filesIn, folderWith, graphsam, jsonLines, start } from './command-line.ts';
import { alone, classificationTable, regressionTable, tiny } from './small-tables.ts';

const few = ['--rows', '16', '--threads', '1'];
const fast = [...few, '--iterations', '6', '--eigenvalues', '2', '--trace-draws', '2', '--ascent-steps', '2'];

/** Names, contents and times of all files of a folder. */
function stateOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    const { mtimeMs } = statSync(path);
    hash.update(`${name} ${mtimeMs}`);
    if (statSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

interface Curve {
  readonly train: number[];
  readonly test: number[];
}

function sheetsOf(folder: string): Curve[] {
  return (JSON.parse(readFileSync(join(folder, 'landscape.json'), 'utf8')) as { sheets: Curve[] }).sheets;
}

describe('sharpness and landscapes', { concurrency: 2 }, () => {
  test('two runs are measured side by side and drawn, and nothing in them changes', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    for (const optimizer of ['adam', 'sam']) {
      const trained = await graphsam(
        ['train', 'table.csv', ...tiny, '--optimizer', optimizer, '-o', optimizer],
        folder,
      );
      assert.equal(trained.code, 0, trained.stderr);
    }
    const before = ['adam', 'sam'].map((run) => stateOf(join(folder, run)));

    const measured = await graphsam(['sharpness', 'adam', 'sam', ...fast], folder);
    assert.equal(measured.code, 0, measured.stderr);
    assert.match(measured.stdout, /largest eigenvalue +\S+ +\S+/);
    const text = readFileSync(join(folder, 'adam-analysis', 'sharpness.json'), 'utf8');
    const { runs } = JSON.parse(text) as {
      runs: { rows: { checksum: string }; sharpness: { loss: number; eigenvalues: { check: { apart: number } } } }[];
    };
    assert.equal(runs.length, 2);
    assert.equal(runs[0]!.rows.checksum, runs[1]!.rows.checksum, 'the same rows');
    for (const { sharpness } of runs) assert.ok(sharpness.eigenvalues.check.apart < 0.05);
    assert.ok(!text.includes(folder), 'no path of this machine');
    const again = await graphsam(['sharpness', 'adam', 'sam', ...fast], folder);
    assert.equal(again.code, 2, 'an existing file is kept');
    const replaced = await graphsam(['sharpness', 'adam', 'sam', ...fast, '--overwrite', '--json'], folder);
    assert.equal(readFileSync(join(folder, 'adam-analysis', 'sharpness.json'), 'utf8'), text, 'the same numbers');
    assert.equal(jsonLines(replaced.stdout).at(-1)!.kind, 'result');

    const around = await graphsam(['landscape', 'adam', 'sam', ...few, '--x', '-1:1:5', '-o', 'around'], folder);
    assert.equal(around.code, 0, around.stderr);
    assert.deepEqual(filesIn(join(folder, 'around')), ['landscape-test.svg', 'landscape-train.svg', 'landscape.json']);
    const through = await graphsam(
      ['landscape', 'adam', 'sam', '--through', ...few, '--x', '0:1:3', '-o', 'through'],
      folder,
    );
    assert.equal(through.code, 0, through.stderr);
    const [joined] = sheetsOf(join(folder, 'through'));
    const [ofAdam, ofSam] = sheetsOf(join(folder, 'around'));
    // The middle of each curve is the run itself, and so are the ends of the line between them.
    assert.deepEqual([joined!.train[0], joined!.train[2]], [ofAdam!.train[2], ofSam!.train[2]]);

    assert.deepEqual(
      ['adam', 'sam'].map((run) => stateOf(join(folder, run))),
      before,
    );
    // A run is no folder for results.
    await assertRefused(['landscape', 'adam', ...few, '-o', 'sam'], folder, { exit: 2, code: 'output-unusable' });
  });

  test('a loss that reads other outputs than the network has is refused, and its own landscape is drawn', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    for (const loss of ['mse', 'mean-variance']) {
      const trained = await graphsam(['train', 'table.csv', ...tiny, '--loss-function', loss, '-o', loss], folder);
      assert.equal(trained.code, 0, trained.stderr);
    }
    const refused = { exit: 2, code: 'metric-unsuitable', setting: '/training/loss', names: /mean-variance.*--loss/s };
    await assertRefused(['sharpness', 'mse', ...fast, '--loss', 'mean-variance'], folder, refused);
    await assertRefused(['landscape', 'mse', ...few, '--loss', 'mean-variance'], folder, refused);
    await assertRefused(['sharpness', 'mean-variance', ...fast, '--loss', 'mse'], folder, refused);
    const other = await graphsam(['landscape', 'mse', ...few, '--x', '-1:1:3', '--loss', 'mae', '-o', 'mae'], folder);
    assert.equal(other.code, 0, other.stderr);
    const own = await graphsam(['landscape', 'mean-variance', ...few, '--x', '-1:1:3', '-o', 'drawn'], folder);
    assert.equal(own.code, 0, own.stderr);
    assert.ok(sheetsOf(join(folder, 'drawn'))[0]!.train.every(Number.isFinite));
  });

  test('a surface that was interrupted is continued by the same command, to the same numbers, and drawn again', async (context) => {
    const folder = folderWith(context, { 'table.csv': classificationTable() });
    const grover = ['--model', 'grover', '--width', '16', '--heads', '2', '--epochs', '1', '--threads', '1', ...alone];
    const trained = await graphsam(['train', 'table.csv', ...grover, '-o', 'run'], folder);
    assert.equal(trained.code, 0, trained.stderr);
    const command = ['landscape', 'run', ...few, '--x', '-1:1:17', '--y', '-1:1:17'];
    const whole = await graphsam([...command, '-o', 'whole'], folder);
    assert.equal(whole.code, 0, whole.stderr);
    const running = start([...command, '--json', '-o', 'parts'], folder);
    await running.saw('"plan"');
    running.process.kill('SIGINT');
    const interrupted = await running.ended;
    assert.equal(interrupted.code, 130, interrupted.stderr);
    const done = sheetsOf(join(folder, 'parts'))[0]!.train.length;
    assert.ok(done < 289, `${done} points`);
    const other = await graphsam([...command, '--seed', '2', '-o', 'parts'], folder);
    assert.equal(other.code, 2, 'another landscape is not continued');
    const continued = await graphsam([...command, '-o', 'parts'], folder);
    assert.equal(continued.code, 0, continued.stderr);
    assert.deepEqual(sheetsOf(join(folder, 'parts')), sheetsOf(join(folder, 'whole')));

    renameSync(join(folder, 'run'), join(folder, 'elsewhere'));
    const picture = join(folder, 'parts', 'landscape-train-surface.svg');
    const drawn = readFileSync(picture, 'utf8');
    writeFileSync(picture, '');
    const redrawn = await graphsam(['landscape', '--redraw', '-o', 'parts'], folder);
    assert.equal(redrawn.code, 0, redrawn.stderr);
    assert.equal(readFileSync(picture, 'utf8'), drawn);
  });

  test('the way of a run is drawn on its principal plane', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    await graphsam(['train', 'table.csv', ...tiny, '--epochs', '4', '--keep-weights', '1', '-o', 'run'], folder);
    assert.equal(readdirSync(join(folder, 'run', 'weights')).length, 5);
    const drawn = await graphsam(
      ['landscape', 'run', '--trajectory', ...few, '--x', '-1:1:3', '--y', '-1:1:3', '-o', 'way'],
      folder,
    );
    assert.equal(drawn.code, 0, drawn.stderr);
    assert.match(drawn.stdout, /the plane holds \d+(\.\d+)? % of the way/);
    const plain = folderWith(context, { 'table.csv': regressionTable() });
    await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], plain);
    await assertRefused(['landscape', 'run', '--trajectory', ...few], plain, {
      exit: 4,
      code: 'no-kept-weights',
      setting: '/training/keepWeights',
      names: /--keep-weights 1/,
    });
  });

  test('a table that changed or moved is named, and one that is named again is used', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    cpSync(join(folder, 'table.csv'), join(folder, 'moved.csv'));
    writeFileSync(join(folder, 'table.csv'), regressionTable().replace('CO,', 'CO,1'));
    await assertRefused(['sharpness', 'run', ...fast], folder, {
      exit: 3,
      code: 'other-table',
      setting: '/data/paths',
      names: /table\.csv/,
    });
    const named = await graphsam(
      ['sharpness', 'run', '--data-path', 'moved.csv', ...fast, '--hessian', 'differences'],
      folder,
    );
    assert.equal(named.code, 0, named.stderr);
    renameSync(join(folder, 'table.csv'), join(folder, 'gone.csv'));
    await assertRefused(['landscape', 'run', ...few], folder, {
      exit: 3,
      code: 'other-table',
      setting: '/data/paths',
      names: /--data-path/,
    });
  });

  for (const [args, exit, code, setting] of [
    [['sharpness'], 2, 'missing-argument'],
    [['landscape', 'nowhere'], 4, 'not-a-run'],
    [['landscape', 'nowhere', '--x', '1:-1:5'], 2, 'wrong-value'],
    [['landscape', 'nowhere', '--xignore', 'biases'], 2, 'unknown-name', '/landscape/ignore'],
    [['landscape', 'nowhere', '--through', '--trajectory'], 2, 'contradicting-settings', '/landscape/through'],
    [['landscape', 'nowhere', '--through', '--xnorm', 'layer'], 2, 'contradicting-settings', '/landscape/through'],
    [['landscape', '--redraw'], 2, 'missing-argument'],
    [['sharpness', 'nowhere', '--trace-draws', '1'], 2, 'invalid-configuration', '/sharpness/traceDraws'],
    [['sharpness', 'nowhere', '--radius', '0'], 2, 'invalid-configuration', '/sharpness/radius'],
  ] as const) {
    test(`${args.join(' ')} is refused: ${code}`, async (context) => {
      await assertRefused(args, folderWith(context), { exit, code, ...(setting !== undefined && { setting }) });
    });
  }
});
