/** Runs in memory: they last as long as their worker. */
import type { EpochReport } from '../protocol.ts';
import type { RunDatabase, StoredRunRecord } from './run-database.ts';

export class MemoryRunDatabase implements RunDatabase {
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
    const others = (this.#epochs.get(id) ?? []).filter(({ epoch }) => epoch !== report.epoch);
    this.#epochs.set(
      id,
      [...others, report].sort((a, b) => a.epoch - b.epoch),
    );
  }
  async keepEpochs(id: string, count: number): Promise<void> {
    this.#epochs.set(
      id,
      (this.#epochs.get(id) ?? []).filter(({ epoch }) => epoch <= count),
    );
  }
}
