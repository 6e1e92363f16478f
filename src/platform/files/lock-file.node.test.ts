/** Locks on a folder that several machines share. Another machine is this one under another name. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { GraphsamError } from '../../base/index.ts';
import { type FolderLock, hasStaleLock, isLocked, lockFileName, lockFolder } from './lock-file.node.ts';
import { writeWhole } from './write-file.node.ts';

const short = { touchMs: 40, leaseMs: 400 };
const hour = { touchMs: 1_000_000, leaseMs: 3_600_000 };

async function emptyFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-lock-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `work` as if on the machine of that name. */
async function on<T>(host: string, work: () => Promise<T>): Promise<T> {
  process.env.GRAPHSAM_HOST = host;
  try {
    return await work();
  } finally {
    delete process.env.GRAPHSAM_HOST;
  }
}

/** As if nothing had touched the lock for an hour. */
async function letAge(folder: string): Promise<void> {
  const past = new Date(Date.now() - 3_700_000);
  await utimes(join(folder, lockFileName), past, past);
}

async function isOld(folder: string): Promise<boolean> {
  return Date.now() - (await stat(join(folder, lockFileName))).mtimeMs > hour.leaseMs;
}

function code(expected: string): (error: unknown) => boolean {
  return (error) => error instanceof GraphsamError && error.code === expected;
}

test('a lock of another machine holds while it is touched, also beyond its lease', {
  timeout: 120_000,
}, async (context) => {
  const folder = await emptyFolder(context);
  const lock = await lockFolder(folder, { ...hour, touchMs: short.touchMs });
  // As if two leases passed, each with a touch before its end: how long the touching thread takes to start depends on the machine.
  for (let lease = 0; lease < 2; lease++) {
    await letAge(folder);
    while (await isOld(folder)) await setTimeout(short.touchMs);
    await on('other', async () => {
      assert.ok(await isLocked(folder));
      await assert.rejects(lockFolder(folder, hour), code('folder-in-use'));
    });
  }
  await lock.check();
  await lock.release();
  assert.deepEqual(await readdir(folder), []);
});

test('a lock of another machine that is not touched is taken over, and its holder learns it and leaves the new one alone', async (context) => {
  const folder = await emptyFolder(context);
  const asleep = await on('other', () => lockFolder(folder, hour));
  await assert.rejects(lockFolder(folder, hour), code('folder-in-use'));
  await letAge(folder);
  assert.ok(await hasStaleLock(folder));
  const taken = await lockFolder(folder, hour);
  await assert.rejects(asleep.check(), code('lock-lost'));
  const path = join(folder, 'checkpoint');
  await writeWhole(path, 'of the new holder', taken.check);
  await assert.rejects(writeWhole(path, 'of the old one', asleep.check), code('lock-lost'));
  assert.equal(await readFile(path, 'utf8'), 'of the new holder');
  await asleep.release();
  await taken.check();
  await taken.release();
  assert.deepEqual(await readdir(folder), ['checkpoint']);
});

test('of many who find the same old lock one gets it', async (context) => {
  const folder = await emptyFolder(context);
  await on('other', () => lockFolder(folder, hour));
  await letAge(folder);
  const tries = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder, hour)));
  const locks = tries.flatMap((each): FolderLock[] => (each.status === 'fulfilled' ? [each.value] : []));
  const checks = await Promise.allSettled(locks.map((lock) => lock.check()));
  assert.equal(checks.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const lock of locks) await lock.release();
  assert.deepEqual(await readdir(folder), []);
});

test('a machine of the same name is another one if it started at another time', async (context) => {
  const folder = await emptyFolder(context);
  const lock = await lockFolder(folder, hour);
  const path = join(folder, lockFileName);
  const content = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...content, machine: `${content.host} another boot`, pid: 0x7fff_fffe }));
  assert.ok(await isLocked(folder), 'its process is not one of ours that is gone');
  await letAge(folder);
  assert.ok(!(await isLocked(folder)));
  await lock.release();
});

test('a lock of graphsam 0.1.0 on another machine, which nobody touches, holds until it is deleted', async (context) => {
  const folder = await emptyFolder(context);
  await writeFile(join(folder, lockFileName), JSON.stringify({ pid: 1, host: 'other', id: 'old' }));
  await letAge(folder);
  await assert.rejects(lockFolder(folder, short), code('folder-in-use'));
});

test('a process that was stopped for longer than its lease writes nothing when it goes on', async (context) => {
  const folder = await emptyFolder(context);
  const module = new URL('./lock-file.node.js', import.meta.url).href;
  const files = new URL('./write-file.node.js', import.meta.url).href;
  const program = `
    const { lockFolder } = await import(${JSON.stringify(module)});
    const { writeWhole } = await import(${JSON.stringify(files)});
    const lock = await lockFolder(${JSON.stringify(folder)}, ${JSON.stringify(short)});
    for (;;) {
      await writeWhole(${JSON.stringify(join(folder, 'checkpoint'))}, 'first', lock.check).catch((error) => {
        console.log(error.code);
        process.exit();
      });
      console.log('wrote');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, GRAPHSAM_HOST: 'other' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGSTOP');
  let lock: FolderLock | undefined;
  while (!lock) lock = await lockFolder(folder, short).catch(() => setTimeout(50));
  await writeWhole(join(folder, 'checkpoint'), 'second', lock.check);
  const said = restOf(child);
  child.kill('SIGCONT');
  assert.match(await said, /lock-lost\n$/);
  assert.equal(await readFile(join(folder, 'checkpoint'), 'utf8'), 'second');
  await lock.check();
  await lock.release();
});

async function restOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) text += chunk;
  return text;
}

test('a lock that cannot be read is not taken for none', { timeout: 10_000 }, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-lock-'));
  context.after(() => rm(folder, { recursive: true }));
  await symlink(lockFileName, join(folder, lockFileName));
  const refusal = /run\.lock: cannot read: symbolic links in the path lead round in a circle/;
  await assert.rejects(isLocked(folder), refusal);
  await assert.rejects(lockFolder(folder), refusal);
  assert.deepEqual(await readdir(folder), [lockFileName]);
});
