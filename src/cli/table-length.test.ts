import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { tableLength } from './table-length.ts';

test('a table in UTF-16 has half as many characters as bytes, and of what is packed or no file the number is not known', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-length-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const text = 'smiles,y\nCCO,1\n';
  const lengthOf = (name: string, content: Uint8Array | string): Promise<number | undefined> => {
    writeFileSync(join(folder, name), content);
    return tableLength(join(folder, name));
  };
  assert.equal(await lengthOf('plain.csv', text), text.length);
  assert.equal(await lengthOf('wide.csv', Buffer.from(text, 'utf16le')), text.length);
  assert.equal(await lengthOf('packed.csv.gz', text), undefined);
  assert.deepEqual([await tableLength(folder), await tableLength(join(folder, 'none.csv'))], [undefined, undefined]);
});
