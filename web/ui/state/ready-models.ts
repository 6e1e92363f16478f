/** Models that come with the page, and what was measured of them; each is loaded when it is asked for. */
import { signal } from '@preact/signals';
import all from '../../models/models.json';
import { openModelFile } from './predicting-model.ts';
import { preparePredictions } from './prepare-predictions.ts';
import { describeProblem, type Problem } from './problem.ts';
import type { ReadyModel } from './ready-model.ts';

const files = import.meta.glob<string>('../../models/*.onnx', { query: '?url', import: 'default', eager: true });

export const readyModels: readonly ReadyModel[] = all;

/** The one that is being loaded, or why it could not be. */
export const loadingReady = signal<{ readonly name: string; readonly problem?: Problem } | undefined>(undefined);

export async function openReady({ name, title }: ReadyModel): Promise<void> {
  loadingReady.value = { name };
  preparePredictions();
  try {
    const response = await fetch(files[`../../models/${name}.onnx`]!).catch(() => undefined);
    if (!response?.ok) {
      loadingReady.value = { name, problem: notLoaded(response?.status) };
      return;
    }
    await openModelFile({ name: title, content: await response.blob() });
    loadingReady.value = undefined;
  } catch (error) {
    loadingReady.value = { name, problem: describeProblem(error) };
  }
}

/** status: of the answer; undefined: there was none. */
function notLoaded(status: number | undefined): Problem {
  if (status !== undefined) return { what: `The server does not give it (${status}).`, advice: 'Reload the page.' };
  return {
    what: 'There is no connection to load it by.',
    advice: 'Open it once with a connection: this browser keeps it for use without one.',
  };
}
