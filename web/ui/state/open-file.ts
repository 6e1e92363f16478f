/** A file that a training left, given to the page: a model.onnx predicts, a run folder as a zip becomes a run of the page. */
import { signal } from '@preact/signals';
import { isZip } from '../../engine/client.ts';
import type { SavedRun, TableFile } from '../../engine/protocol.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { linkedModel } from './link.ts';
import { chooseRun, openModelFile, openModelOf, openTogether } from './predicting-model.ts';
import { describeProblem, type Problem } from './problem.ts';
import { isTraining, openRuns } from './runs.ts';
import { listSaved } from './saved-runs.ts';
import { readKept, tableSource } from './table.ts';

/** Where the reader gave the file, or asked for the run: what becomes of it is said there. */
export type OpenTarget = 'data' | 'results' | 'predict';

/** What is being opened, or why it could not be. */
export const opening = signal<
  { readonly place: OpenTarget; readonly name: string; readonly problem?: Problem } | undefined
>(undefined);

/** By its ending; what is in it decides how it is opened. */
export function isOfTraining({ name }: TableFile): boolean {
  return /\.(zip|onnx)$/i.test(name);
}

export function openFile(file: TableFile, place: OpenTarget): Promise<void> {
  return trying(file.name, place, async () => {
    if (await isZip(file)) await openZip(file);
    else await openModelFile(file);
  });
}

/** The model that the address of the page names, if it names one. */
export async function openLinked(): Promise<void> {
  if (linkedModel === null) return;
  const name = decodeURIComponent(linkedModel.replace(/\/model\.onnx$/, '').replace(/^.*\//, ''));
  await trying(name, 'predict', async () => {
    const response = await fetch(linkedModel!);
    if (!response.ok) throw new Error(`The model ${name} cannot be fetched (${response.status}).`);
    await openModelFile({ name: `${name}.onnx`, content: await response.blob() });
    scrollTo('predict');
  });
}

/** Puts a kept run on the page. */
export function openSaved(saved: SavedRun): Promise<void> {
  return trying(saved.from ?? saved.data, 'results', () => show(saved));
}

/** Puts two finished runs beside each other: curves, metrics, and their difference. */
export function compareSaved(saved: readonly SavedRun[]): Promise<void> {
  return trying(saved.map(({ data }) => data).join(', '), 'results', async () => {
    await openRuns(saved);
    await bringTable(saved[0]!);
    scrollTo('results');
  });
}

/** The models of finished runs predict together. */
export function predictTogether(saved: readonly SavedRun[]): Promise<void> {
  return trying(`${saved.length} models`, 'results', async () => {
    await openTogether(saved);
    scrollTo('predict');
  });
}

function scrollTo(step: string): void {
  requestAnimationFrame(() => document.getElementById(step)?.scrollIntoView({ block: 'start' }));
}

/** While something trains, the list of trainings is left alone: the run's model predicts, and the run waits among the earlier ones. */
async function openZip(file: TableFile): Promise<void> {
  const saved = await engine().importRun(file, tableSource.peek()?.files ?? []);
  if (!isTraining.peek()) await show(saved);
  else if (saved.status === 'finished') await openModelOf(saved);
  await listSaved();
}

/** A finished run shows what it found and predicts; another one shows how far it came. */
async function show(saved: SavedRun): Promise<void> {
  await openRuns([saved]);
  await bringTable(saved);
  const isFinished = saved.status === 'finished';
  if (isFinished) chooseRun(saved.id);
  scrollTo(isFinished ? 'results' : 'runs');
  announce(`The run of ${saved.data} is open${isFinished ? '' : '; it is not finished'}.`);
}

/** After a reload the first step has no table: the run brings its own, read as it was. */
export async function bringTable({ id, config }: SavedRun): Promise<void> {
  if (tableSource.peek()) return;
  const files = await engine().tablesOf(id);
  if (files.length > 0) await readKept(files, config);
}

async function trying(name: string, place: OpenTarget, work: () => Promise<void>): Promise<void> {
  opening.value = { place, name };
  try {
    await work();
    opening.value = undefined;
  } catch (error) {
    opening.value = { place, name, problem: describeProblem(error) };
  }
}
