/**
 * Everything that can be said about a training, with defaults: what `--config-path` reads and what run.json keeps. Plain JSON.
 * Options of methods, schedules and models are checked by those who own them, here at the door and not in the middle of a run.
 */
import { z } from 'zod';
import { ConfigError, ParameterLayout, setting } from '../../base/index.ts';
import { checkShape } from '../../config/index.ts';
import { featureGenerators, splitTypes } from '../../data/index.ts';
import { findModel, models } from '../../models/index.ts';
import { canonicalSchedule, createOptimizer, createSchedule, type ScheduleConfig } from '../../optim/index.ts';
import { findLoss, findMetric, lossFor, metricFor, taskTypes } from '../../tasks/index.ts';

const columns = z.array(z.string()).optional();
const share = z.number().min(0).max(1);
const seed = z.int().min(0);

export const dataSchema = z.strictObject({
  /** One, two or three tables: split inside; training + validation and test; training, validation, test. */
  paths: z.array(z.string()).min(1).max(3).optional(),
  /** A known data set by name, instead of paths. */
  dataset: z.string().optional(),
  /** Folder where known data sets lie; without it they are downloaded once. */
  folder: z.string().optional(),
  smilesColumns: columns,
  targetColumns: columns,
  ignoreColumns: columns,
  splitsColumn: z.string().optional(),
  /** Column with the weight of each row in the loss. Default: all count the same. */
  weightColumn: z.string().optional(),
  /** Whether the first line of a CSV names the columns. */
  header: z.boolean().default(true),
  /** Default: found from the labels. */
  taskType: z.enum(taskTypes as [string, ...string[]]).optional(),
  onInvalid: z.enum(['skip', 'error']).default('skip'),
  maxRejected: share.default(0.2),
  /** Largest number of heavy atoms. Default: the model's. */
  maxAtoms: z.int().positive().optional(),
  /** Keep only the largest fragment of salts and mixtures. */
  largestFragment: z.boolean().default(false),
  /** Rows of one structure with labels that agree, and with labels that differ. */
  duplicates: z.enum(['keep', 'merge']).default('keep'),
  contradictions: z.enum(['keep', 'drop', 'average']).default('keep'),
  /** Use a known data set although its file is not the published one. */
  allowChanged: z.boolean().default(false),
  /** Numbers of the whole molecule beside what the model reads itself: computed, from a file, or both. */
  featuresGenerator: z.enum(featureGenerators).optional(),
  featuresPath: z.string().optional(),
  /** Column of ids, in the table and in the file, by which rows belong together. Default: rows go by their order. */
  featuresIdColumn: z.string().optional(),
  /** Scale them by the mean and deviation of the training part. */
  featuresScaling: z.boolean().default(true),
  /** Limits such as "<5": stop, count as missing, or train by a loss that counts only what lies on their wrong side. */
  censored: z.enum(['error', 'drop', 'bound']).default('error'),
  threshold: z.number().optional(),
  /** Text of a label to its number. */
  labelMap: z.record(z.string(), z.number()).optional(),
});

export const splitSchema = z.strictObject({
  type: z.enum(splitTypes as [string, ...string[]]).default('random'),
  /** Fractions of training, validation and test. */
  sizes: z.tuple([share, share, share]).default([0.8, 0.1, 0.1]),
  seed: seed.default(0),
  folds: z.int().positive().optional(),
  /** A splits file, instead of type and sizes. */
  file: z.string().optional(),
});

export const modelSchema = z.strictObject({
  name: z.string().default('compt'),
  /** Default: that of the recognized data set, else of the task type. */
  preset: z.string().optional(),
  /** What differs from the preset. */
  settings: z.looseObject({}).prefault({}),
});

export const optimizerSchema = z.strictObject({
  name: z.string().default('graphsam'),
  hyperparameters: z.looseObject({}).prefault({}),
  /** The base rule beneath a method. Default: adam. */
  base: z.strictObject({ name: z.string(), hyperparameters: z.looseObject({}).prefault({}) }).optional(),
  /** Longest update gradient. */
  clipNorm: z.number().positive().optional(),
  /** When a method acts: epochs, or shares of the training below 1. Default: throughout. */
  perturb: z.strictObject({ from: z.number().min(0).optional(), until: z.number().min(0).optional() }).prefault({}),
  /** New dropout masks for every evaluation of a step. */
  freshDropout: z.boolean().default(false),
});

export const trainingSchema = z.strictObject({
  epochs: z.int().positive().default(30),
  batchSize: z.int().positive().default(32),
  dropLast: z.boolean().default(false),
  /** Default: what the model's authors train with. */
  loss: z.string().optional(),
  /** Rare classes: drawn as often as others, weighed by the inverse of their number, or by their effective number late in training. */
  classBalance: z.enum(['sampling', 'weights', 'deferred']).optional(),
  /** Weight of each target in the loss. Default: all count the same. */
  taskWeights: z.array(z.number().min(0)).min(1).optional(),
  /** Share of each label that is spread over all classes. */
  labelSmoothing: z.number().min(0).lt(1).default(0),
  /** Further metrics to report. */
  metrics: z.array(z.string()).default([]),
  /** The metric that chooses the best epoch. Default: roc-auc for classification, rmse for regression. */
  trackingMetric: z.string().optional(),
  /** Decay a step of averaged weights, which are then judged, chosen and kept. Default: none. */
  emaDecay: z.number().min(0).lt(1).optional(),
  /** Epochs without improvement after which training ends. Default: none, all epochs are run. */
  patience: z.int().positive().optional(),
  minDelta: z.number().min(0).default(0),
  /** Folder of a run whose encoder the training starts from. Default: weights drawn from the seed. */
  initFrom: z.string().optional(),
  /** Probe two neighboring steps of every so many, into probe.jsonl. Default: none. */
  probe: z.int().positive().optional(),
  /** Keep the weights after every so many epochs, for the trajectory of the run. Default: none. */
  keepWeights: z.int().positive().optional(),
  seed: seed.default(0),
});

export const scheduleSchema = z.looseObject({ name: z.string().default('warmup-exponential') });

export const machineSchema = z.strictObject({
  /** Default: all cores. Results are the same, bit for bit, only for the same number. */
  threads: z.int().positive().optional(),
  /** What executes. Default: the native package, WebAssembly where it is missing. Both round differently. */
  backend: z.enum(['native', 'wasm']).optional(),
});

export const trainConfigSchema = z.strictObject({
  data: dataSchema.prefault({}),
  split: splitSchema.prefault({}),
  model: modelSchema.prefault({}),
  optimizer: optimizerSchema.prefault({}),
  schedule: scheduleSchema.prefault({}),
  training: trainingSchema.prefault({}),
  machine: machineSchema.prefault({}),
});

export type TrainConfigInput = z.input<typeof trainConfigSchema>;
type CheckedConfig = z.output<typeof trainConfigSchema>;
export type TrainConfig = Omit<CheckedConfig, 'schedule'> & { readonly schedule: ScheduleConfig };

/**
 * Checks a configuration and fills in the defaults. Keys may be written batchSize, batch-size or batch_size.
 * where: the file it comes from, for messages. Throws ConfigError, naming each key with its path, for unknown keys, wrong types,
 * values out of range, and options that contradict each other.
 */
export function parseTrainConfig(input: unknown, where: string): TrainConfig {
  const config = checkShape(trainConfigSchema, input, where);
  refuseContradictions(config, where);
  const methods = checkMethods(config, where);
  refuseLostFeatures(config, where);
  return { ...config, ...methods };
}

type MethodSections = Pick<CheckedConfig, 'model' | 'optimizer' | 'schedule'> & {
  readonly training: Pick<CheckedConfig['training'], 'epochs'>;
};

/** Checks what belongs to model, optimizer and schedule by those who own it, and fills in their defaults. */
export function checkMethods(config: MethodSections, where: string): Pick<TrainConfig, 'optimizer' | 'schedule'> {
  const { name, preset, settings } = config.model;
  const model = findModel(name);
  checkShape(model.configSchema, settings, where, { at: ['model', 'settings'] });
  if (preset !== undefined && !Object.hasOwn(model.presets, preset)) {
    const known = Object.keys(model.presets).join(', ');
    throw new ConfigError({
      code: 'unknown-name',
      path: ['model', 'preset'],
      what: `${name} has no preset ${preset}`,
      where,
      advice: `Known: ${known}.`,
    });
  }
  const schedule = withWarmup(config);
  createSchedule(schedule);
  refuseLongWarmup(schedule, config.training.epochs, where);
  // On a model without parameters, for its checks and defaults.
  const { config: optimizer } = createOptimizer({ ...config.optimizer, schedule }, new ParameterLayout([]));
  return { schedule, optimizer: { ...config.optimizer, ...optimizer } };
}

interface FeatureSections {
  readonly model: CheckedConfig['model'];
  readonly data: Partial<Pick<CheckedConfig['data'], 'featuresGenerator' | 'featuresPath' | 'featuresIdColumn'>>;
}

/** Features that the model cannot take, and a model that waits for features that nothing gives. */
export function refuseLostFeatures({ model: { name, settings }, data }: FeatureSections, where: string): void {
  const { extra } = findModel(name);
  const isGiven = data.featuresGenerator !== undefined || data.featuresPath !== undefined;
  if (isGiven && !extra) {
    const able = models.filter((model) => model.extra).map((model) => model.name);
    throw new ConfigError({
      code: 'not-supported',
      path: ['data', 'featuresGenerator'],
      what: `${name} takes no molecule features (${setting('data.featuresGenerator')}, ${setting('data.featuresPath')})`,
      where,
      advice: `Models that do: ${able.join(', ')}.`,
    });
  }
  if (data.featuresIdColumn !== undefined && data.featuresPath === undefined) throw idsWithoutFeatures(where);
  if (isGiven || !extra || !settings[extra.setting]) return;
  throw new ConfigError({
    code: 'features-missing',
    path: ['data', 'featuresGenerator'],
    what: `${setting(`model.settings.${extra.setting}`)} is ${settings[extra.setting]}, and nothing gives molecule features`,
    where,
    advice: `Leave it out: it is set by ${setting('data.featuresGenerator')} and ${setting('data.featuresPath')}.`,
  });
}

export function idsWithoutFeatures(where?: string): ConfigError {
  return new ConfigError({
    code: 'contradicting-settings',
    path: ['data', 'featuresIdColumn'],
    what: `a column of ids is named (${setting('data.featuresIdColumn')}), and no file of features is given`,
    ...(where !== undefined && { where }),
    advice: `Give the file with ${setting('data.featuresPath')}, or leave the column out.`,
  });
}

/** The file's configuration with what the command line says put over it, section by section; lists are replaced. */
export function overrideConfig<Input = TrainConfigInput>(file: Input, commandLine: object): Input {
  return merge(file, commandLine) as Input;
}

function merge(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isRecord(below) || !isRecord(above)) return above;
  const names = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...names].map((name) => [name, merge(below[name], above[name])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A training of one or two epochs warms up for half of them instead of the usual two. */
function withWarmup({ schedule: given, training }: MethodSections): ScheduleConfig {
  const schedule = canonicalSchedule(given);
  const { epochs } = training;
  const isShort = schedule.name === 'warmup-exponential' && schedule.warmupEpochs === undefined && epochs <= 2;
  const warmup = schedule.name === 'warmup-exponential' && { warmupEpochs: isShort ? epochs / 2 : 2 };
  return { ...warmup, ...schedule } as ScheduleConfig;
}

function refuseContradictions({ data, split, training }: CheckedConfig, where: string): void {
  const refuse = (what: string, advice: string): never => {
    throw new ConfigError({ code: 'contradicting-settings', what, where, advice });
  };
  if (data.paths && data.dataset !== undefined) {
    refuse(
      `${setting('data.paths')} and ${setting('data.dataset')} are both given`,
      `Choose one: ${setting('data.paths')} or ${setting('data.dataset')}.`,
    );
  }
  if (data.splitsColumn !== undefined && split.file !== undefined) {
    refuse(
      `${setting('data.splitsColumn')} and ${setting('split.file')} are both given`,
      `Choose one: ${setting('data.splitsColumn')} or ${setting('split.file')}.`,
    );
  }
  const total = split.sizes.reduce((sum, size) => sum + size, 0);
  if (Math.abs(total - 1) > 1e-6)
    refuse(`${setting('split.sizes')} sum to ${total}`, `Let ${setting('split.sizes')} sum to 1.`);
  const given = split.file !== undefined || data.splitsColumn !== undefined || data.paths?.length === 3;
  if (training.patience !== undefined && split.sizes[1] === 0 && !given) {
    refuse(
      `${setting('training.patience')} is set and ${setting('split.sizes')} leaves no validation part`,
      `Change ${setting('training.patience')} or ${setting('split.sizes')}.`,
    );
  }
  const names = [training.trackingMetric, ...training.metrics].filter((name) => name !== undefined);
  for (const name of names) data.taskType ? metricFor(data.taskType, name) : findMetric(name);
  const { loss } = training;
  if (loss !== undefined) data.taskType ? lossFor(data.taskType, loss) : findLoss(loss);
}

function refuseLongWarmup(schedule: ScheduleConfig, epochs: number, where: string): void {
  const warmupEpochs = 'warmupEpochs' in schedule ? schedule.warmupEpochs : undefined;
  if (typeof warmupEpochs !== 'number' || warmupEpochs < epochs) return;
  throw new ConfigError({
    code: 'warmup-too-long',
    path: ['schedule', 'warmupEpochs'],
    what: `${setting('schedule.warmupEpochs')} is ${warmupEpochs} and ${setting('training.epochs')} is ${epochs}`,
    where,
    advice: `Let ${setting('schedule.warmupEpochs')} be smaller than ${setting('training.epochs')}.`,
  });
}
