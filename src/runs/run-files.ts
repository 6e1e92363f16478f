/** Where a run leaves its files: a folder in Node (run-folder.node.ts), the browser's storage in a page. */
import { CheckpointError } from '../base/index.ts';
import type { EpochReport } from './events.ts';
import type { ProbeRecord } from './probe-record.ts';
import type { RunFile } from './run-file.ts';
import type { RunStore } from './run-store.ts';

/** All that a run writes, by what it holds. */
export const runFiles = {
  run: 'run.json',
  splits: 'splits.json',
  metrics: 'metrics.jsonl',
  probe: 'probe.jsonl',
  model: 'model.onnx',
  checkpoint: 'checkpoint.safetensors',
  predictions: 'predictions.csv',
  validationPredictions: 'validation-predictions.csv',
  rejects: 'rejects.csv',
  vocabulary: 'vocabulary.json',
  initialization: 'initialization.json',
  report: 'report.html',
} as const;
export type RunFileName = keyof typeof runFiles;

/** Files that are written whole, at once; the others grow or are replaced by the training. */
export type WholeRunFile = Exclude<RunFileName, 'metrics' | 'probe' | 'checkpoint'>;

/** Where the files of one run go, and where they are read again while it is trained. */
export interface RunDestination extends RunStore {
  /** Path or name, for people. */
  readonly path: string;
  write(file: WholeRunFile, content: string | Uint8Array): Promise<void>;
  /** A file as text; undefined if it is not there. */
  read(file: WholeRunFile): Promise<string | undefined>;
  writeRun(run: RunFile): Promise<void>;
  readProbes?(): Promise<ProbeRecord[]>;
  /** Lets others use the destination. */
  close(): Promise<void>;
}

/** A line of metrics.jsonl or probe.jsonl. */
export function jsonLine(report: EpochReport | ProbeRecord): string {
  return `${JSON.stringify(report)}\n`;
}

/**
 * The records of a file of lines; a last line that a kill cut off is left out. where: the file's name, for messages,
 * and advice: what to do if it is damaged. Throws CheckpointError if another line is not JSON.
 */
export function parseLines(
  text: string,
  { where, advice }: { readonly where: string; readonly advice: string },
): unknown[] {
  const whole = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean);
  return whole.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch (cause) {
      throw new CheckpointError({
        code: 'run-damaged',
        what: 'it is not JSON',
        where: `${where}, line ${index + 1}`,
        advice,
        cause,
      });
    }
  });
}
