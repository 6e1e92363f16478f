import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { contextsOf, functionalGroups, isRejection, type Molecule } from '../../chem/index.ts';
import { loadChemistry } from '../../chem/rdkit.node.ts';
import { openTable } from '../../data/index.node.ts';
import { type AtomOrder, corpusPosition } from '../../data/index.ts';
import { findModel, type GroverFeatures, groverFeatures } from '../../models/index.ts';
import { CorpusClasses } from './corpus-classes.ts';
import type { PreparedMolecule } from './prepared-molecule.ts';
import { shardSize } from './shard-folder.node.ts';
import { type StoredCorpus, storedCorpus } from './stored-corpus.node.ts';

const base = mkdtempSync(join(tmpdir(), 'graphsam-corpus-'));
after(() => rmSync(base, { recursive: true, force: true }));
const chemistry = await loadChemistry();
const first = ['C1CC1O', 'OC(=O)c1ccccc1N', 'CC', 'C', 'C2=CC(C#N)CC2Cl', 'O=C1CCCN1', `C${'C'.repeat(60)}`];
const many = [...first, ...Array.from({ length: shardSize }, () => 'CO')];
const table = join(base, 'molecules.smi');
writeFileSync(table, `${many.join('\n')}\n`);

const small = join(base, 'small.smi');
writeFileSync(small, `${first.join('\n')}\n`);

/** Rows that were told as read, of all corpora. */
const progress: number[] = [];

async function stored(
  key: string,
  path: string | undefined,
  { folder = 'corpus', threads = 1, atomOrder = 'as-written' as AtomOrder } = {},
): Promise<StoredCorpus> {
  return storedCorpus({
    ...{ folder: join(base, folder), key, chemistry, threads, tasks: ['descriptors', 'fingerprint'] },
    options: { atomOrder },
    tables: path === undefined ? [] : [await openTable(path)],
    model: findModel('grover'),
    onProgress: (rows) => progress.push(rows),
  });
}

const corpus = await stored('one', table);
const toldOfFirst = [...progress];
const molecules = first.map((smiles) => chemistry.parse(smiles)).filter((each): each is Molecule => !isRejection(each));
const train = [0, 1, 2, 3, 4, 5];
const classesWith = (leastCount: number): CorpusClasses => new CorpusClasses(corpus, { leastCount });

test('molecules of several files are found by row, with the file and line they came from', () => {
  assert.equal(corpus.molecules, many.length);
  assert.deepEqual(toldOfFirst, [shardSize, many.length]);
  assert.deepEqual(
    corpus.blocks.map(({ length }) => length),
    [shardSize, first.length],
  );
  const alcohol = corpus.molecule(many.length - 1);
  assert.deepEqual(alcohol.atoms, contextsOf(chemistry.parse('CO') as Molecule).atoms);
  assert.deepEqual(alcohol, corpus.molecule(first.length));
  assert.match(corpusPosition(corpus.facts, many.length - 1), new RegExp(`molecules.smi, line ${many.length}$`));
  assert.ok(corpus.facts.notes.some((note) => note.includes(`kept: ${shardSize - 1}.`)));
});

test('a folder of other things is refused, and what was put beside a corpus outlives it', async () => {
  const folder = join(base, 'mine');
  mkdirSync(folder);
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await assert.rejects(stored('one', small, { folder: 'mine' }), { code: 'output-exists' });
  assert.deepEqual(readdirSync(folder), ['notes.txt']);
  rmSync(join(folder, 'notes.txt'));
  const made = await stored('one', small, { folder: 'mine' });
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await made.remove();
  assert.deepEqual(readdirSync(folder), ['notes.txt']);
});

test('a corpus with the same key is taken as it is, without its tables; another key makes another', async () => {
  const again = await stored('one', undefined);
  assert.deepEqual(again.molecule(5), corpus.molecule(5));
  assert.deepEqual([again.hashes, again.facts], [corpus.hashes, corpus.facts]);
  await stored('one', small, { folder: 'other' });
  const other = await stored('two', small, { folder: 'other' });
  assert.equal(other.molecules, first.length);
  await other.remove();
  assert.ok(!existsSync(join(base, 'other')));
});

test('what an interrupted preparation has left is gone on with, and the corpus is the same', async () => {
  const folder = join(base, 'interrupted');
  const whole = await stored('interrupted', table, { folder: 'whole' });
  await stored('interrupted', table, { folder: 'interrupted' });
  const [kept, second] = ['shard-000000.bin', 'shard-000001'].map((name) => join(folder, name));
  const written = statSync(kept!).mtimeMs;
  // As a kill leaves it that came before the facts of the second file.
  rmSync(join(folder, 'index.bin'));
  rmSync(`${second}-facts.bin`);
  writeFileSync(`${second}.bin`, 'half');
  const again = await stored('interrupted', table, { folder: 'interrupted' });
  const known = ({ facts, hashes, atoms, moments, blocks }: StoredCorpus): unknown => [
    facts,
    hashes,
    atoms,
    moments,
    blocks,
  ];
  assert.deepEqual(known(again), known(whole));
  for (const row of [0, shardSize, many.length - 1]) assert.deepEqual(again.molecule(row), whole.molecule(row));
  assert.equal(statSync(kept!).mtimeMs, written, 'the first file was not made again');
});

test('threads make the corpus that one makes, rows that cannot be read left out of its files', async () => {
  const withGaps = join(base, 'gaps.smi');
  writeFileSync(withGaps, `${['C1CC', ...many, ' ', 'N[Pt]', 'also no SMILES', 'CCN'].join('\n')}\n`);
  const [alone, shared] = [
    await stored('gaps', withGaps, { folder: 'alone' }),
    await stored('gaps', withGaps, { folder: 'shared', threads: 2 }),
  ];
  const { blocks, facts, hashes, atoms, bonds, unsupportedMessages } = shared;
  assert.deepEqual(
    { blocks, facts, hashes, atoms, bonds, unsupportedMessages },
    {
      ...{ blocks: alone.blocks, facts: alone.facts, hashes: alone.hashes },
      ...{ atoms: alone.atoms, bonds: alone.bonds, unsupportedMessages: alone.unsupportedMessages },
    },
  );
  assert.deepEqual(
    blocks.map(({ length }) => length),
    [shardSize - 1, many.length + 2 - (shardSize - 1)],
  );
  assert.deepEqual(
    facts.rejects.map(({ line }) => line),
    [1, many.length + 4],
  );
  for (const row of [0, shardSize - 2, shardSize - 1, shared.molecules - 1])
    assert.deepEqual(shared.molecule(row), alone.molecule(row), `${row}`);
  assert.match(corpusPosition(facts, shared.molecules - 1), new RegExp(`line ${many.length + 5}$`));
});

test('a drawn order moves atoms with their contexts, is the same every time, and changes nothing of the molecule', async () => {
  const drawn = await stored('drawn', small, { folder: 'drawn', atomOrder: 'random' });
  const again = await stored('drawn', small, { folder: 'again', atomOrder: 'random' });
  const [before, after] = [corpus, drawn].map((from) => first.map((_, row) => from.molecule(row)));
  assert.deepEqual(
    after,
    first.map((_, row) => again.molecule(row)),
  );
  for (const [row, { motifs, descriptors, bits, atoms, bonds, features }] of after!.entries()) {
    const other = before![row]!;
    assert.deepEqual([motifs, descriptors, bits], [other.motifs, other.descriptors, other.bits]);
    assert.deepEqual(described({ atoms, features }), described(other));
    assert.deepEqual(bonds.toSorted(), other.bonds.toSorted());
  }
  assert.notDeepEqual(after![1]!.atoms, before![1]!.atoms);
});

/** What stands in a row of each atom, whatever the order. */
function described({ atoms, features }: Pick<PreparedMolecule, 'atoms' | 'features'>): string[] {
  const { atomKeys } = features as GroverFeatures;
  return atoms.map((context, atom) => `${context} ${atomKeys[atom]}`).toSorted();
}

test('atoms and bonds get the classes of their own contexts, bonds in the order of the features', () => {
  const classes = classesWith(1);
  molecules.forEach((molecule, row) => {
    const { bondAtoms } = groverFeatures(molecule);
    const targets = classes.targetsOf(corpus.molecule(row));
    const contexts = contextsOf(molecule);
    const expected = Array.from({ length: bondAtoms.length / 2 }, (_, bond) => {
      const ends = [bondAtoms[2 * bond]!, bondAtoms[2 * bond + 1]!];
      const own = molecule.bonds.findIndex(({ begin, end }) => ends.includes(begin) && ends.includes(end));
      return classes.bonds.classOf(contexts.bonds[own]!);
    });
    assert.deepEqual(Array.from(targets.bondClasses), expected, molecule.smiles);
    assert.deepEqual(
      Array.from(targets.atomClasses),
      contexts.atoms.map((text) => classes.atoms.classOf(text)),
    );
    assert.ok(Array.from(targets.atomClasses).every((label) => label >= 2));
  });
});

test('contexts below the least count are "other", and groups are those of the molecule', () => {
  const classes = classesWith(3);
  assert.deepEqual(Array.from(classes.targetsOf(corpus.molecule(3)).atomClasses), [1]);
  const acid = functionalGroups.findIndex(({ name }) => name === 'carboxylic acid');
  assert.deepEqual(
    train.map((row) => classes.targetsOf(corpus.molecule(row)).motifs[acid]),
    [0, 1, 0, 0, 0, 0],
  );
});

test('descriptors are standardized over the corpus, whose files are added up, and stay within 6 deviations', () => {
  const classes = classesWith(1);
  const rows = Array.from({ length: corpus.molecules }, (_, row) => row);
  const [raw, scaled] = [
    rows.map((row) => corpus.molecule(row).descriptors),
    rows.map((row) => classes.targetsOf(corpus.molecule(row)).descriptors),
  ];
  for (let column = 0; column < 43; column++) {
    const values = raw.map((row) => row[column]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const expected = (value: number): number => Math.max(-6, Math.min(6, (value - mean) / (deviation || 1)));
    for (const row of [0, 1, 2, corpus.molecules - 1])
      assert.ok(Math.abs(scaled[row]![column]! - expected(values[row]!)) < 1e-4, `column ${column}, row ${row}`);
  }
  assert.equal(Math.max(...Array.from(scaled[6]!)), 6);
});
