import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { disk, watchDisk } from './disk.node.ts';
import { asTemporaryRefusal, temporaryFolder } from './temporary-folder.node.ts';
import { replaceWhole, requireWritable, writeWhole } from './write-file.node.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-write-'));
after(() => rm(folder, { recursive: true }));
const refused = { name: 'MachineError', code: 'cannot-write' };
const noDeletion = process.platform === 'win32' ? 'Windows keeps the folder that a process works in' : false;
const noLinks = process.platform === 'win32' ? 'links need a permission on Windows' : false;

test('a file whose name has as many bytes as the system allows is written whole, one more is refused', async () => {
  const longest = `${'\u00e9'.repeat(125)}x.csv`;
  assert.equal(new TextEncoder().encode(longest).length, 255);
  await writeWhole(join(folder, longest), 'content');
  assert.equal(await readFile(join(folder, longest), 'utf8'), 'content');
  assert.deepEqual(await readdir(folder), [longest.normalize()], 'nothing is left beside it');
  await assert.rejects(writeWhole(join(folder, `x${longest}`), ''), {
    ...refused,
    what: /a name in the path is longer/,
  });
  await rm(join(folder, longest));
});

test('a file that is to be new leaves nothing under its name if the disk is full: an empty lock would keep everyone out', async () => {
  async function* full(): AsyncGenerator<string> {
    yield 'half';
    throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  }
  const path = join(folder, 'run.lock');
  await assert.rejects(disk.write(path, full() as never, { flag: 'wx' }), { code: 'ENOSPC' });
  assert.deepEqual(await readdir(folder), []);
  await disk.write(path, 'first', { flag: 'wx' });
  await assert.rejects(disk.write(path, 'second', { flag: 'wx' }), { code: 'EEXIST' });
  assert.equal(await readFile(path, 'utf8'), 'first', "another one's stays");
  await rm(path);
});

test('what a killed process left of a file with a long name is removed, and nothing of another file', async () => {
  const [long, other] = [`${'a'.repeat(240)}.csv`, `${'a'.repeat(240)}.tsv`];
  const temporaryNames: string[] = [];
  const stop = watchDisk(async ({ kind, path }) => {
    if (kind === 'write') temporaryNames.push(path);
  });
  await writeWhole(join(folder, long), '1');
  await writeWhole(join(folder, other), '1');
  stop();
  const dead = temporaryNames.map((path) =>
    path.replace(/\.\d+(-[0-9a-f]+)-[0-9a-f]+\.partial$/, '.999999999$1-0.partial'),
  );
  for (const path of dead) await writeFile(path, 'half');
  await writeWhole(join(folder, long), '2');
  const names = await readdir(folder);
  assert.equal(names.filter((name) => name.endsWith('.partial')).length, 1, names.join());
  await disk.remove(dead[1]!);
});

test('a process that writes a file several times at once leaves one of them whole, and nothing beside it', async () => {
  const contents = Array.from({ length: 8 }, (_, index) => String(index).repeat(50_000));
  const path = join(folder, 'many.json');
  await Promise.all(contents.map((content) => writeWhole(path, content)));
  assert.ok(contents.includes(await readFile(path, 'utf8')));
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.startsWith('many')),
    ['many.json'],
  );
});

test('a circle of links is reported as such, for a file and for its folder', {
  skip: noLinks,
}, async () => {
  await symlink('round', join(folder, 'round'));
  await assert.rejects(writeWhole(join(folder, 'round', 'file.csv'), ''), {
    ...refused,
    what: /links in the path lead round/,
  });
});

test('a system that can open no more files is reported as such, whatever is done to the disk then, and what was there stays', async () => {
  const own = join(folder, 'own');
  const target = join(own, 'there.csv');
  await writeWhole(target, 'before');
  const operations: string[] = [];
  const count = watchDisk(async ({ kind, path }) => void operations.push(`${kind} ${path}`));
  await writeWhole(target, 'before');
  count();
  for (const [failing, operation] of operations.entries()) {
    let now = 0;
    const stop = watchDisk(async ({ path }) => {
      if (now++ === failing) throw Object.assign(new Error('ENFILE'), { code: 'ENFILE', errno: -23, path });
    });
    const attempt = writeWhole(target, 'after');
    await assert.rejects(attempt, { ...refused, what: /the system has as many files open as it can/ }, operation);
    stop();
    assert.equal(await readFile(target, 'utf8'), 'before', operation);
    assert.deepEqual(await readdir(own), ['there.csv'], `${operation}: left behind`);
  }
  assert.ok(operations.length >= 2, operations.join(', '));
});

test('a path that no file can have is refused before anything is written', async () => {
  let begun = 0;
  const write = async (): Promise<void> => void begun++;
  for (const path of [join(folder, 'none/'), ''])
    await assert.rejects(replaceWhole(path, write), { ...refused, what: /a folder is named/, where: path });
  await assert.rejects(replaceWhole(join(folder, 'x'.repeat(300)), write), { ...refused, what: /longer than/ });
  assert.equal(begun, 0);
});

const allowsAll = process.getuid?.() === 0 ? 'the administrator may write everywhere' : noLinks;

test('a folder that cannot be written is refused before there is anything to write, also one that is to be made', async () => {
  const file = join(folder, 'a-file');
  await writeWhole(file, '');
  await requireWritable(join(folder, 'to', 'be', 'made'));
  await requireWritable(folder);
  await assert.rejects(requireWritable(join(file, 'run')), { ...refused, where: join(file, 'run') });
});

test('so is one without permission', { skip: allowsAll }, async () => {
  const locked = join(folder, 'locked');
  await mkdir(locked, { mode: 0o500 });
  await assert.rejects(requireWritable(join(locked, 'new', 'run')), { ...refused, what: /no permission/ });
});

test('where a link stands, the file is written that it leads to, also one that is not there yet', {
  skip: noLinks,
}, async () => {
  const [own, elsewhere] = [join(folder, 'links'), join(folder, 'elsewhere')];
  await writeWhole(join(elsewhere, 'there.csv'), 'before');
  await writeWhole(join(own, 'file.csv'), 'other');
  await symlink('../elsewhere/there.csv', join(own, 'latest.csv'));
  await symlink('../elsewhere/new/none.csv', join(own, 'none.csv'));
  await symlink('round.csv', join(own, 'round.csv'));
  await writeWhole(join(own, 'latest.csv'), 'after');
  await writeWhole(join(own, 'none.csv'), 'new');
  await assert.rejects(writeWhole(join(own, 'round.csv'), ''), refused);
  assert.equal(await readFile(join(elsewhere, 'there.csv'), 'utf8'), 'after');
  assert.equal(await readFile(join(elsewhere, 'new', 'none.csv'), 'utf8'), 'new');
  assert.equal(await readlink(join(own, 'latest.csv')), '../elsewhere/there.csv');
  assert.deepEqual((await readdir(own)).sort(), ['file.csv', 'latest.csv', 'none.csv', 'round.csv']);
  assert.deepEqual((await readdir(elsewhere)).sort(), ['new', 'there.csv']);
});

test('a folder for temporary files that is not there is named, with the variable that names another', async (context) => {
  const before = process.env.TMPDIR;
  context.after(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  const missing = join(folder, 'none');
  process.env.TMPDIR = missing;
  // Windows reads other variables.
  if (tmpdir() !== missing) return;
  await assert.rejects(temporaryFolder('test'), { ...refused, where: missing, advice: /TMPDIR/ });
  const full = asTemporaryRefusal({ code: 'ENOSPC', syscall: 'write' }) as Error & { what: string };
  assert.equal(full.what, 'the folder for temporary files cannot be used: the disk is full');
  const read = { code: 'EISDIR', syscall: 'read' };
  assert.equal(asTemporaryRefusal(read), read, 'of what is read, not of what is written');
});

test('in a working folder that was deleted nobody tries for ever to make another', { skip: noDeletion }, () => {
  const module = new URL('./disk.node.js', import.meta.url).href;
  const gone = mkdtempSync(join(tmpdir(), 'graphsam-gone-'));
  const program = `import { rmdirSync } from 'node:fs';
import { disk } from '${module}';
rmdirSync(${JSON.stringify(gone)});
await disk.makeFolder('runs/first').then(() => console.log('made'), ({ code }) => console.log(code));`;
  const options = { cwd: gone, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' } as const;
  const { signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], options);
  // Node may still know where it was, and make both anew.
  assert.ok(signal === null && ['made', 'ENOENT'].includes(stdout.trim()), `${signal} ${stdout} ${stderr}`);
  rmSync(gone, { recursive: true, force: true });
});
