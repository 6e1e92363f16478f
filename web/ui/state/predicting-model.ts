/** The model that predicts: one from a file, or that of a training of the page. */
import { signal } from '@preact/signals';
import type { OpenedModel, SavedRun, TableFile } from '../../engine/protocol.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';

/** The model that said it: a number that belongs to no model is not shown. */
export interface PredictedBy {
  /** Tells models of the page apart. */
  readonly key: string;
  readonly model: OpenedModel;
}

/** A model from a file; undefined: the newest training's. */
export const modelFromFile = signal<OpenedModel | undefined>(undefined);
/** Of the training whose model is chosen; empty: the first that is finished. */
export const chosenRun = signal('');

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
  modelFromFile.value = undefined;
  chosenRun.value = id;
}

async function useModel(model: OpenedModel): Promise<void> {
  const before = modelFromFile.peek();
  modelFromFile.value = model;
  if (before) await engine().closeModel(before);
  announce(`Model ${model.name} is open.`);
}

/** The model that predicts now: the one from a file, or that of a training. */
export function keyOf(runId: string | undefined): string {
  const fromFile = modelFromFile.value;
  return fromFile ? `file ${fromFile.id}` : `run ${runId}`;
}

/** Opens the model of a training once. */
export async function modelFor(runId: string | undefined): Promise<PredictedBy> {
  const key = keyOf(runId);
  const fromFile = modelFromFile.peek();
  if (fromFile) return { key, model: fromFile };
  if (opened && opened.id === runId) return { key, model: opened.model };
  const awake = engine();
  if (opened) await awake.closeModel(opened.model);
  opened = { id: runId!, model: await awake.openRun(runId!) };
  return { key, model: opened.model };
}
