/** The model that predicts: one from a file, or that of a training of the page. */
import { signal } from '@preact/signals';
import type { OpenedModel, SavedRun, TableFile } from '../../engine/protocol.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { chosenDevice } from './settings.ts';

/** The model that said it: a number that belongs to no model is not shown. */
export interface PredictedBy {
  /** Identifies models of the page. */
  readonly key: string;
  readonly model: OpenedModel;
}

/** A model from a file; undefined: the newest training's. */
export const modelFromFile = signal<OpenedModel | undefined>(undefined);
/** Of the training whose model is chosen; empty: the first that is finished. */
export const chosenRun = signal('');

/** Of a training. */
let opened: { readonly id: string; readonly device: string | undefined; readonly model: OpenedModel } | undefined;

export async function openModelFile(file: TableFile): Promise<void> {
  await useModel(await engine().openModel(file, chosenDevice.peek()));
}

/** The model of a kept run, as if it had come from a file. */
export async function openModelOf({ id, from }: SavedRun): Promise<void> {
  const model = await engine().openRun(id, chosenDevice.peek());
  await useModel({ ...model, name: from ?? model.name });
}

/** Several kept runs as one model: the mean of what they predict. */
export async function openTogether(saved: readonly SavedRun[]): Promise<void> {
  const model = await engine().openTogether(
    saved.map(({ id }) => id),
    chosenDevice.peek(),
  );
  await useModel({ ...model, name: `${model.name}, ${[...new Set(saved.map(({ data }) => data))].join(', ')}` });
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
  if (fromFile) return `file ${fromFile.id}`;
  return opened && opened.id === runId ? keyOfRun(opened) : `run ${runId}`;
}

/** A run whose model was opened again, on another device, is another one: predictions of the first are gone with it. */
function keyOfRun({ id, model }: { readonly id: string; readonly model: OpenedModel }): string {
  return `run ${id} as model ${model.id}`;
}

/** Opens the model of a training once for each device. */
export async function modelFor(runId: string | undefined): Promise<PredictedBy> {
  const fromFile = modelFromFile.peek();
  if (fromFile) return { key: keyOf(runId), model: fromFile };
  const device = chosenDevice.peek();
  if (opened && opened.id === runId && opened.device === device?.name)
    return { key: keyOfRun(opened), model: opened.model };
  const awake = engine();
  if (opened) await awake.closeModel(opened.model);
  opened = { id: runId!, device: device?.name, model: await awake.openRun(runId!, device) };
  return { key: keyOfRun(opened), model: opened.model };
}
