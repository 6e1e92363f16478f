/** The corpus of a pre-training: read from its tables molecule by molecule, kept on disk, given out by row. */

import type { Table } from '../../data/index.ts';
import { type CorpusFacts, readCorpus, textHash } from '../../data/index.ts';
import { UntoldCounts } from '../../training/index.ts';
import type { ContextCounts } from './corpus-classes.ts';
import { Moments } from './moments.ts';
import { type PreparedMolecule, type PrepareOptions, prepareMolecules } from './prepared-molecule.ts';
import { ShardFolder, shardSize } from './shard-folder.node.ts';

/** What is known of the whole corpus, in memory: some 30 bytes a molecule. */
interface CorpusIndex extends ContextCounts {
  readonly key: string;
  readonly facts: CorpusFacts;
  /** Of each canonical SMILES, [molecules]: by them a checkpoint knows its corpus again. */
  readonly hashes: Float64Array;
  readonly bits: number;
  readonly descriptors: number;
  /** What the model cannot tell of some molecules. */
  readonly untold: readonly string[];
}

export interface StoredCorpus extends Omit<CorpusIndex, 'key'> {
  readonly molecules: number;
  /** Rows that lie in the same file, [files]. */
  readonly blocks: readonly (readonly number[])[];
  molecule(row: number): PreparedMolecule;
  /** Of the descriptors of these rows. */
  moments(rows: readonly number[]): Moments;
  /** Deletes it from the disk. */
  remove(): Promise<void>;
}

export interface CorpusRequest extends PrepareOptions {
  readonly folder: string;
  /** Of tables and settings: a corpus with the same key is taken as it is. */
  readonly key: string;
  readonly tables: readonly Table[];
  readonly options: Parameters<typeof readCorpus>[2];
}

/** Throws what readCorpus throws. */
export async function storedCorpus(request: CorpusRequest): Promise<StoredCorpus> {
  const folder = new ShardFolder<CorpusIndex>(request.folder);
  const index = (await folder.find(request.key)) ?? (await store(folder, request));
  const molecules = index.hashes.length;
  return {
    ...index,
    molecules,
    blocks: blocksOf(molecules),
    molecule: (row) => folder.molecule(row),
    moments: (rows) => {
      const moments = new Moments(index.descriptors);
      if (index.descriptors > 0) for (const row of rows) moments.add(folder.molecule(row).descriptors);
      return moments;
    },
    remove: () => folder.remove(),
  };
}

async function store(folder: ShardFolder<CorpusIndex>, request: CorpusRequest): Promise<CorpusIndex> {
  const { tables, chemistry, options, model, key } = request;
  await folder.begin();
  const counts = { atoms: new Map<string, number>(), bonds: new Map<string, number>() };
  const untold = new UntoldCounts(model);
  const hashes: number[] = [];
  const sizes = { descriptors: 0, bits: 0 };
  let shards = 0;
  const facts = await readCorpus(tables, chemistry, options, {
    size: shardSize,
    visit: async (molecules) => {
      const prepared = prepareMolecules(molecules, request);
      for (const { canonicalSmiles } of molecules) hashes.push(textHash(canonicalSmiles));
      for (const molecule of molecules) untold.add(molecule);
      for (const { atoms, bonds } of prepared) {
        count(counts.atoms, atoms);
        count(counts.bonds, bonds);
      }
      sizes.descriptors = prepared[0]!.descriptors.length;
      sizes.bits = prepared[0]!.bits.length;
      await folder.write(shards++, prepared);
    },
  });
  const index = { key, facts, hashes: Float64Array.from(hashes), ...counts, ...sizes, untold: untold.messages() };
  await folder.finish(index);
  return index;
}

function count(counts: Map<string, number>, texts: readonly string[]): void {
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
}

function blocksOf(molecules: number): number[][] {
  return Array.from({ length: Math.ceil(molecules / shardSize) }, (_, shard) =>
    Array.from({ length: Math.min(shardSize, molecules - shard * shardSize) }, (_row, at) => shard * shardSize + at),
  );
}
