/** Trainings that do not come to their end: Ctrl-C, kill, a folder that two want, and readers that go away. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { assertRefused, filesIn, folderWith, graphsam, start } from './command-line.ts';
import { regressionTable, tiny } from './small-tables.ts';

/** Long enough to be stopped half-way, and a few seconds when it is not. */
const long = [...tiny, '--epochs', '120', '-b', '8'];

/** Says when Ctrl-C would be heard: long before a thread has loaded what reads the table. */
const listener =
  "process.on('newListener',(name)=>{if(name==='SIGINT')setImmediate(()=>process.stderr.write('listening\\n'))})";
const sayingWhen = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(listener)}` };

describe('interruption', { concurrency: 2 }, () => {
  test('kill -9 and --resume, and Ctrl-C and --resume, end with the very model of a run that was never stopped', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    const whole = await graphsam(['train', 'table.csv', ...long, '-o', 'whole'], folder);
    assert.equal(whole.code, 0, whole.stderr);

    const killed = start(['train', 'table.csv', ...long, '-o', 'killed'], folder);
    await killed.saw('epoch 10/120');
    killed.process.kill('SIGKILL');
    assert.equal((await killed.ended).signal, 'SIGKILL');
    assert.ok(!existsSync(join(folder, 'killed', 'model.onnx')));
    await assertRefused(['predict', 'killed', 'table.csv'], folder, {
      exit: 4,
      code: 'not-finished',
      names: /\d+ of 120 epochs are done[\s\S]*graphsam train --resume killed/,
    });

    const again = start(['train', '--resume', 'killed'], folder);
    await again.saw('epoch 25/120');
    again.process.kill('SIGINT');
    const stopped = await again.ended;
    assert.equal(stopped.code, 130, stopped.stderr);
    assert.match(stopped.stdout, /graphsam train --resume killed/);

    const resumed = await graphsam(['train', 'table.csv', ...long, '-o', 'killed', '--resume'], folder);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stdout, /^Training from epoch/m);
    const model = (run: string): Buffer => readFileSync(join(folder, run, 'model.onnx'));
    assert.ok(model('killed').equals(model('whole')), 'the models differ');
    const epochs = (run: string): unknown[] =>
      readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => {
          const { seconds: _seconds, moleculesPerSecond: _speed, ...rest } = JSON.parse(line);
          return rest;
        });
    assert.deepEqual(epochs('killed'), epochs('whole'));

    await assertRefused(['train', '--resume', 'killed', '--epochs', '500'], folder, {
      exit: 2,
      code: 'other-run',
      names: /--epochs.*500.*120/,
    });
  });

  test('Ctrl-C before the first step says that nothing was saved, and of a resumed run that it is as it was', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    const promised = /^interrupted: it ends as soon as it can, and says what is saved; once more stops at once$/m;
    const early = start(['train', 'table.csv', ...long, '-o', 'run'], folder, sayingWhen);
    await early.saw('listening');
    early.process.kill('SIGINT');
    const nothing = await early.ended;
    assert.equal(nothing.code, 130, nothing.stderr);
    assert.match(nothing.stderr, promised);
    assert.match(nothing.stdout, /^Interrupted before the first step: nothing of the run was saved\.\n$/);
    assert.doesNotMatch(nothing.stdout + nothing.stderr, /everything|--resume/);
    assert.deepEqual(filesIn(folder), ['table.csv']);

    const begun = start(['train', 'table.csv', ...long, '-o', 'run'], folder);
    await begun.saw('epoch 3/');
    begun.process.kill('SIGINT');
    assert.match((await begun.ended).stderr, /^interrupted: this batch is finished and everything saved;/m);
    const resumed = start(['train', '--resume', 'run'], folder, sayingWhen);
    await resumed.saw('listening');
    resumed.process.kill('SIGINT');
    const { code, stdout, stderr } = await resumed.ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, promised);
    assert.match(stdout, /what was saved before stays\.\nContinue: graphsam train --resume run\n$/);
  });

  test('a second Ctrl-C stops at once', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    const running = start(['train', 'table.csv', ...tiny, '--epochs', '100000', '-o', 'run'], folder);
    await running.saw('epoch 3/');
    // Stopped, it sees both signals before it can finish its batch.
    running.process.kill('SIGSTOP');
    running.process.kill('SIGINT');
    running.process.kill('SIGTERM');
    running.process.kill('SIGCONT');
    assert.equal((await running.ended).code, 130);
  });

  test('two runs cannot share a folder; the first is not disturbed', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    const first = start(['train', 'table.csv', ...tiny, '--epochs', '60', '-o', 'run'], folder);
    await first.saw('epoch 3/');
    // It holds its folder while it stands still: however slow the second is, it comes before the first has ended.
    first.process.kill('SIGSTOP');
    await assertRefused(['train', 'table.csv', ...tiny, '-o', 'run', '--overwrite'], folder, {
      exit: 2,
      code: 'folder-in-use',
      names: /process \d+/,
    });
    first.process.kill('SIGCONT');
    assert.equal((await first.ended).code, 0);
    const third = await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    assert.equal(third.code, 2, 'a finished run is kept');
    writeFileSync(join(folder, 'run', 'notes.txt'), 'mine');
    const fourth = await graphsam(['train', 'table.csv', ...tiny, '-o', 'run', '--overwrite'], folder);
    assert.equal(fourth.code, 0, fourth.stderr);
    assert.ok(filesIn(join(folder, 'run')).includes('notes.txt'), 'what is not of a run stays');
  });

  test('a reader that goes away ends nothing and is no error', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    const running = start(['train', 'table.csv', ...tiny, '--epochs', '30', '-o', 'run'], folder);
    await running.saw('epoch 1/');
    running.process.stdout!.destroy();
    const { code, stderr } = await running.ended;
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /EPIPE|error/);
    assert.ok(existsSync(join(folder, 'run', 'model.onnx')));
  });

  test('an interrupted prediction leaves nothing', async (context) => {
    const lines = regressionTable().trimEnd().split('\n');
    const body = `${lines.slice(1).join('\n')}\n`;
    const folder = folderWith(context, {
      'table.csv': regressionTable(),
      'many.csv': `${lines[0]}\n${body.repeat(5000)}`,
    });
    await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    const running = start(['predict', 'run', 'many.csv', '--threads', '1'], folder);
    await running.saw('Targets');
    running.process.kill('SIGINT');
    const { code, stderr } = await running.ended;
    assert.equal(code, 130, stderr);
    assert.deepEqual(filesIn(folder), ['many.csv', 'run', 'table.csv']);
  });
});
