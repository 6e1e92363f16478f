/** Where the page keeps runs: records and files by run. Kept beyond the visit in IndexedDB, or for the visit in memory. */
import type { EpochReport, TableFile, TrainConfig } from '../protocol.ts';

export interface StoredRunRecord {
  readonly id: string;
  readonly title: string;
  /** Name of the zip that it came in. */
  readonly from?: string | undefined;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly config: TrainConfig;
  /** The tables it is trained on; undefined for a run that came as a zip, whose tables lie elsewhere. */
  readonly files: readonly TableFile[] | undefined;
  /** Names of the tables, for people. */
  readonly data: string;
  readonly finished: boolean;
}

export interface RunShelf {
  /** Whether it outlives the page; and if not, why. */
  readonly kept: boolean;
  readonly reason: string;
  list(): Promise<StoredRunRecord[]>;
  get(id: string): Promise<StoredRunRecord | undefined>;
  put(record: StoredRunRecord): Promise<void>;
  /** The record, its files and its epochs. */
  remove(id: string): Promise<void>;
  readFile(id: string, name: string): Promise<Uint8Array | undefined>;
  /** All files of a run. */
  files(id: string): Promise<readonly (readonly [name: string, content: Uint8Array])[]>;
  /** Replaces the file whole: whatever happens meanwhile, the old one or the new one is there. */
  writeFile(id: string, name: string, content: Uint8Array): Promise<void>;
  sizeOf(id: string): Promise<number>;
  epochs(id: string): Promise<EpochReport[]>;
  putEpoch(id: string, report: EpochReport): Promise<void>;
  /** Forgets epochs beyond the first `count`. */
  keepEpochs(id: string, count: number): Promise<void>;
}

/** Lasts as long as its worker. */
export class MemoryShelf implements RunShelf {
  readonly kept = false;
  readonly reason: string;
  readonly #records = new Map<string, StoredRunRecord>();
  readonly #files = new Map<string, Map<string, Uint8Array>>();
  readonly #epochs = new Map<string, EpochReport[]>();

  constructor(reason: string) {
    this.reason = reason;
  }

  async list(): Promise<StoredRunRecord[]> {
    return [...this.#records.values()];
  }
  async get(id: string): Promise<StoredRunRecord | undefined> {
    return this.#records.get(id);
  }
  async put(record: StoredRunRecord): Promise<void> {
    this.#records.set(record.id, record);
  }
  async remove(id: string): Promise<void> {
    for (const map of [this.#records, this.#files, this.#epochs]) map.delete(id);
  }
  async readFile(id: string, name: string): Promise<Uint8Array | undefined> {
    return this.#files.get(id)?.get(name);
  }
  async files(id: string): Promise<readonly (readonly [name: string, content: Uint8Array])[]> {
    return [...(this.#files.get(id) ?? [])];
  }
  async writeFile(id: string, name: string, content: Uint8Array): Promise<void> {
    const files = this.#files.get(id) ?? new Map();
    this.#files.set(id, files.set(name, content.slice()));
  }
  async sizeOf(id: string): Promise<number> {
    return [...(this.#files.get(id)?.values() ?? [])].reduce((sum, { length }) => sum + length, 0);
  }
  async epochs(id: string): Promise<EpochReport[]> {
    return this.#epochs.get(id) ?? [];
  }
  async putEpoch(id: string, report: EpochReport): Promise<void> {
    this.#epochs.set(id, [...(this.#epochs.get(id) ?? []), report]);
  }
  async keepEpochs(id: string, count: number): Promise<void> {
    this.#epochs.set(
      id,
      (this.#epochs.get(id) ?? []).filter(({ epoch }) => epoch <= count),
    );
  }
}
