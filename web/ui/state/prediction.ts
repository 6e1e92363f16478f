/** What was asked of the model that predicts, and what it said: molecules that were pasted, and a file. */
import { type Signal, signal } from '@preact/signals';
import type { PredictionSummary, TableFile, TablePrediction } from '../../engine/protocol.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { pastedTable } from './pasted-table.ts';
import { chosenRun, modelFor, modelFromFile, type PredictedBy } from './predicting-model.ts';
import { describeProblem, isAbort, type Problem } from './problem.ts';

/** A table that is being predicted, or was. */
export interface Predicted {
  readonly by: PredictedBy;
  readonly name: string;
  readonly rows: number;
  readonly failed: number;
  /** Milliseconds since it was begun. */
  readonly elapsedMs: number;
  /** Rows of the table; undefined until they are counted. */
  readonly total?: number | undefined;
  readonly cancel: () => void;
  /** Undefined while it is computed. */
  readonly done?: TablePrediction;
}

/** How a file to predict is read; an empty column is found. */
export interface FileReading {
  readonly smilesColumn: string;
  readonly header: boolean;
}

export const fileReading = signal<FileReading>({ smilesColumn: '', header: true });
let lastFile: TableFile | undefined;

export const pasted = signal<Predicted | undefined>(undefined);
export const filePrediction = signal<Predicted | undefined>(undefined);
export const predictionProblem = signal<Problem | undefined>(undefined);
/** Pasted molecules are being predicted; a file may be at the same time. */
export const predicting = signal(false);

modelFromFile.subscribe(clearPredictions);
chosenRun.subscribe(clearPredictions);

export async function predictPasted(text: string, runId: string | undefined): Promise<void> {
  const { file, smilesColumn } = pastedTable(text);
  predicting.value = true;
  await predict(pasted, { file, smilesColumn, header: true }, runId);
  predicting.value = false;
}

export async function predictFile(file: TableFile, runId: string | undefined): Promise<void> {
  lastFile = file;
  const { smilesColumn, header } = fileReading.peek();
  await predict(filePrediction, { file, smilesColumn, header }, runId);
}

/** Reads the last file another way. */
export function changeFileReading(changes: Partial<FileReading>, runId: string | undefined): void {
  fileReading.value = { ...fileReading.peek(), ...changes };
  if (lastFile) void predictFile(lastFile, runId);
}

interface Asked extends FileReading {
  readonly file: TableFile;
}

/** The answer replaces the one before; a question before it that is still computed is given up. */
async function predict(answer: Signal<Predicted | undefined>, asked: Asked, runId: string | undefined): Promise<void> {
  forget(answer);
  predictionProblem.value = undefined;
  const abort = new AbortController();
  const { signal } = abort;
  const { file, smilesColumn, header } = asked;
  const isPresent = (): boolean => answer.peek()?.cancel === cancel;
  const cancel = (): void => {
    abort.abort();
    if (isPresent()) answer.value = undefined;
  };
  try {
    const by = await modelFor(runId);
    const begun = performance.now();
    const start: Predicted = { by, name: file.name, rows: 0, failed: 0, elapsedMs: 0, cancel };
    answer.value = start;
    const news = ({ rows, failed }: PredictionSummary): void => {
      if (!isPresent()) return;
      answer.value = { ...answer.peek()!, rows, failed, elapsedMs: performance.now() - begun };
    };
    const awake = engine();
    // What cannot be read is reported by the prediction itself.
    const counted = awake.countRows(file, { header, signal }).catch(() => undefined);
    void counted.then((total) => isPresent() && total !== undefined && (answer.value = { ...answer.peek()!, total }));
    const named = smilesColumn === '' ? {} : { smilesColumn };
    const done = await awake.predictTable(by.model, file, { ...named, header, signal, onProgress: news });
    if (!isPresent()) return forgetTable(by, done);
    const { rows, failed } = done.summary;
    answer.value = { ...answer.peek()!, rows, failed, elapsedMs: performance.now() - begun, done };
    announce(`${rows - failed} molecules predicted, ${failed} refused.`);
  } catch (error) {
    if (signal.aborted || isAbort(error)) return;
    answer.value = undefined;
    predictionProblem.value = describeProblem(error);
  }
}

function clearPredictions(): void {
  forget(pasted);
  forget(filePrediction);
  predictionProblem.value = undefined;
}

function forget(answer: Signal<Predicted | undefined>): void {
  const before = answer.peek();
  if (!before) return;
  if (before.done) forgetTable(before.by, before.done);
  else before.cancel();
  answer.value = undefined;
}

/** A model that was closed has forgotten its tables by itself. */
function forgetTable({ model }: PredictedBy, table: TablePrediction): void {
  void engine()
    .closeTable(model, table)
    .catch(() => {});
}
