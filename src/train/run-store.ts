/**
 * Where a training keeps what it must not lose. The trainer knows this interface only: in Node it is a run folder
 * (run-folder.node.ts), in a page or a test it may be memory.
 */
import type { EpochReport } from './events.ts';

export interface RunStore {
  /** The last checkpoint that was saved whole; undefined if there is none. */
  loadCheckpoint(): Promise<StoredCheckpoint | undefined>;
  /** Replaces the checkpoint; whatever happens meanwhile, the old one or the new one is there. */
  saveCheckpoint(checkpoint: Uint8Array): Promise<void>;
  appendEpoch(report: EpochReport): Promise<void>;
  /** Forgets reports beyond the first `epochs`: those that an interrupted run wrote after its last checkpoint. */
  keepEpochs(epochs: number): Promise<void>;
  /** Keeps the weights after an epoch, 0: before training (kept-weights.ts); a place that cannot leaves this out. */
  keepWeights?(epoch: number, file: Uint8Array): Promise<void>;
}

export interface StoredCheckpoint {
  readonly bytes: Uint8Array;
  /** File name or the like, for messages. */
  readonly where: string;
}

/** A store that lasts as long as the page or the process. */
export class MemoryStore implements RunStore {
  checkpoint: Uint8Array | undefined;
  epochs: EpochReport[] = [];
  /** By epoch. */
  readonly weights = new Map<number, Uint8Array>();

  async loadCheckpoint(): Promise<StoredCheckpoint | undefined> {
    return this.checkpoint && { bytes: this.checkpoint, where: 'checkpoint in memory' };
  }

  async saveCheckpoint(checkpoint: Uint8Array): Promise<void> {
    this.checkpoint = checkpoint.slice();
  }

  async keepWeights(epoch: number, file: Uint8Array): Promise<void> {
    this.weights.set(epoch, file);
  }

  async appendEpoch(report: EpochReport): Promise<void> {
    this.epochs.push(report);
  }

  async keepEpochs(epochs: number): Promise<void> {
    this.epochs = this.epochs.filter((report) => report.epoch <= epochs);
  }
}
