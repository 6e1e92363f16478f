/** What the trainings of the form will need together, followed while table and settings change. */
import { effect, signal } from '@preact/signals';
import type { ResourceEstimate } from '../../engine/protocol.ts';
import { engine } from './engine.ts';
import { settings, trainConfigs } from './settings.ts';
import { tableState } from './table.ts';

/** Undefined before there is a table, and while the settings cannot be used. */
export const estimate = signal<ResourceEstimate | undefined>(undefined);

export function followEstimate(): () => void {
  let asked = 0;
  return effect(() => {
    const state = tableState.value;
    // Read so that the effect follows it; the configurations are made of it.
    void settings.value;
    const number = ++asked;
    if (state.kind !== 'ready') {
      estimate.value = undefined;
      return;
    }
    const { molecules, sizes, tasks, taskType, known } = state.report;
    engine()
      .estimate(trainConfigs(), { molecules, sizes, tasks, taskType, known })
      .then((answer) => number === asked && (estimate.value = answer))
      // Settings that cannot be used say so where they are typed and when the training starts.
      .catch(() => number === asked && (estimate.value = undefined));
  });
}
