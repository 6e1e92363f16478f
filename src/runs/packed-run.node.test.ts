import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { withRunFolders } from './packed-run.node.ts';

test('a run packed as zip is a folder named like it for as long as it is needed; a zip without a run is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-packed-'));
  try {
    const [packed, empty] = [join(folder, 'esol-sam.zip'), join(folder, 'empty.zip')];
    await writeFile(
      packed,
      zipSync({ 'top/run.json': new Uint8Array([123, 125]), 'top/other.txt': new Uint8Array(3) }),
    );
    await writeFile(empty, zipSync({ 'readme.txt': new Uint8Array(3) }));
    let seen: readonly string[] = [];
    await withRunFolders([packed, folder, 'nowhere'], async (folders) => {
      seen = folders;
      assert.match(folders[0]!, /esol-sam$/);
      assert.deepEqual(await readdir(folders[0]!), ['run.json'], 'files of a run alone');
      assert.deepEqual(folders.slice(1), [folder, 'nowhere']);
    });
    assert.equal(existsSync(seen[0]!), false);
    await assert.rejects(
      withRunFolders([empty], async () => {}),
      { code: 'not-a-run', where: /empty\.zip$/, what: /run\.json/ },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
