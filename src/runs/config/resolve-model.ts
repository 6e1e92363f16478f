/** Which settings a model is built with: the preset, and what the configuration changes in it. */

import { checkShape } from '../../config/index.ts';
import { findModel, type Model } from '../../models/index.ts';
import { findTask, type TaskType } from '../../tasks/index.ts';
import { authorsPreset, defaultPreset, presetName } from './recipe.ts';
import type { TrainConfig } from './train-config.ts';

export interface ResolvedModel {
  readonly model: Model;
  readonly preset: string;
  /** Complete, as the model's schema gives them. */
  readonly settings: unknown;
}

/** known: name of the recognized data set, if any. Throws ConfigError if preset and settings do not fit each other. */
export function resolveModel(
  { name, preset, settings }: TrainConfig['model'],
  { known, taskType }: { readonly known?: string | undefined; readonly taskType: TaskType },
): ResolvedModel {
  const model = findModel(name);
  const chosen = chosenPreset(model, { preset, known, ofTask: findTask(taskType).preset });
  const merged = { ...model.presets[chosen], ...settings };
  return {
    model,
    preset: chosen,
    settings: checkShape(model.configSchema, merged, 'model', { at: ['model', 'settings'] }),
  };
}

interface PresetChoice {
  readonly preset: string | undefined;
  readonly known: string | undefined;
  readonly ofTask: string;
}

function chosenPreset({ presets }: Model, { preset, known, ofTask }: PresetChoice): string {
  const ofRecipe = defaultPreset(ofTask);
  if (preset === undefined && Object.hasOwn(presets, ofRecipe)) return ofRecipe;
  if (preset !== undefined && preset !== authorsPreset) return presetName(preset);
  return known !== undefined && Object.hasOwn(presets, known) ? known : ofTask;
}
