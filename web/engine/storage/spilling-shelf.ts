/**
 * The browser's storage, and memory for a run that it has no room for: a training goes on when the storage is full, and what it leaves
 * lasts as long as the page.
 */
import type { EpochReport } from '../protocol.ts';
import { StorageFull } from './indexed-shelf.ts';
import { MemoryShelf, type RunShelf, type StoredRunRecord } from './run-shelf.ts';

const full =
  "The browser's storage for this page is full: this training goes on in memory and lasts as long as this page. " +
  'Download what it leaves before you close the page; deleting earlier trainings makes room for the next.';

export class SpillingShelf implements RunShelf {
  readonly #disk: RunShelf;
  readonly #memory = new MemoryShelf(full);
  readonly #spilled = new Set<string>();
  /** Called when a run moves into memory. */
  onSpill: (reason: string) => void = () => {};

  constructor(disk: RunShelf) {
    this.#disk = disk;
  }

  get kept(): boolean {
    return this.#spilled.size === 0 && this.#disk.kept;
  }
  get reason(): string {
    return this.#spilled.size === 0 ? this.#disk.reason : full;
  }
  async list(): Promise<StoredRunRecord[]> {
    return [...(await this.#disk.list()), ...(await this.#memory.list())];
  }
  get(id: string): Promise<StoredRunRecord | undefined> {
    return this.#of(id).get(id);
  }
  put(record: StoredRunRecord): Promise<void> {
    return this.#write(record.id, (shelf) => shelf.put(record));
  }
  remove(id: string): Promise<void> {
    return this.#of(id).remove(id);
  }
  readFile(id: string, name: string): Promise<Uint8Array | undefined> {
    return this.#of(id).readFile(id, name);
  }
  writeFile(id: string, name: string, content: Uint8Array): Promise<void> {
    return this.#write(id, (shelf) => shelf.writeFile(id, name, content));
  }
  sizeOf(id: string): Promise<number> {
    return this.#of(id).sizeOf(id);
  }
  epochs(id: string): Promise<EpochReport[]> {
    return this.#of(id).epochs(id);
  }
  putEpoch(id: string, report: EpochReport): Promise<void> {
    return this.#write(id, (shelf) => shelf.putEpoch(id, report));
  }
  keepEpochs(id: string, count: number): Promise<void> {
    return this.#of(id).keepEpochs(id, count);
  }

  #of(id: string): RunShelf {
    return this.#spilled.has(id) ? this.#memory : this.#disk;
  }

  async #write(id: string, write: (shelf: RunShelf) => Promise<void>): Promise<void> {
    try {
      await write(this.#of(id));
    } catch (error) {
      if (this.#spilled.has(id) || !(error instanceof StorageFull)) throw error;
      await this.#spill(id);
      await write(this.#memory);
    }
  }

  /** Takes along what the storage has of the run, and gives its room back. */
  async #spill(id: string): Promise<void> {
    const record = await this.#disk.get(id);
    if (record) await this.#memory.put(record);
    for (const [name, content] of await this.#disk.files(id)) await this.#memory.writeFile(id, name, content);
    for (const report of await this.#disk.epochs(id)) await this.#memory.putEpoch(id, report);
    await this.#disk.remove(id);
    this.#spilled.add(id);
    this.onSpill(full);
  }

  files(id: string): Promise<readonly (readonly [name: string, content: Uint8Array])[]> {
    return this.#of(id).files(id);
  }
}
