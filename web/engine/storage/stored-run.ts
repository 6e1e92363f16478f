/** A run of the database as a store for the trainer: the same files that a run folder holds. */
import {
  type RunDestination,
  type RunFile,
  runFiles,
  runText,
  type StoredCheckpoint,
  type WholeRunFile,
} from '../../../src/index.web.ts';
import type { EpochReport } from '../protocol.ts';
import type { RunDatabase } from './run-database.ts';

export class StoredRun implements RunDestination {
  readonly path: string;
  readonly #id: string;
  readonly #database: RunDatabase;
  readonly #close: () => void;

  /** title: how people know the run; close: what gives it back to others. */
  constructor(
    database: RunDatabase,
    { id, title }: { readonly id: string; readonly title: string },
    close: () => void,
  ) {
    this.path = title;
    this.#id = id;
    this.#database = database;
    this.#close = close;
  }

  async loadCheckpoint(): Promise<StoredCheckpoint | undefined> {
    const bytes = await this.#database.readFile(this.#id, runFiles.checkpoint);
    return bytes && { bytes, where: `${runFiles.checkpoint} of ${this.path}` };
  }

  async saveCheckpoint(checkpoint: Uint8Array): Promise<void> {
    await this.#database.writeFile(this.#id, runFiles.checkpoint, checkpoint);
  }

  async appendEpoch(report: EpochReport): Promise<void> {
    await this.#database.putEpoch(this.#id, report);
  }

  async replaceEpochs(reports: readonly EpochReport[]): Promise<void> {
    await this.#database.keepEpochs(this.#id, 0);
    for (const report of reports) await this.#database.putEpoch(this.#id, report);
  }

  readEpochs(): Promise<EpochReport[]> {
    return this.#database.epochs(this.#id);
  }

  async write(file: WholeRunFile, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await this.#database.writeFile(this.#id, runFiles[file], bytes);
  }

  async read(file: WholeRunFile): Promise<string | undefined> {
    const bytes = await this.#database.readFile(this.#id, runFiles[file]);
    return bytes && new TextDecoder().decode(bytes);
  }

  async writeRun(run: RunFile): Promise<void> {
    await this.write('run', runText(run));
  }

  async close(): Promise<void> {
    this.#close();
  }
}
