/**
 * node dist/bench/parts.js [ROWS] [PARTS]
 *
 * Predicts a table of ROWS small molecules (default 200,000) at once and in PARTS (default 16), joins the parts, and fails unless both files
 * are the same, byte for byte. Prints the seconds of each, and of finding the parts and joining them. The model is as small as one can be:
 * what is checked are rows and parts, and 400,000 predictions take minutes also so.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partOfTable } from '../src/data/index.node.ts';
import { collectParts, predictPart, predictRun } from '../src/predict/index.node.ts';
import { parseTrainConfig } from '../src/runs/index.ts';
import { trainRun } from '../src/training/index.node.ts';

const [rows = 200_000, count = 16] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'graphsam-parts-'));
try {
  const [input, labeled, model] = ['library.csv', 'labeled.csv', 'run'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  /** One to three heavy atoms. */
  const smiles = (row: number): string => `${'C'.repeat(row % 3)}${['O', 'N', 'F', 'C'][row % 4]}`;
  const lines = Array.from(
    { length: rows },
    (_, row) => `${row},${smiles(row)},"row ""${row}""${row % 5 ? '' : '\n'}"`,
  );
  await writeFile(input, `id,smiles,note\n${lines.join('\n')}\n`);
  const measured = Array.from({ length: 20 }, (_, row) => `${'C'.repeat(row + 1)}O,${row}`);
  await writeFile(labeled, `smiles,y\n${measured.join('\n')}\n`);
  const settings = { width: 16, heads: 1, layers: 1, headLayers: 1 };
  const training = { epochs: 1, baselines: false };
  const given = { data: { paths: [labeled], targetColumns: ['y'] }, model: { name: 'compt', settings }, training };
  await trainRun(parseTrainConfig(given, 'bench'), { folder: model });

  const whole = join(folder, 'whole.csv');
  const options = { model, input, output: join(folder, 'scored.csv') };
  console.log(`whole: ${await secondsOf(() => predictRun({ ...options, output: whole }))} s`);
  let [finding, predicting] = [0, 0];
  for (let index = 1; index <= count; index++) {
    finding += await secondsOf(() => partOfTable(input, { index, count }));
    predicting += await secondsOf(() => predictPart(options, { index, count }));
  }
  console.log(`${count} parts: ${predicting.toFixed(1)} s, of them finding where they lie: ${finding.toFixed(1)} s`);
  console.log(`joining: ${await secondsOf(() => collectParts(options.output))} s`);
  const [one, joined] = await Promise.all([readFile(whole), readFile(options.output)]);
  if (!one.equals(joined)) throw new Error('the joined parts differ from the whole');
  console.log(`${rows} rows: the joined parts equal the whole, ${one.length} bytes`);
  const { user, system } = process.cpuUsage();
  console.log(`${Math.round((user + system) / 1e6)} s of CPU in all`);
} finally {
  await rm(folder, { recursive: true });
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start) / 1000;
}
