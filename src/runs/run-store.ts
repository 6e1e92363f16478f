/**
 * Where a training keeps what it must not lose. The trainer knows this interface only: in Node it is a run folder
 * (run-folder.node.ts), in a page or a test it may be memory.
 */
import type { EpochReport } from './events.ts';
import type { ProbeRecord } from './probe-record.ts';

export interface RunStore {
  /** The last checkpoint that was saved whole; undefined if there is none. */
  loadCheckpoint(): Promise<StoredCheckpoint | undefined>;
  /** Replaces the checkpoint; whatever happens meanwhile, the old one or the new one is there. */
  saveCheckpoint(checkpoint: Uint8Array): Promise<void>;
  appendEpoch(report: EpochReport): Promise<void>;
  /** Throws CheckpointError if they are damaged. */
  readEpochs(): Promise<EpochReport[]>;
  /** Puts these in place of what is there: an interrupted run may have reported an epoch after its last checkpoint. */
  replaceEpochs(reports: readonly EpochReport[]): Promise<void>;
  /** Adds what a probe saw (probe.ts); a store that cannot leaves this out. */
  appendProbe?(record: ProbeRecord): Promise<void>;
  /** Forgets what was seen beyond the first `steps` steps of the training. */
  keepProbes?(steps: number): Promise<void>;
  /** Keeps the weights after an epoch, 0: before training (kept-weights.ts); a store that cannot leaves this out. */
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
  probes: ProbeRecord[] = [];
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

  async appendProbe(record: ProbeRecord): Promise<void> {
    this.probes.push(record);
  }

  async keepProbes(steps: number): Promise<void> {
    this.probes = this.probes.filter(({ step }) => step <= steps);
  }

  async appendEpoch(report: EpochReport): Promise<void> {
    this.epochs.push(report);
  }

  async readEpochs(): Promise<EpochReport[]> {
    return this.epochs;
  }

  async replaceEpochs(reports: readonly EpochReport[]): Promise<void> {
    this.epochs = [...reports];
  }
}
