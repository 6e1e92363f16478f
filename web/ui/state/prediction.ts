/** The model that predicts, what was asked of it, and what it said. */
import { signal } from '@preact/signals';
import {
  type OpenedModel,
  type PredictionSummary,
  quoteCell,
  type SavedRun,
  type StructurePrediction,
  type TableFile,
  type TablePrediction,
} from '../../engine/protocol.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { describeProblem, type Problem } from './problem.ts';

export interface Asked {
  readonly smiles: string;
  readonly prediction: StructurePrediction;
}

/** The model that said it: a number that belongs to no model is not shown. */
export interface PredictedBy {
  /** Tells models of the page apart. */
  readonly key: string;
  readonly model: OpenedModel;
}

export interface PastedPrediction {
  readonly by: PredictedBy;
  readonly molecules: readonly Asked[];
}

export interface FilePrediction {
  readonly by: PredictedBy;
  readonly name: string;
  readonly rows: number;
  readonly failed: number;
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

/** A model from a file; undefined: the newest training's. */
export const modelFromFile = signal<OpenedModel | undefined>(undefined);
/** Of the training whose model is chosen; empty: the first that is finished. */
export const chosenRun = signal('');
export const pasted = signal<PastedPrediction | undefined>(undefined);
export const filePrediction = signal<FilePrediction | undefined>(undefined);
export const predictionProblem = signal<Problem | undefined>(undefined);
export const predicting = signal(false);

let opened: { readonly id: string; readonly model: OpenedModel } | undefined;

export async function openModelFile(file: TableFile): Promise<void> {
  await useModel(await engine().openModel(file));
}

/** The model of a kept run, as if it had come from a file. */
export async function openModelOf({ id, from }: SavedRun): Promise<void> {
  const model = await engine().openRun(id);
  await useModel({ ...model, name: from ?? model.name });
}

/** A training of the page predicts, no longer the model from a file. */
export function chooseRun(id: string): void {
  clearPredictions();
  modelFromFile.value = undefined;
  chosenRun.value = id;
}

async function useModel(model: OpenedModel): Promise<void> {
  const before = modelFromFile.peek();
  modelFromFile.value = model;
  clearPredictions();
  if (before) await engine().closeModel(before);
  announce(`Model ${model.name} is open.`);
}

export async function predictPasted(text: string, runId: string | undefined): Promise<void> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const smiles = lines.filter((line) => line !== '');
  if (smiles.length === 0) return;
  await trying(async () => {
    const by = await modelFor(runId);
    const predictions = await engine().predict(by.model, smiles);
    const molecules = smiles.map((structure, index) => ({ smiles: structure, prediction: predictions[index]! }));
    pasted.value = { by, molecules };
    const refused = predictions.filter(({ reason }) => reason !== undefined).length;
    announce(`${smiles.length - refused} molecules predicted, ${refused} refused.`);
  });
}

export async function predictFile(file: TableFile, runId: string | undefined): Promise<void> {
  lastFile = file;
  const { smilesColumn, header } = fileReading.peek();
  const named = smilesColumn === '' ? {} : { smilesColumn };
  await trying(async () => {
    const by = await modelFor(runId);
    const news = ({ rows, failed }: PredictionSummary): void => {
      filePrediction.value = { by, name: file.name, rows, failed };
    };
    news({ rows: 0, failed: 0, characters: 0 });
    const done = await engine().predictTable(by.model, file, { ...named, header, onProgress: news });
    filePrediction.value = { by, name: file.name, ...done.summary, done };
    announce(`${done.summary.rows} rows predicted, ${done.summary.failed} refused.`);
  });
}

/** Reads the last file another way. */
export function changeFileReading(changes: Partial<FileReading>, runId: string | undefined): void {
  fileReading.value = { ...fileReading.peek(), ...changes };
  if (lastFile) void predictFile(lastFile, runId);
}

function clearPredictions(): void {
  pasted.value = undefined;
  filePrediction.value = undefined;
  predictionProblem.value = undefined;
}

async function trying(work: () => Promise<void>): Promise<void> {
  predicting.value = true;
  predictionProblem.value = undefined;
  try {
    await work();
  } catch (error) {
    filePrediction.value = undefined;
    predictionProblem.value = describeProblem(error);
  }
  predicting.value = false;
}

/** All molecules that were pasted, as a table with the columns that the command line writes. */
export async function pastedTable({ by, molecules }: PastedPrediction): Promise<Blob> {
  const cells = molecules.map(({ smiles }) => quoteCell(smiles));
  const file = { name: 'pasted.csv', content: new Blob([`${['smiles', ...cells].join('\n')}\n`]) };
  return (await engine().predictTable(by.model, file, { smilesColumn: 'smiles' })).csv;
}

/** The model that predicts now: the one from a file, or that of a training. */
export function keyOf(runId: string | undefined): string {
  const fromFile = modelFromFile.value;
  return fromFile ? `file ${fromFile.id}` : `run ${runId}`;
}

/** Opens the model of a training once. */
async function modelFor(runId: string | undefined): Promise<PredictedBy> {
  const key = keyOf(runId);
  const fromFile = modelFromFile.peek();
  if (fromFile) return { key, model: fromFile };
  if (opened && opened.id === runId) return { key, model: opened.model };
  const awake = engine();
  if (opened) await awake.closeModel(opened.model);
  opened = { id: runId!, model: await awake.openRun(runId!) };
  return { key, model: opened.model };
}
