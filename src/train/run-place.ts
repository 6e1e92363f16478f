/** Where a run leaves its files: a folder in Node (run-folder.node.ts), the browser's storage in a page. */
import type { EpochReport } from './events.ts';
import type { RunStore } from './run-store.ts';

/** All that a run writes, by what it holds. */
export const runFiles = {
  run: 'run.json',
  splits: 'splits.json',
  metrics: 'metrics.jsonl',
  model: 'model.onnx',
  checkpoint: 'checkpoint.safetensors',
  predictions: 'predictions.csv',
  rejects: 'rejects.csv',
  vocabulary: 'vocabulary.json',
  initialisation: 'initialisation.json',
} as const;
export type RunFile = keyof typeof runFiles;

/** Files that are written whole, at once; the others grow or are replaced by the training. */
export type WholeRunFile = Exclude<RunFile, 'metrics' | 'checkpoint'>;

export interface RunPlace extends RunStore {
  /** Path or name, for people. */
  readonly path: string;
  write(file: WholeRunFile, content: string | Uint8Array): Promise<void>;
  writeRun(run: object): Promise<void>;
  readEpochs(): Promise<EpochReport[]>;
  /** Lets others use the place. */
  close(): Promise<void>;
}

/** Content of run.json: plain data, indented for readers. */
export function runText(run: object): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}

/** A line of metrics.jsonl. */
export function epochLine(report: EpochReport): string {
  return `${JSON.stringify(report)}\n`;
}
