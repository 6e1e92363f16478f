/** `graphsam report --watch` beside a comparison that trains, fails in part, and ends. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertRefused, folderWith, graphsam, jsonLines, start } from './command-line.ts';
import { regressionTable } from './small-tables.ts';

const grid = `
datasets:
  - { paths: [table.csv], label: chains }
  - { paths: [words.csv], label: words }
models: [{ name: compt, settings: { width: 8, heads: 1, layers: 1, headLayers: 1 } }]
optimizers: [adam]
seeds: [0]
training: { epochs: 2 }
`;
const files = { 'table.csv': regressionTable(), 'words.csv': 'smiles,y\nCCO,1\n', 'grid.yaml': grid };

test('a comparison is watched from its first run to its end: what runs, what failed and why, and a page of it', {
  timeout: 240_000,
}, async (context) => {
  const folder = folderWith(context, files);
  await assertRefused(['report', '--watch', 'out'], folder, { exit: 4, code: 'not-a-run' });

  const comparing = graphsam(['compare', 'grid.yaml', '-o', 'out', '--jobs', '1', '--threads', '1'], folder);
  while (!existsSync(join(folder, 'out', 'planned.json'))) await new Promise((resolve) => setTimeout(resolve, 20));
  const watching = start(['report', '--watch', 'out', '--interval', '0.2', '--json'], folder);
  assert.equal((await comparing).code, 1);
  const { code, stdout } = await watching.ended;
  assert.equal(code, 1, 'something failed');
  const told = jsonLines(stdout);
  const result = told.at(-2) as {
    kind: string;
    isOver: boolean;
    counts: object;
    runs: { name: string; reason?: string }[];
  };
  assert.deepEqual(result.counts, { running: 0, failed: 1, waiting: 0, stopped: 0, finished: 1 });
  assert.match(result.runs[1]!.reason!, /1 molecules are too few/);
  const page = readFileSync(join(folder, 'out', 'status.html'), 'utf8');
  assert.match(page, /chains-compt-adam-random-seed0/);
  assert.ok(!page.includes('refresh'), 'it is over');

  const lookInto = ['report', '--watch', 'out', '--once', '-o', 'elsewhere.html'];
  writeFileSync(join(folder, 'elsewhere.html'), 'a file of the user');
  await assertRefused(lookInto, folder, { exit: 2, code: 'output-exists', names: /elsewhere\.html/ });
  assert.equal(readFileSync(join(folder, 'elsewhere.html'), 'utf8'), 'a file of the user');
  await graphsam([...lookInto, '--overwrite'], folder);
  const once = await graphsam(lookInto, folder);
  assert.equal(once.code, 1);
  assert.match(
    once.stdout,
    /^1\/2 finished, 1 failed\nstate +run +epochs\nfailed +words-compt-adam-random-seed0 +0 of 2 +/,
  );
  assert.match(readFileSync(join(folder, 'elsewhere.html'), 'utf8'), /words-compt-adam-random-seed0/);
});

test('watching and reporting together, or a wrong interval, are refused', { timeout: 60_000 }, async (context) => {
  const folder = folderWith(context);
  const both = { code: 'contradicting-settings', setting: '/watch/folder' };
  const mistakes: [string[], { readonly code: string; readonly setting: string }][] = [
    [['run', '--watch', 'out'], both],
    [['run', '--once'], both],
    [['--watch', 'out', '--interval', '0'], { code: 'invalid-configuration', setting: '/watch/interval' }],
  ];
  for (const [args, error] of mistakes) await assertRefused(['report', ...args], folder, { exit: 2, ...error });
});
