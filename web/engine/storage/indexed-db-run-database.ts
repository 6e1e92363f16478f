/**
 * Runs in IndexedDB, which every browser has and which replaces a value whole or not at all: a tab that is closed in the middle of a
 * write leaves the old checkpoint. Stores: `runs` by id, `files` by [id, name], `epochs` by [id, epoch].
 */
import { MachineError } from '../../../src/index.web.ts';
import type { EpochReport } from '../protocol.ts';
import type { RunDatabase, StoredRunRecord } from './run-database.ts';

const databaseName = 'graphsam';
const databaseVersion = 1;
type StoreName = 'runs' | 'files' | 'epochs';

/** Throws MachineError where the browser gives no storage. */
export async function openIndexedDbRunDatabase(): Promise<RunDatabase> {
  return new IndexedDbRunDatabase(await openDatabase());
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown): void => {
      const what = `the browser gives this page no storage (${reasonOf(cause)})`;
      reject(new MachineError({ what, advice: 'Allow site data for this page.', cause }));
    };
    try {
      const request = indexedDB.open(databaseName, databaseVersion);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('runs', { keyPath: 'id' });
        request.result.createObjectStore('files');
        request.result.createObjectStore('epochs');
      };
      request.onsuccess = () => {
        // A newer page in another tab may change the stores; this one must not be in its way.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => refuse(request.error);
      request.onblocked = () => refuse(new Error('an older page in another tab holds it'));
    } catch (error) {
      refuse(error);
    }
  });
}

class IndexedDbRunDatabase implements RunDatabase {
  readonly kept = true;
  readonly reason = "Runs are kept in this browser's storage until you delete them.";
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  list(): Promise<StoredRunRecord[]> {
    return this.#ask('runs', (runs) => runs.getAll());
  }
  get(id: string): Promise<StoredRunRecord | undefined> {
    return this.#ask('runs', (runs) => runs.get(id));
  }
  async put(record: StoredRunRecord): Promise<void> {
    await this.#change('runs', (runs) => runs.put(record));
  }
  async remove(id: string): Promise<void> {
    await this.#change('files', (files) => files.delete(allOf(id)));
    await this.#change('epochs', (epochs) => epochs.delete(allOf(id)));
    await this.#change('runs', (runs) => runs.delete(id));
  }
  readFile(id: string, name: string): Promise<Uint8Array | undefined> {
    return this.#ask('files', (files) => files.get([id, name]));
  }
  async files(id: string): Promise<readonly (readonly [name: string, content: Uint8Array])[]> {
    const keys = (await this.#ask('files', (files) => files.getAllKeys(allOf(id)))) as [string, string][];
    const contents: Uint8Array[] = await this.#ask('files', (files) => files.getAll(allOf(id)));
    return keys.map(([, name], index) => [name, contents[index]!] as const);
  }
  async writeFile(id: string, name: string, content: Uint8Array): Promise<void> {
    // A view would take the whole of its buffer along.
    const whole = content.byteLength === content.buffer.byteLength ? content : content.slice();
    await this.#change('files', (files) => files.put(whole, [id, name]));
  }
  async sizeOf(id: string): Promise<number> {
    const files: Uint8Array[] = await this.#ask('files', (store) => store.getAll(allOf(id)));
    return files.reduce((sum, { length }) => sum + length, 0);
  }
  epochs(id: string): Promise<EpochReport[]> {
    return this.#ask('epochs', (epochs) => epochs.getAll(allOf(id)));
  }
  async putEpoch(id: string, report: EpochReport): Promise<void> {
    await this.#change('epochs', (epochs) => epochs.put(report, [id, report.epoch]));
  }
  async keepEpochs(id: string, count: number): Promise<void> {
    const beyond = IDBKeyRange.bound([id, count], [id, []], true);
    await this.#change('epochs', (epochs) => epochs.delete(beyond));
  }

  #ask<Result>(store: StoreName, ask: (store: IDBObjectStore) => IDBRequest<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const request = ask(this.#database.transaction(store).objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(storageFailure(request.error));
    });
  }

  #change(store: StoreName, change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(store, 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(storageFailure(transaction.error));
      try {
        change(transaction.objectStore(store));
      } catch (error) {
        reject(storageFailure(error as DOMException));
      }
    });
  }
}

/** Keys [id, anything]: an array sorts behind every number and text. */
function allOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

function storageFailure(cause: DOMException | null): MachineError {
  if (cause?.name === 'QuotaExceededError') return new StorageFull(cause);
  const what = `the browser's storage failed (${reasonOf(cause)})`;
  return new MachineError({ what, advice: 'Reload the page.', cause });
}

/** There is no room left for this page. */
export class StorageFull extends MachineError {
  override readonly name = 'StorageFull';
  constructor(cause: DOMException) {
    const advice = 'Delete earlier runs, or free space on the machine.';
    super({ what: "the browser's storage for this page is full", advice, cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error || cause instanceof DOMException ? cause.message : String(cause);
}
