/** Where a run leaves its files: a folder in Node (run-folder.node.ts), the browser's storage in a page. */
import type { z } from 'zod';
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

export interface LineFile<Line> {
  readonly schema: z.ZodType<Line>;
  /** What a line is, for messages: `report of an epoch`. */
  readonly line: string;
  /** What to do if the file is damaged. */
  readonly advice: string;
}

/**
 * The records of a file of lines; a last line that a kill cut off is left out. where: the file's name, for messages. Throws
 * CheckpointError naming line and field if another line is damaged.
 */
export function parseLines<Line>(text: string, where: string, { schema, line: name, advice }: LineFile<Line>): Line[] {
  const whole = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean);
  const damaged = (index: number, what: string, cause?: unknown): CheckpointError =>
    new CheckpointError({ code: 'run-damaged', what, where: `${where}, line ${index + 1}`, advice, cause });
  const parsed = whole.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch (cause) {
      throw damaged(index, 'it is not JSON', cause);
    }
  });
  return parsed.map((line, index) => {
    const checked = schema.safeParse(line);
    if (checked.success) return checked.data;
    const [issue] = checked.error.issues;
    throw damaged(index, `this is no ${name}: ${issue!.path.join('.') || 'the whole'}: ${issue!.message}`);
  });
}
