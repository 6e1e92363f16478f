/** The model that predicts: one from a file, or that of a training of the page. */
import { signal } from '@preact/signals';
import type { ComputingDevice, OpenedModel, SavedRun, TableFile } from '../../engine/protocol.ts';
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

/** Of a training, on a device. */
interface ModelOfRun {
  readonly id: string;
  readonly device: string | undefined;
}

/** The last one that was asked for. All who ask while it is opened wait for the same one. */
let asked: (ModelOfRun & { readonly model: Promise<OpenedModel> }) | undefined;
/** The last one that is open. */
let opened: (ModelOfRun & { readonly model: OpenedModel }) | undefined;

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
  return opened && opened.id === runId ? keyOfRun(opened, opened.model) : `run ${runId}`;
}

/** A run whose model was opened again, on another device, is another one: predictions of the first are gone with it. */
function keyOfRun({ id }: Pick<ModelOfRun, 'id'>, model: OpenedModel): string {
  return `run ${id} as model ${model.id}`;
}

/** Opens the model of a training once for each device. */
export async function modelFor(runId: string | undefined): Promise<PredictedBy> {
  const fromFile = modelFromFile.peek();
  if (fromFile) return { key: keyOf(runId), model: fromFile };
  const device = chosenDevice.peek();
  if (!asked || asked.id !== runId || asked.device !== device?.name) {
    const wanted = { id: runId!, device: device?.name };
    asked = { ...wanted, model: openInstead(asked?.model, wanted, device) };
  }
  const mine = asked;
  try {
    const model = await mine.model;
    return { key: keyOfRun(mine, model), model };
  } catch (error) {
    // The next question tries it again.
    if (asked === mine) asked = undefined;
    throw error;
  }
}

async function openInstead(
  before: Promise<OpenedModel> | undefined,
  wanted: ModelOfRun,
  device: ComputingDevice | undefined,
): Promise<OpenedModel> {
  const awake = engine();
  // Where that could not be opened, whoever asked for it was told why.
  const former = await before?.catch(() => undefined);
  if (former) await awake.closeModel(former);
  const model = await awake.openRun(wanted.id, device);
  opened = { ...wanted, model };
  return model;
}
