/**
 * A corpus on disk: prepared molecules in files of at most 1,024, of which a few are in memory at a time, what is known of each file beside
 * it, and an index that is written last, so that a folder with one is whole. It belongs to the tables and settings that its key names;
 * another one is made again, one that was begun is gone on with.
 */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { deflateSync, inflateSync } from 'node:zlib';
import { CheckpointError, ConfigError, setting } from '../../base/index.ts';
import { disk, wholeName, writeWhole } from '../../platform/index.node.ts';
import type { PreparedMolecule } from './prepared-molecule.ts';

/** Rows of a table that make a file; those that are refused are not in it. */
export const shardSize = 1024;
/** Blocks that are shuffled together, and those of the next step's molecules beside them. */
const filesInMemory = 20;

const keyFile = 'key.txt';
const indexFile = 'index.bin';
const nameOf = (shard: number): string => `shard-${String(shard).padStart(6, '0')}`;
const shardFile = (shard: number): string => `${nameOf(shard)}.bin`;
/** Written after the file of molecules: where it is, that is whole. */
const factsFile = (shard: number): string => `${nameOf(shard)}-facts.bin`;
/** Whether a file of a corpus has this name, or has it while it is being written. */
const isOwn = (name: string): boolean => ownName.test(wholeName(name));
const ownName = /^(key\.txt|index\.bin|shard-\d{6,}(-facts)?\.bin)$/;
/** One-hot features compress to a tenth at the fastest level. */
const pack = (value: unknown): Uint8Array => deflateSync(serialize(value), { level: 1 });
const unpack = (bytes: Uint8Array): unknown => deserialize(inflateSync(bytes));

export class ShardFolder<Index extends { readonly key: string }> {
  readonly path: string;
  /** Least recently used first. */
  readonly #inMemory = new Map<number, readonly PreparedMolecule[]>();

  constructor(path: string) {
    this.path = path;
  }

  /** The index of a corpus with this key; undefined if there is none, or another one. */
  async find(key: string): Promise<Index | undefined> {
    const bytes = await readFile(join(this.path, indexFile)).catch(() => undefined);
    if (!bytes) return undefined;
    try {
      const index = unpack(bytes) as Index;
      return index.key === key ? index : undefined;
    } catch {
      return undefined;
    }
  }

  /** Throws CheckpointError if there is none. */
  async index(): Promise<Index> {
    const where = join(this.path, indexFile);
    try {
      return unpack(await readFile(where)) as Index;
    } catch (cause) {
      throw damaged('the index of the prepared corpus cannot be read', where, cause);
    }
  }

  /** Begins a corpus with this key, or goes on with it. Deletes what another one has left. Throws ConfigError for a folder of other things. */
  async begin(key: string): Promise<void> {
    this.#inMemory.clear();
    const where = join(this.path, keyFile);
    if ((await readFile(where, 'utf8').catch(() => undefined)) === key) return;
    const foreign = (await this.#names()).filter((name) => !isOwn(name));
    if (foreign.length > 0) throw notEmpty(this.path, foreign);
    await this.remove();
    await disk.makeFolder(this.path);
    await writeWhole(where, key);
  }

  /** facts: plain data. */
  async write(shard: number, molecules: readonly PreparedMolecule[], facts: unknown): Promise<void> {
    await writeWhole(join(this.path, shardFile(shard)), pack(molecules));
    await writeWhole(join(this.path, factsFile(shard)), pack(facts));
  }

  /** What was written with the molecules of a file; undefined if they were not, or it cannot be read. */
  async facts(shard: number): Promise<unknown> {
    try {
      return unpack(await readFile(join(this.path, factsFile(shard))));
    } catch {
      return undefined;
    }
  }

  async finish(index: Index): Promise<void> {
    await writeWhole(join(this.path, indexFile), pack(index));
  }

  /** Throws CheckpointError if the file is damaged or gone. */
  molecules(shard: number): readonly PreparedMolecule[] {
    const found = this.#inMemory.get(shard) ?? this.#read(shard);
    this.#inMemory.delete(shard);
    this.#inMemory.set(shard, found);
    if (this.#inMemory.size > filesInMemory) this.#inMemory.delete(this.#inMemory.keys().next().value!);
    return found;
  }

  /** What the user put beside its files stays, and the folder with it. */
  async remove(): Promise<void> {
    const names = await this.#names();
    for (const name of names.filter(isOwn)) await disk.remove(join(this.path, name));
    if (names.every(isOwn)) await disk.removeFolder(this.path).catch(() => {});
  }

  /** Of all that lies in it; none where there is no such folder. */
  #names(): Promise<string[]> {
    return readdir(this.path).catch(() => []);
  }

  /** At once: a batch is put together between two steps, and a file takes a few milliseconds. */
  #read(shard: number): readonly PreparedMolecule[] {
    const where = join(this.path, shardFile(shard));
    try {
      return unpack(readFileSync(where)) as PreparedMolecule[];
    } catch (cause) {
      throw damaged('a part of the prepared corpus cannot be read', where, cause);
    }
  }
}

function notEmpty(path: string, names: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'output-exists',
    path: ['run', 'folder'],
    what: `the prepared molecules would go into a folder that holds other things (${names.slice(0, 3).join(', ')})`,
    where: path,
    advice: `Choose another ${setting('run.folder')}, whose name with "-corpus" behind it is free, or move that folder away.`,
  });
}

function damaged(what: string, where: string, cause: unknown): CheckpointError {
  const advice = 'Delete the folder and resume: it is made again from the tables.';
  return new CheckpointError({ code: 'run-damaged', what, where, advice, cause });
}
