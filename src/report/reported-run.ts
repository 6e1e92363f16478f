/** A run as its files tell it: read from their texts, so that a folder, an archive or a browser's storage will do. */
import {
  type EpochReport,
  epochsOfPresentMetrics,
  isFormerRun,
  type ProbeRecord,
  parseEpochs,
  parseProbes,
  parseRunFile,
  requireTraining,
  runFiles,
  type TrainingRunFile,
} from '../runs/index.ts';
import { type RejectedRow, readRejects, readTestTable, type TestTable } from './run-tables.ts';

/** Texts of a run's files. */
export interface RunTexts {
  /** Name of the run: in titles, and in messages about its files. */
  readonly name: string;
  readonly run: string;
  readonly metrics?: string | undefined;
  readonly probe?: string | undefined;
  readonly predictions?: string | undefined;
  readonly rejects?: string | undefined;
}

export interface ReportedRun {
  readonly name: string;
  /** run.json. */
  readonly facts: TrainingRunFile;
  readonly epochs: readonly EpochReport[];
  /** Empty unless the run was probed. */
  readonly probes: readonly ProbeRecord[];
  /** Undefined before the run has finished, or without a test part. */
  readonly test: TestTable | undefined;
  readonly rejects: readonly RejectedRow[];
}

/** Throws CheckpointError if a file is damaged or not of a run. */
export async function readReportedRun(texts: RunTexts): Promise<ReportedRun> {
  const { name, metrics, probe, predictions, rejects } = texts;
  const facts = requireTraining(parseRunFile(texts.run, `${name}/${runFiles.run}`), name);
  const present = isFormerRun(texts.run) ? epochsOfPresentMetrics : (text: string) => text;
  return {
    name,
    facts,
    epochs: metrics === undefined ? [] : parseEpochs(present(metrics), `${name}/${runFiles.metrics}`),
    probes: probe === undefined ? [] : parseProbes(probe, `${name}/${runFiles.probe}`),
    test:
      predictions === undefined
        ? undefined
        : await readTestTable(predictions, facts.data, `${name}/${runFiles.predictions}`),
    rejects: rejects === undefined ? [] : await readRejects(rejects, `${name}/${runFiles.rejects}`),
  };
}
