/** All models by name. Adding one: its folder, its test, and a line here. */
import { unknownName } from '../base/index.ts';
import { compt } from './compt/index.ts';
import { grover } from './grover/index.ts';
import type { Model } from './model.ts';

export const models: readonly Model[] = [compt as Model, grover as Model];

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
