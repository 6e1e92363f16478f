import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { disk } from './disk.node.ts';

test('folders are made with those around them; one that is there will do, a file in the way will not', async (context) => {
  const base = mkdtempSync(join(tmpdir(), 'graphsam-disk-'));
  context.after(() => rmSync(base, { recursive: true, force: true }));
  const folder = join(base, 'a', 'b', 'c');
  await Promise.all([disk.makeFolder(folder), disk.makeFolder(folder), disk.makeFolder(join(base, 'a', 'b', 'd'))]);
  await disk.makeFolder(folder);
  assert.ok(statSync(folder).isDirectory());
  const file = join(base, 'file');
  writeFileSync(file, '');
  await assert.rejects(disk.makeFolder(file), { code: 'EEXIST' });
  await assert.rejects(disk.makeFolder(join(file, 'a', 'b')), { code: 'ENOTDIR' });
});

const noProc = process.platform === 'linux' ? false : 'only Linux has /proc';
test('a file system that takes no folders is not tried for ever', { skip: noProc, timeout: 60_000 }, async () => {
  await assert.rejects(disk.makeFolder('/proc/graphsam/run'), { code: 'ENOENT' });
});
