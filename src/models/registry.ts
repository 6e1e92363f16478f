/** All models by name. Adding one: its folder, its test, and a line here. */
import { register, unknownName } from '../base/index.ts';
import { compt } from './compt/index.ts';
import { grover } from './grover/index.ts';
import type { Model } from './model.ts';

export const models: readonly Model[] = [defineModel(compt), defineModel(grover)];

export const modelNames: readonly string[] = models.map(({ name }) => name);

/** Forgets the types of a model's configuration and features, so that all fit in one list. */
export function defineModel<Config, Features>(model: Model<Config, Features>): Model {
  return model as Model;
}

/** For plugins. Throws ConfigError if the name is taken. */
export function registerModel(model: Model): void {
  if (models.includes(model)) return;
  register('model', models, model);
  (modelNames as string[]).push(model.name);
}

export function findModel(name: string): Model {
  const found = models.find((model) => model.name === name);
  if (!found) {
    throw unknownName(
      'model',
      name,
      models.map((model) => model.name),
    );
  }
  return found;
}
