/** From settings by path to the configuration of a training. */
import type { z } from 'zod';
import { findModel } from '../models/index.ts';
import { defaultBaseRule, optimizerDefinitions, withoutAblationName } from '../optim/index.ts';
import {
  ofOneNetwork,
  overrideConfig,
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from '../runs/index.ts';
import { knownModelSettings } from './known-settings.ts';
import type { Settings } from './space.ts';
import type { Replicate } from './trial.ts';

export interface AppliedSettings {
  readonly config: TrainConfigInput;
  /** Those that act: a radius is none of an optimizer that does not perturb. */
  readonly settings: Settings;
}

/** The configuration with these settings. Throws ConfigError if they contradict it or each other. where: for messages. */
export function withSettings(base: TrainConfigInput, given: Settings, where: string): AppliedSettings {
  const chosen = withNames(base, given);
  const placed = Object.entries(given).flatMap(([path, value]) => {
    const target = configPathOf(path, chosen);
    return target === undefined ? [] : [{ path, target, value }];
  });
  let config = chosen;
  for (const { target, value } of placed)
    config = overrideConfig(config, nested(target.split('.'), value) as TrainConfigInput);
  if (placed.some(({ target }) => target.startsWith('optimizer.base.')) && config.optimizer?.base) {
    config = overrideConfig(config, { optimizer: { base: { name: config.optimizer.base.name ?? defaultBaseRule } } });
  }
  // Refuses contradictions between settings of which some come from a preset that is known before the data are read.
  knownModelSettings(parseTrainConfig(config, where));
  return { config, settings: Object.fromEntries(placed.map(({ path, value }) => [path, value])) };
}

/** Settings of another model or optimizer do not come along. */
function withNames(base: TrainConfigInput, given: Settings): TrainConfigInput {
  const model = given['model.name'] ?? base.model?.name;
  const optimizer = given['optimizer.name'] ?? base.optimizer?.name;
  const { hyperparameters: _own, base: _base, name: _name, perturb, ...rest } = base.optimizer ?? {};
  const keptPerturb = isMethod(String(optimizer)) && perturb ? { perturb } : {};
  return {
    ...base,
    ...(model !== base.model?.name && { model: { name: String(model) } }),
    ...(optimizer !== base.optimizer?.name && { optimizer: { ...rest, ...keptPerturb, name: String(optimizer) } }),
  };
}

function definitionOf(name: string) {
  const own = withoutAblationName({ name }).name;
  return optimizerDefinitions.find((definition) => definition.name === own);
}

function isMethod(name: string): boolean {
  return definitionOf(name)?.kind === 'method';
}

const defaults = trainConfigSchema.parse({});

/** Where a setting belongs under the chosen model and optimizer; undefined if they do not have it. */
function configPathOf(path: string, { model, optimizer }: TrainConfigInput): string | undefined {
  const name = path.split('.').at(-1)!;
  if (path.startsWith('model.settings.')) {
    return name in schemaOf(model?.name ?? defaults.model.name).shape ? path : undefined;
  }
  if (!path.startsWith('optimizer.hyperparameters.')) return path;
  const own = definitionOf(optimizer?.name ?? defaults.optimizer.name);
  if (own && name in own.hyperparameters.shape) return path;
  const base = own?.kind === 'method' ? definitionOf(optimizer?.base?.name ?? defaultBaseRule) : undefined;
  return base && name in base.hyperparameters.shape ? `optimizer.base.hyperparameters.${name}` : undefined;
}

/** All models have an object of settings. */
function schemaOf(name: string): z.ZodObject {
  return findModel(name).configSchema as unknown as z.ZodObject;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value);
}

/** As one training of a trial has it: a single model, without what is only wanted of the final one. */
export function replicateConfig(config: TrainConfigInput, { seed }: Replicate): TrainConfig {
  const training = ofOneNetwork(config.training ?? {});
  const seeded = seed === undefined ? {} : { seed };
  return parseTrainConfig(
    {
      ...config,
      split: { ...config.split, ...seeded },
      training: { ...training, ...seeded, baselines: false },
    },
    'trial',
  );
}
