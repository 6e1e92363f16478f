/** Which rows of another table a model was trained on, found by structure as the model reads it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { evaluateRun } from '../src/predict/index.node.ts';
import { parseTrainConfig } from '../src/runs/index.ts';
import { trainRun } from '../src/training/index.node.ts';
import { regressionTable, smallMolecules } from './cli/small-tables.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-trained-rows-'));
after(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

/** A ring of a hundred atoms. */
const large = `C1${'C'.repeat(98)}C1`;

/** With the smallest network. */
async function train(name: string, data: Record<string, unknown>): Promise<void> {
  const input = {
    data: { paths: [at(`${name}.csv`)], ...data },
    model: { name: 'compt', settings: { width: 4, heads: 1, layers: 1 } },
    optimizer: { name: 'adam' },
    training: { epochs: 1 },
    machine: { threads: 1 },
  };
  await trainRun(parseTrainConfig(input, 'the test'), { folder: at(name) });
}

test('salts and large molecules of the training are found in another table, whose molecules the model reads alike', async () => {
  const trained = [...smallMolecules.map((each) => `${each}.Cl`), large];
  await writeFile(at('trained.csv'), regressionTable(trained));
  await train('trained', { largestFragment: true, maxAtoms: 120 });
  const [split] = JSON.parse(await readFile(at('trained/splits.json'), 'utf8'));
  const partOf = (row: number): string => ['train', 'val'].find((part) => split[part].includes(row)) ?? 'rest';

  // The same salts, the same molecules without a counter ion, and one that is new.
  const other = [...trained, ...smallMolecules, 'CCCCCCCC(=O)O.Cl'];
  await writeFile(at('other.csv'), regressionTable(other));
  const answer = await evaluateRun({ model: at('trained'), input: at('other.csv'), threads: 1 });
  const found = answer.trained;
  assert.ok('by' in found && found.by === 'structure', JSON.stringify(found));
  const expected = other.map((_, row) => (row === other.length - 1 ? 'rest' : partOf(row % trained.length)));
  for (const part of ['train', 'val', 'rest'] as const) {
    const rows = expected.flatMap((name, row) => (name === part ? [row] : []));
    assert.deepEqual(found[part], rows, part);
  }
});

test('rows that were merged with another of their structure are where that one is', async () => {
  const spelled = smallMolecules.map((each) => `${each}.C`);
  const rows = [...spelled, ...spelled.slice(0, 20).map((each) => each.split('.').reverse().join('.'))];
  await writeFile(at('merged.csv'), regressionTable(rows));
  await train('merged', { duplicates: 'merge', contradictions: 'average' });
  const [split] = JSON.parse(await readFile(at('merged/splits.json'), 'utf8'));
  const kept = [...split.train, ...split.val, ...split.test] as number[];
  assert.equal(kept.length, spelled.length, 'the table has duplicates');

  const { trained } = await evaluateRun({ model: at('merged'), input: at('merged.csv'), threads: 1 });
  assert.ok('by' in trained && trained.by === 'row', JSON.stringify(trained));
  for (const part of ['train', 'val'] as const) {
    const twice = (row: number): number[] => [row % spelled.length, (row % spelled.length) + spelled.length];
    const expected = (split[part] as number[]).flatMap(twice).filter((row) => row < rows.length);
    assert.deepEqual(trained[part].toSorted(ascending), expected.toSorted(ascending), part);
  }
});

function ascending(left: number, right: number): number {
  return left - right;
}
