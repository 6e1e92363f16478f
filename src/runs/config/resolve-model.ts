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
  const ofTask = findTask(taskType).preset;
  const ofAuthors = known !== undefined && Object.hasOwn(model.presets, known) ? known : ofTask;
  const ofRecipe = defaultPreset(ofTask);
  const unless = Object.hasOwn(model.presets, ofRecipe) ? ofRecipe : ofAuthors;
  const chosen = preset === undefined ? unless : preset === authorsPreset ? ofAuthors : presetName(preset);
  const merged = { ...model.presets[chosen], ...settings };
  return { model, preset: chosen, settings: checkShape(model.configSchema, merged, 'model', { at: ['settings'] }) };
}
