/**
 * The browser's storage, and memory for a run that it has no room for: a training goes on when the storage is full, and what it leaves
 * lasts as long as the page.
 */
import type { EpochReport } from '../protocol.ts';
import { StorageFull } from './indexed-db-run-database.ts';
import { MemoryRunDatabase } from './memory-run-database.ts';
import type { RunDatabase, StoredRunRecord } from './run-database.ts';

const full =
  "The browser's storage for this page is full: this training goes on in memory and lasts as long as this page. " +
  'Download what it leaves before you close the page; deleting earlier trainings makes room for the next.';

export class OverflowRunDatabase implements RunDatabase {
  readonly #storage: RunDatabase;
  readonly #memory = new MemoryRunDatabase(full);
  /** Runs that the storage had no room for. */
  readonly #inMemory = new Set<string>();
  /** Called when a run moves into memory. */
  onOverflow: (reason: string) => void = () => {};

  constructor(storage: RunDatabase) {
    this.#storage = storage;
  }

  get kept(): boolean {
    return this.#inMemory.size === 0 && this.#storage.kept;
  }
  get reason(): string {
    return this.#inMemory.size === 0 ? this.#storage.reason : full;
  }
  async list(): Promise<StoredRunRecord[]> {
    return [...(await this.#storage.list()), ...(await this.#memory.list())];
  }
  get(id: string): Promise<StoredRunRecord | undefined> {
    return this.#of(id).get(id);
  }
  put(record: StoredRunRecord): Promise<void> {
    return this.#write(record.id, (database) => database.put(record));
  }
  async remove(id: string): Promise<void> {
    await this.#of(id).remove(id);
    this.#inMemory.delete(id);
  }
  readFile(id: string, name: string): Promise<Uint8Array | undefined> {
    return this.#of(id).readFile(id, name);
  }
  files(id: string): Promise<readonly (readonly [name: string, content: Uint8Array])[]> {
    return this.#of(id).files(id);
  }
  writeFile(id: string, name: string, content: Uint8Array): Promise<void> {
    return this.#write(id, (database) => database.writeFile(id, name, content));
  }
  sizeOf(id: string): Promise<number> {
    return this.#of(id).sizeOf(id);
  }
  epochs(id: string): Promise<EpochReport[]> {
    return this.#of(id).epochs(id);
  }
  putEpoch(id: string, report: EpochReport): Promise<void> {
    return this.#write(id, (database) => database.putEpoch(id, report));
  }
  keepEpochs(id: string, count: number): Promise<void> {
    return this.#of(id).keepEpochs(id, count);
  }

  #of(id: string): RunDatabase {
    return this.#inMemory.has(id) ? this.#memory : this.#storage;
  }

  async #write(id: string, write: (database: RunDatabase) => Promise<void>): Promise<void> {
    try {
      await write(this.#of(id));
    } catch (error) {
      if (this.#inMemory.has(id) || !(error instanceof StorageFull)) throw error;
      await this.#moveToMemory(id);
      await write(this.#memory);
    }
  }

  /** Takes along what the storage has of the run, and gives its room back. */
  async #moveToMemory(id: string): Promise<void> {
    const record = await this.#storage.get(id);
    if (record) await this.#memory.put(record);
    for (const [name, content] of await this.#storage.files(id)) await this.#memory.writeFile(id, name, content);
    for (const report of await this.#storage.epochs(id)) await this.#memory.putEpoch(id, report);
    await this.#storage.remove(id);
    this.#inMemory.add(id);
    this.onOverflow(full);
  }
}
