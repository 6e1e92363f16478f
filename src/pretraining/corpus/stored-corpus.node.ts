/** The corpus of a pre-training: read from its tables part by part, kept on disk, given out by row. */
import { type CorpusFacts, type CorpusOptions, readCorpus, type Table } from '../../data/index.ts';
import { UnsupportedCounts } from '../../training/index.ts';
import type { ContextCounts } from './corpus-classes.ts';
import { type MomentSums, Moments } from './moments.ts';
import type { PreparedShard } from './prepare-shard.node.ts';
import type { PreparedMolecule, PrepareOptions } from './prepared-molecule.ts';
import { Preparers } from './preparers.node.ts';
import { ShardFolder, shardSize } from './shard-folder.node.ts';

/** What is known of the whole corpus, in memory: some 30 bytes a molecule. */
interface CorpusIndex extends ContextCounts {
  readonly key: string;
  readonly facts: CorpusFacts;
  /** Molecules in each file. */
  readonly lengths: readonly number[];
  /** Of each canonical SMILES, [molecules]: by them a checkpoint knows its corpus again. */
  readonly hashes: Float64Array;
  readonly bits: number;
  readonly descriptors: number;
  /** Of the descriptors of all molecules. */
  readonly moments: MomentSums;
  /** `unsupportedMessages`, by the name that they have in the file. */
  readonly untold: readonly string[];
}

export interface StoredCorpus extends Omit<CorpusIndex, 'key' | 'lengths' | 'untold'> {
  readonly molecules: number;
  /** What the model cannot tell of some molecules. */
  readonly unsupportedMessages: readonly string[];
  /** Rows that lie in the same file, [files]. */
  readonly blocks: readonly (readonly number[])[];
  molecule(row: number): PreparedMolecule;
  /** Deletes it from the disk. */
  remove(): Promise<void>;
}

export interface CorpusRequest extends PrepareOptions {
  readonly folder: string;
  /** Of tables and settings: a corpus with the same key is taken as it is. */
  readonly key: string;
  readonly tables: readonly Table[];
  readonly options: CorpusOptions;
  /** That prepare molecules; the corpus is the same with any number. */
  readonly threads: number;
  /** Called after each file, with the rows of the tables that are read so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** Goes on with what an interrupted call has left. Throws what readCorpus throws. */
export async function storedCorpus(request: CorpusRequest): Promise<StoredCorpus> {
  const folder = new ShardFolder<CorpusIndex>(request.folder);
  return opened(folder, (await folder.find(request.key)) ?? (await store(folder, request)));
}

/** What storedCorpus has left in a folder, whatever its key. Throws CheckpointError if it is no whole corpus. */
export async function openCorpusFolder(path: string): Promise<StoredCorpus> {
  const folder = new ShardFolder<CorpusIndex>(path);
  return opened(folder, await folder.index());
}

function opened(folder: ShardFolder<CorpusIndex>, { lengths, untold, ...index }: CorpusIndex): StoredCorpus {
  const blocks = blocksOf(lengths);
  const shardOf = Uint32Array.from(blocks.flatMap((rows, shard) => rows.map(() => shard)));
  const molecule = (row: number): PreparedMolecule => {
    const shard = shardOf[row]!;
    return folder.molecules(shard)[row - blocks[shard]![0]!]!;
  };
  return {
    ...index,
    unsupportedMessages: untold,
    molecules: shardOf.length,
    blocks: blocks.filter((rows) => rows.length > 0),
    molecule,
    remove: () => folder.remove(),
  };
}

async function store(folder: ShardFolder<CorpusIndex>, request: CorpusRequest): Promise<CorpusIndex> {
  const { tables, chemistry, key, threads, tasks } = request;
  const { smilesColumns, onInvalid, maxRejected, maxAtoms, largestFragment, atomOrder } = request.options;
  const options = { smilesColumns, onInvalid, maxRejected, maxAtoms, largestFragment, atomOrder };
  await folder.begin(key);
  const preparers = new Preparers(request);
  const shards: PreparedShard[] = [];
  let rowsRead = 0;
  try {
    const facts = await readCorpus(tables, chemistry, options, {
      size: shardSize,
      atOnce: threads,
      read: async (rows, shard) => {
        const kept = (await folder.facts(shard)) as PreparedShard | undefined;
        const prepared = kept ?? (await preparers.prepare({ folder: folder.path, shard, rows, options, tasks }));
        shards[shard] = prepared;
        rowsRead += rows.rows.length;
        request.onProgress?.(rowsRead);
        return prepared;
      },
    });
    const index = { key, facts, ...joined(shards, new UnsupportedCounts(request.model)) };
    await folder.finish(index);
    return index;
  } finally {
    await preparers.close();
  }
}

function joined(shards: readonly PreparedShard[], unsupported: UnsupportedCounts): Omit<CorpusIndex, 'key' | 'facts'> {
  for (const shard of shards) unsupported.addCounts(shard.unsupportedCounts);
  const descriptors = Math.max(...shards.map(({ moments }) => moments.mean.length));
  const moments = new Moments(descriptors);
  for (const shard of shards) if (shard.hashes.length > 0) moments.addSums(shard.moments);
  return {
    lengths: shards.map(({ hashes }) => hashes.length),
    hashes: Float64Array.from(shards.flatMap(({ hashes }) => hashes)),
    atoms: added(shards.map(({ atoms }) => atoms)),
    bonds: added(shards.map(({ bonds }) => bonds)),
    descriptors,
    moments: moments.sums(),
    bits: Math.max(...shards.map(({ bits }) => bits)),
    untold: unsupported.messages(),
  };
}

function added(all: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const counts of all) for (const [text, count] of counts) sum.set(text, (sum.get(text) ?? 0) + count);
  return sum;
}

/** The rows of each file. */
function blocksOf(lengths: readonly number[]): number[][] {
  let first = 0;
  return lengths.map((length) => {
    const rows = Array.from({ length }, (_, at) => first + at);
    first += length;
    return rows;
  });
}
