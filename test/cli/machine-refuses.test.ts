/** A machine that does not let us: no permission, no space, something in the way. Nothing is damaged, and it is said what to do. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { replaceWhole } from '../../src/platform/files/write-file.node.ts';
import {
  asProgram,
  assertRefusal,
  assertRefused,
  filesIn,
  folderWith,
  graphsam,
  jsonLines,
  mainFile,
} from './command-line.ts';
import { regressionTable, tiny } from './small-tables.ts';

const good = regressionTable();
const full = existsSync('/dev/full') ? false : 'this system has no /dev/full';
const noShell = process.platform === 'win32' ? 'limits of file sizes need a POSIX shell' : false;
const noMount = process.platform === 'linux' && process.getuid?.() === 0 ? false : 'only root may mount, on Linux';
const allowsAll = process.getuid?.() === 0 ? 'the administrator may write everywhere' : noShell;

interface Limited {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** graphsam where no file can be longer than this many blocks of 512 bytes: as on a full disk, writing fails in the middle. */
function limited(blocks: number, args: readonly string[], cwd: string): Limited {
  return under(`ulimit -f ${blocks}`, args, cwd);
}

/** graphsam under a limit of the shell. */
function under(limit: string, args: readonly string[], cwd: string): Limited {
  const command = ['-c', `${limit}; exec "$0" "$@"`, process.execPath, mainFile, ...asProgram(args)];
  const env = { ...process.env, GRAPHSAM_DEBUG: '' };
  const { status, stdout, stderr } = spawnSync('/bin/sh', command, { cwd, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

describe('the machine refuses', { concurrency: 2 }, () => {
  test('a file that cannot grow: exit code 5, the old output stays, and the folder of a run is free again', {
    skip: noShell,
  }, async (context) => {
    const [header, ...rows] = good.trimEnd().split('\n');
    const folder = folderWith(context, {
      'table.csv': good,
      'many.csv': `${header}\n${`${rows.join('\n')}\n`.repeat(200)}`,
      'out.csv': 'old',
    });
    const trained = limited(16, ['train', 'table.csv', ...tiny, '-o', 'short'], folder);
    assertRefusal(trained, { exit: 5, code: 'cannot-write', names: /where: short/ });
    const left = filesIn(join(folder, 'short'));
    assert.ok(!left.some((name) => /lock|partial|onnx|safetensors/.test(name)), left.join());
    await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    const before = filesIn(folder);
    const predicted = limited(64, ['predict', 'run', 'many.csv', '-o', 'out.csv', '--overwrite'], folder);
    assertRefusal(predicted, { exit: 5, code: 'cannot-write', names: /out\.csv/ });
    const featurized = limited(8, ['featurize', 'table.csv', '-o', 'f.jsonl'], folder);
    assertRefusal(featurized, { exit: 5, code: 'cannot-write', names: /f\.jsonl/ });
    assert.deepEqual(filesIn(folder), before);
    assert.equal(readFileSync(join(folder, 'out.csv'), 'utf8'), 'old');
  });

  test('a comparison stops at the first run that the disk refuses, with one error', {
    skip: noShell,
  }, async (context) => {
    const folder = folderWith(context, { 'table.csv': good });
    const grid = ['--datasets', 'table.csv', '--optimizers', 'adam', '--seeds', '0', '1', '2', '--epochs', '1'];
    const compared = limited(16, ['compare', ...grid, '--jobs', '1', '--threads', '1', '-o', 'out'], folder);
    assertRefusal(compared, { exit: 5, code: 'cannot-write' });
    assert.equal(jsonLines(compared.stdout).filter(({ kind }) => kind === 'error').length, 1);
    const begun = filesIn(join(folder, 'out', 'runs')).filter((name) => /seed[12]/.test(name));
    assert.deepEqual(begun, []);
  });

  test('a full disk leaves the old file whole and nothing beside it', { skip: full }, async (context) => {
    const folder = folderWith(context, { 'out.csv': 'old' });
    const fill = replaceWhole(join(folder, 'out.csv'), async (temporaryPath) => {
      writeFileSync(temporaryPath, 'half');
      const file = await open('/dev/full', 'w');
      await file.writeFile('the other half').finally(() => file.close());
    });
    await assert.rejects(fill, { name: 'MachineError', code: 'cannot-write' });
    assert.deepEqual(filesIn(folder), ['out.csv']);
    assert.equal(readFileSync(join(folder, 'out.csv'), 'utf8'), 'old');
  });

  test('output that cannot be written is reported once and does not end the work', { skip: full }, async (context) => {
    const folder = folderWith(context, { 'table.csv': good });
    const env = { ...process.env, GRAPHSAM_DEBUG: '' };
    const args = [mainFile, 'featurize', 'table.csv', '-o', 'f.jsonl'];
    const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
    const said = spawnSync(process.execPath, args, { cwd: folder, env, stdio: [...stdio], encoding: 'utf8' });
    assert.equal(said.status, 5, said.stderr);
    // The form for programs would go where nothing can be written.
    assert.match(said.stderr, /^error: .+\n {2}where: standard output\n$/);
    assert.equal(readFileSync(join(folder, 'f.jsonl'), 'utf8').trimEnd().split('\n').length, 40);
    await assertRefused(['datasets', '--logfile', '/dev/full'], folder, { exit: 5, code: 'system-refuses' });
  });

  test('a folder without permission: exit code 5, nothing is written', { skip: allowsAll }, async (context) => {
    const folder = folderWith(context, { 'table.csv': good });
    mkdirSync(join(folder, 'locked'), { mode: 0o500 });
    for (const args of [
      ['train', 'table.csv', ...tiny, '-o', join('locked', 'run')],
      ['featurize', 'table.csv', '-o', join('locked', 'f.jsonl')],
      ['datasets', '--logfile', join('locked', 'log.txt')],
    ]) {
      await assertRefused(args, folder, { exit: 5, code: 'cannot-write', names: /locked/ });
    }
    assert.deepEqual(filesIn(join(folder, 'locked')), []);
    chmodSync(join(folder, 'table.csv'), 0o000);
    await assertRefused(['featurize', 'table.csv'], folder, { exit: 3, code: 'cannot-read', names: /EACCES/ });
  });

  test('limits of open files and of the address space, and links in a circle, have a message each', {
    skip: noShell,
  }, async (context) => {
    const folder = folderWith(context, { 'table.csv': good });
    const files = under('ulimit -n 30', ['featurize', 'table.csv', '-o', 'f.jsonl'], folder);
    // The command line itself could not be loaded, and with it the form for programs.
    assert.equal(files.code, 5, files.stderr);
    assert.match(files.stderr, /^error: .*EMFILE[\s\S]*ulimit -n/);
    if (process.platform === 'linux') {
      const memory = under('ulimit -v 6000000', ['train', 'table.csv', ...tiny, '-o', 'run'], folder);
      assertRefusal(memory, {
        exit: 5,
        code: 'memory-short',
        names: /6\.144 GB[\s\S]*24 GB[\s\S]*ulimit -v unlimited/,
      });
      const rdkit = under('ulimit -v 6000000', ['featurize', 'table.csv', '-o', 'f.jsonl'], folder);
      assertRefusal(rdkit, { exit: 5, code: 'memory-short', names: /RDKit[\s\S]*--disable-wasm-trap-handler/ });
    }
    symlinkSync('round.csv', join(folder, 'round.csv'));
    await assertRefused(['featurize', 'round.csv'], folder, { exit: 3, code: 'cannot-read', names: /ELOOP/ });
    assert.deepEqual(filesIn(folder), ['round.csv', 'table.csv']);
  });

  test('a read-only file system is reported, for a run and for a file', { skip: noMount }, async (context) => {
    const folder = folderWith(context, { 'table.csv': good });
    const mounted = join(folder, 'mounted');
    mkdirSync(mounted);
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', mounted], { encoding: 'utf8' });
    if (status !== 0) return context.skip(`nothing can be mounted here: ${stderr.trim()}`);
    try {
      for (const args of [
        ['train', 'table.csv', ...tiny, '-o', join('mounted', 'run')],
        ['featurize', 'table.csv', '-o', join('mounted', 'f.jsonl')],
      ]) {
        await assertRefused(args, folder, { exit: 5, code: 'cannot-write', names: /where: mounted/ });
      }
    } finally {
      spawnSync('umount', [mounted]);
    }
  });

  test('an output that is the input, a folder or a pipe is refused, also with --overwrite', {
    skip: noShell,
  }, async (context) => {
    const folder = folderWith(context, { 'table.csv': good });
    mkdirSync(join(folder, 'folder'));
    spawnSync('mkfifo', ['pipe'], { cwd: folder });
    for (const output of ['table.csv', 'folder', 'pipe']) {
      const args = ['featurize', 'table.csv', '-o', output, '--overwrite'];
      await assertRefused(args, folder, { exit: 2, code: 'output-unusable', setting: '/run/output' });
    }
    assert.ok(statSync(join(folder, 'pipe')).isFIFO());
    await assertRefused(['featurize', 'table.csv', '--logfile', './table.csv'], folder, {
      exit: 2,
      code: 'output-unusable',
      names: /--logfile/,
    });
    assert.equal(readFileSync(join(folder, 'table.csv'), 'utf8'), good);
    assert.deepEqual(filesIn(folder), ['folder', 'pipe', 'table.csv']);
  });
});
