/** The network of a training that starts from the encoder of another run: that run's, where the configuration does not choose another. */
import { findModel } from '../models/index.ts';
import { noEncoder, type TrainConfigInput } from '../runs/index.ts';
import type { InitialSource } from './initial-weights.ts';

/** `training.initFrom`: keys of a configuration may be spelled in several ways. */
export function initFromOf({ training = {} }: TrainConfigInput): string | undefined {
  const [, folder] = Object.entries(training).find(([key]) => camelCase(key) === 'initFrom') ?? [];
  return typeof folder === 'string' && folder !== noEncoder ? folder : undefined;
}

/** With the model and all settings of its encoder. A preset that is given stays as it is. */
export function withModelOf(
  input: TrainConfigInput,
  { model: name, settings }: Pick<InitialSource, 'model' | 'settings'>,
): TrainConfigInput {
  const { model = {} } = input;
  const isOther = (model.name ?? name) !== name;
  // Another model is refused where all is known, with its reasons.
  if (isOther || model.preset !== undefined) return { ...input, model: { name, ...model } };
  const { headSettings } = findModel(name).pretraining;
  const ofEncoder = Object.entries(settings).filter(([setting]) => !headSettings.includes(setting));
  const given = new Set(Object.keys(model.settings ?? {}).map(camelCase));
  const adopted = ofEncoder.filter(([setting]) => !given.has(setting));
  return { ...input, model: { name, ...model, settings: { ...Object.fromEntries(adopted), ...model.settings } } };
}

function camelCase(key: string): string {
  return key.replace(/[-_]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
