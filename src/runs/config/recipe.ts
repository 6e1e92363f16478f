/** What a training does where its configuration is silent: the default recipe of its model, or what its authors did. */
import { findModel, type TrainingRecipe } from '../../models/index.ts';

/** Presets of the model's authors: `authors/bbbp`, or `bbbp` alone. */
const authorsPrefix = 'authors/';
/** The one of the authors for the data set, else for the task type. */
export const authorsPreset = 'authors';

/** As the models' authors train; losses are each model's own. */
export const authorsRecipe = {
  epochs: 30,
  schedule: { learningRate: 1e-3, initialLearningRate: 1e-4, finalLearningRate: 1e-4 },
} as const;

export interface RecipeSections {
  readonly model: { readonly name: string; readonly preset?: string | undefined };
}

/** Also of a training that starts from the encoder of another run. */
export function recipeOf({ model: { name, preset } }: RecipeSections): TrainingRecipe {
  const model = findModel(name);
  const isDefault = preset === undefined || isDefaultPreset(preset);
  if (model.recipe && isDefault) return model.recipe;
  return { ...authorsRecipe, losses: model.losses };
}

/** Whether early stopping is the recipe's: without validation rows such a training goes to its end. */
export function isRecipePatience(config: RecipeSections & { readonly training: EarlyEnd }): boolean {
  const { epochs, patience } = recipeOf(config);
  return config.training.epochs === epochs && config.training.patience === patience;
}

interface EarlyEnd {
  readonly epochs: number;
  readonly patience?: number | undefined;
}

/** The name in the model's list of presets. */
export function presetName(given: string): string {
  return given.startsWith(authorsPrefix) ? given.slice(authorsPrefix.length) : given;
}

export function defaultPreset(ofTask: string): string {
  return `default-${ofTask}`;
}

function isDefaultPreset(name: string): boolean {
  return name.startsWith(defaultPreset(''));
}
