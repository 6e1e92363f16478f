/** Where the page keeps runs: records, files and epochs by run. Kept beyond the visit in IndexedDB, or for the visit in memory. */
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

export interface RunDatabase {
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
  /** By number. */
  epochs(id: string): Promise<EpochReport[]>;
  /** Replaces the report of the same epoch. */
  putEpoch(id: string, report: EpochReport): Promise<void>;
  /** Forgets epochs beyond the first `count`. */
  keepEpochs(id: string, count: number): Promise<void>;
}
