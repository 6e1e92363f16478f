/** What was asked of the model that predicts, and what it said: molecules that were pasted, and a file. */
import { type Signal, signal } from '@preact/signals';
import type { PredictionSummary, TableFile, TablePrediction } from '../../engine/protocol.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { readInchi } from './inchi.ts';
import { inchiLines, pastedTable } from './pasted-table.ts';
import { chosenRun, modelFor, modelFromFile, type PredictedBy } from './predicting-model.ts';
import { describeProblem, isAbort, type Problem } from './problem.ts';

/** A table that is being predicted, or was. */
export interface Predicted {
  readonly by: PredictedBy;
  /** Its name; undefined: molecules that were typed, pasted or drawn. */
  readonly file: string | undefined;
  /** What stands over it. */
  readonly title: string;
  /** How its structures were read, where that has to be said. */
  readonly note?: string | undefined;
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
  predicting.value = true;
  forget(pasted);
  predictionProblem.value = undefined;
  try {
    const readings = await readInchi(inchiLines(text));
    const asked = { ...pastedTable(text, readings), title: 'Your molecules', header: true };
    await predict(pasted, readings.size > 0 ? { ...asked, note: inchiNote } : asked, runId);
  } catch (error) {
    if (!isAbort(error)) predictionProblem.value = describeProblem(error);
  } finally {
    predicting.value = false;
  }
}

const inchiNote =
  'InChI does not say where mobile hydrogens are: its SMILES here has them where chemists mostly write them (amides, lactams, aromatic amines). Another tautomer has another prediction: paste its SMILES.';

export async function predictFile(file: TableFile, runId: string | undefined): Promise<void> {
  lastFile = file;
  const { smilesColumn, header } = fileReading.peek();
  await predict(filePrediction, { file, title: file.name, smilesColumn, header }, runId);
}

/** Reads the last file another way. */
export function changeFileReading(changes: Partial<FileReading>, runId: string | undefined): void {
  fileReading.value = { ...fileReading.peek(), ...changes };
  if (lastFile) void predictFile(lastFile, runId);
}

interface Asked extends FileReading, Pick<Predicted, 'title' | 'note'> {
  readonly file: TableFile;
  /** Structures that are refused unread, with the reason. */
  readonly refused?: ReadonlyMap<string, string>;
}

/** The answer replaces the one before; a question before it that is still computed is given up. */
async function predict(answer: Signal<Predicted | undefined>, asked: Asked, runId: string | undefined): Promise<void> {
  forget(answer);
  predictionProblem.value = undefined;
  const abort = new AbortController();
  const { signal } = abort;
  const { file, title, note, smilesColumn, header, refused } = asked;
  const isPresent = (): boolean => answer.peek()?.cancel === cancel;
  const cancel = (): void => {
    abort.abort();
    if (isPresent()) answer.value = undefined;
  };
  try {
    const by = await modelFor(runId);
    const begun = performance.now();
    const name = answer === pasted ? undefined : file.name;
    const start: Predicted = { by, file: name, title, note, rows: 0, failed: 0, elapsedMs: 0, cancel };
    answer.value = start;
    const news = ({ rows, failed }: PredictionSummary): void => {
      if (!isPresent()) return;
      answer.value = { ...answer.peek()!, rows, failed, elapsedMs: performance.now() - begun };
    };
    const awake = engine();
    // What cannot be read is reported by the prediction itself.
    const counted = awake.countRows(file, { header, signal }).catch(() => undefined);
    void counted.then((total) => isPresent() && total !== undefined && (answer.value = { ...answer.peek()!, total }));
    const named = { ...(smilesColumn !== '' && { smilesColumn }), ...(refused && { refused }) };
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
