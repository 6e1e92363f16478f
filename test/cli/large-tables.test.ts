/** Tables of any length are predicted in the same memory. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderWith, graphsam, start } from './command-line.ts';
import { regressionTable, smallMolecules, tiny } from './small-tables.ts';

/** Prints the largest memory that the process had, in MB, when it ends. */
const report =
  "process.on('exit', () => console.error('peak ' + Math.round(process.resourceUsage().maxRSS / 1024) + ' MB'));";
// A small heap: garbage does not wait in it, so that the process grows by 7 to 25 MB while it warms up, on a busy machine too.
const heap = '--max-old-space-size=96 --max-semi-space-size=4';
const env = { NODE_OPTIONS: `${heap} --import=data:text/javascript,${encodeURIComponent(report)}` };

test('predicting ten times the lines takes no more memory', async (context) => {
  const folder = folderWith(context, { 'table.csv': regressionTable() });
  await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
  // Long lines, so that whoever kept them would be seen: 3,600 of them are 115 MB more.
  const note = 'measured by hand; '.repeat(1776);
  const peak = async (lines: number): Promise<number> => {
    const rows = Array.from({ length: lines }, (_, row) => `${smallMolecules[row % 40]},${row} ${note}`);
    writeFileSync(join(folder, `${lines}.csv`), `smiles,note\n${rows.join('\n')}\n`);
    const { code, stderr } = await start(['predict', 'run', `${lines}.csv`, '--threads', '1'], folder, env).ended;
    assert.equal(code, 0, stderr);
    return Number(/peak (\d+) MB/.exec(stderr)![1]);
  };
  const [few, many] = [await peak(400), await peak(4_000)];
  assert.ok(many - few < 80, `${few} MB for 400 lines, ${many} MB for 4,000`);
});
