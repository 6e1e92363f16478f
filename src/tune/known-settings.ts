/** What can be searched: the settings of model, optimizer, schedule and training, each with what its schema says of it. */
import { z } from 'zod';
import { describeSettings, kebabCase } from '../config/index.ts';
import { type DatasetEntry, datasetEntry } from '../data/index.ts';
import { modelNames, models } from '../models/index.ts';
import { optimizerDefinitions, optimizerNames } from '../optim/index.ts';
import { resolveModel, type TrainConfig, trainConfigSchema } from '../runs/index.ts';
import { taskTypes } from '../tasks/index.ts';

/** The part of a JSON schema that says which values there are. */
export interface ValueSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

export interface KnownSetting {
  readonly path: string;
  /** As options of the command line. */
  readonly names: readonly string[];
  readonly schema: ValueSchema;
}

/** What decides how a trial is judged must be the same for all. */
const fixed = ['epochs', 'seed', 'metrics', 'trackingMetric', 'baselines', 'probe', 'keepWeights', 'taskWeights'];
const fixedBeginnings = ['ensemble', 'calibration', 'initFrom', 'freeze', 'encoderLr'];

/** In the order of their sections. */
export function knownSettings(): KnownSetting[] {
  const chosen: KnownSetting[] = [
    { path: 'model.name', names: ['model'], schema: { type: 'string', enum: modelNames } },
    { path: 'optimizer.name', names: ['optimizer'], schema: { type: 'string', enum: optimizerNames } },
    rate('learningRate', ['learning-rate', 'lr', 'max-lr'], { default: 1e-3, exclusiveMinimum: 0 }),
    rate('initialLearningRate', ['init-lr'], { minimum: 0 }),
    rate('finalLearningRate', ['final-lr'], { exclusiveMinimum: 0 }),
    rate('warmupEpochs', ['warmup-epochs'], { default: 2, minimum: 0 }),
  ];
  const settings = models.flatMap(({ configSchema }) => settingsOf('model.settings', configSchema as never));
  const hyperparameters = optimizerDefinitions.flatMap(({ hyperparameters: schema, aliases = {} }) =>
    settingsOf('optimizer.hyperparameters', schema, aliases),
  );
  return unique([...chosen, ...settings, ...hyperparameters, ...ofTraining()]);
}

function rate(name: string, names: readonly string[], schema: ValueSchema): KnownSetting {
  return { path: `schedule.${name}`, names, schema: { type: 'number', ...schema } };
}

let training: KnownSetting[] | undefined;

function ofTraining(): KnownSetting[] {
  training ??= describeTraining();
  return training;
}

function describeTraining(): KnownSetting[] {
  const isFixed = (key: string): boolean => fixed.includes(key) || fixedBeginnings.some((each) => key.startsWith(each));
  return describeSettings(trainConfigSchema)
    .filter(({ path }) => /^(training|optimizer)\./.test(path) && !isFixed(path.split('.').at(-1)!))
    .filter(({ type }) => ['number', 'integer', 'boolean', 'text'].includes(type))
    .map(({ path, option, aliases = [], type, choices, default: standard }) => ({
      path,
      names: [option, ...aliases],
      schema: { type: type === 'text' ? 'string' : type, ...(choices && { enum: choices }), default: standard },
    }));
}

function settingsOf(
  section: string,
  schema: z.ZodObject,
  aliases: Readonly<Record<string, string>> = {},
): KnownSetting[] {
  return Object.entries(propertiesOf(schema)).map(([name, property]) => ({
    path: `${section}.${name}`,
    names: [name, ...Object.keys(aliases).filter((alias) => aliases[alias] === name)].map(kebabCase),
    schema: property,
  }));
}

/** Made once: a search asks for them again and again. */
const made = new WeakMap<z.ZodObject, Readonly<Record<string, ValueSchema>>>();

function propertiesOf(schema: z.ZodObject): Readonly<Record<string, ValueSchema>> {
  const known = made.get(schema);
  if (known) return known;
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Record<string, ValueSchema> };
  made.set(schema, properties);
  return properties;
}

/** Models and optimizers share settings; the first one's schema speaks. */
function unique(settings: readonly KnownSetting[]): KnownSetting[] {
  return settings.filter(({ path }, index) => settings.findIndex((each) => each.path === path) === index);
}

/** Schemas of one model or optimizer by path, and not of all. */
export function settingsOfModel(name: string): KnownSetting[] {
  return settingsOf('model.settings', models.find((model) => model.name === name)!.configSchema as never);
}

export function settingsOfOptimizer(name: string): KnownSetting[] {
  const definition = optimizerDefinitions.find((each) => each.name === name);
  return definition ? settingsOf('optimizer.hyperparameters', definition.hyperparameters, definition.aliases) : [];
}

/**
 * The settings that a training would give its model, as far as they are known before the data are read: where nothing says the task
 * type, those in which the presets of all task types agree. Throws ConfigError if preset and settings do not fit each other.
 */
export function knownModelSettings({
  model,
  data,
}: Pick<TrainConfig, 'model' | 'data'>): Readonly<Record<string, unknown>> {
  const dataset: DatasetEntry | undefined = data.dataset === undefined ? undefined : datasetEntry(data.dataset);
  const taskType = data.taskType ?? dataset?.taskType;
  const [first, ...others] = (taskType === undefined ? taskTypes : [taskType]).map(
    (each) => resolveModel(model, { known: dataset?.preset, taskType: each }).settings as Record<string, unknown>,
  );
  const isShared = ([name, value]: [string, unknown]): boolean => others.every((other) => other[name] === value);
  return Object.fromEntries(Object.entries(first!).filter(isShared));
}
