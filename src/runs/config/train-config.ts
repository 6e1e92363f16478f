/**
 * Everything that can be said about a training, with defaults: what `--config-path` reads and what run.json keeps. Plain JSON.
 * Options of methods, schedules and models are checked by those who own them, here at the door and not in the middle of a run.
 */
import { z } from 'zod';
import { ConfigError, setting } from '../../base/index.ts';
import { checkShape } from '../../config/index.ts';
import { findFeatureGenerator, isFeatureGenerator } from '../../data/index.ts';
import { findModel, models, type TrainingRecipe } from '../../models/index.ts';
import {
  canonicalSchedule,
  createSchedule,
  resolveOptimizer,
  ruleDefinitions,
  type ScheduleConfig,
} from '../../optim/index.ts';
import { findLoss, findMetric, lossFor, metricFor } from '../../tasks/index.ts';
import { noEncoder } from '../builtin-encoder.ts';
import { dataSchema, splitSchema } from './data-schema.ts';
import { withQuality } from './quality.ts';
import { authorsPreset, presetName, recipeOf } from './recipe.ts';
import { machineSchema, modelSchema, optimizerSchema, scheduleSchema, trainingSchema } from './training-schema.ts';

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
type DataConfig = Omit<CheckedConfig['data'], 'featuresGenerator'>;
export type TrainConfig = Omit<CheckedConfig, 'schedule' | 'data' | 'training'> & {
  readonly schedule: ScheduleConfig;
  readonly data: DataConfig;
  readonly training: CheckedConfig['training'] & { readonly epochs: number };
};

/**
 * Checks a configuration and fills in the defaults. Keys may be written batchSize, batch-size or batch_size.
 * where: the file it comes from, for messages. Throws ConfigError, naming each key with its path, for unknown keys, wrong types,
 * values out of range, and options that contradict each other.
 */
export function parseTrainConfig(input: unknown, where: string): TrainConfig {
  const checked = withoutNone(checkShape(trainConfigSchema, input, where));
  const { epochs, emaDecay } = recipeOf(checked);
  const patience = patienceOf(checked);
  const training = {
    ...withQuality(checked.training),
    epochs: checked.training.epochs ?? epochs,
    ...(emaDecay !== undefined && { emaDecay: checked.training.emaDecay ?? emaDecay }),
    ...(patience !== undefined && { patience }),
  };
  const config = { ...checked, training, data: settledFeatures(checked.data, where) };
  refuseContradictions(config, where);
  refuseFrozenToTheEnd(config.training, where);
  const methods = checkMethods(config, where);
  refuseLostFeatures(config, where);
  return { ...config, ...methods };
}

/** Weights that are drawn are what a training begins with anyway; the word is for the levels of quality, which see what was given. */
function withoutNone(config: CheckedConfig): CheckedConfig {
  if (config.training.initFrom !== noEncoder) return config;
  const { initFrom: _none, ...training } = config.training;
  return { ...config, training };
}

/**
 * Of the recipe only for a training that says nothing of its length: who names a number of epochs gets them, what happens late in a training
 * happens, and without a validation part there is nothing to wait for.
 */
function patienceOf(config: CheckedConfig): number | undefined {
  const { training, optimizer, split } = config;
  const { perturb = {} } = optimizer;
  const isLong = training.epochs !== undefined || training.classBalance === 'deferred';
  const isLate = perturb.from !== undefined || perturb.until !== undefined;
  const hasValidation = split.sizes[1] > 0 || givesParts(config);
  return training.patience ?? (isLong || isLate || !hasValidation ? undefined : recipeOf(config).patience);
}

/** Whether the data or a file say which row belongs to which part. */
export function givesParts({ data, split }: Pick<CheckedConfig, 'data' | 'split'>): boolean {
  return split.file !== undefined || data.splitsColumn !== undefined || data.paths?.length === 3;
}

type MethodSections = Pick<CheckedConfig, 'model' | 'optimizer' | 'schedule'> & {
  readonly training: { readonly epochs: number };
};

/** Checks what belongs to model, optimizer and schedule by those who own it, and fills in their defaults. */
export function checkMethods(config: MethodSections, where: string): Pick<TrainConfig, 'optimizer' | 'schedule'> {
  const { name, preset, settings } = config.model;
  const model = findModel(name);
  checkShape(model.configSchema, settings, where, { at: ['model', 'settings'] });
  if (preset !== undefined && preset !== authorsPreset && !Object.hasOwn(model.presets, presetName(preset))) {
    const known = [authorsPreset, ...Object.keys(model.presets)].join(', ');
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
  const { config: optimizer } = resolveOptimizer(config.optimizer);
  return { schedule, optimizer: { ...config.optimizer, ...optimizer } };
}

/** Names of generators and the path of a file apart, whatever setting they were given in. */
function settledFeatures(
  { featuresGenerator, moleculeFeatures: given, ...data }: CheckedConfig['data'],
  where: string,
): DataConfig {
  const named = given ?? (featuresGenerator === undefined ? [] : [featuresGenerator]);
  const isFile = (text: string): boolean => !isFeatureGenerator(text) && /[./\\]/.test(text);
  const files = [...named.filter(isFile), ...(data.featuresPath === undefined ? [] : [data.featuresPath])];
  const names = [...new Set(named.filter((text) => !isFile(text)).map((name) => findFeatureGenerator(name).name))];
  if (files.length > 1)
    throw new ConfigError({
      code: 'given-twice',
      path: ['data', 'moleculeFeatures'],
      what: `two files of molecule features are given: ${files.join(' and ')}`,
      where,
      advice: 'Put their columns into one file.',
    });
  const [featuresPath] = files;
  return {
    ...data,
    ...(names.length > 0 && { moleculeFeatures: names }),
    ...(featuresPath !== undefined && { featuresPath }),
  };
}

interface FeatureSections {
  readonly model: CheckedConfig['model'];
  readonly data: Partial<
    Pick<DataConfig, 'moleculeFeatures' | 'featuresPath' | 'featuresIdColumn' | 'descriptorsColumns'>
  >;
}

/** Features that the model cannot take, and a model that waits for features that nothing gives. */
export function refuseLostFeatures({ model: { name, settings }, data }: FeatureSections, where: string): void {
  const { extra } = findModel(name);
  const given = [data.moleculeFeatures, data.featuresPath, data.descriptorsColumns];
  const isGiven = given.some((each) => each !== undefined);
  if (isGiven && !extra) {
    const able = models.filter((model) => model.extra).map((model) => model.name);
    throw new ConfigError({
      code: 'not-supported',
      path: ['data', 'moleculeFeatures'],
      what: `${name} takes no molecule features (${setting('data.moleculeFeatures')}, ${setting('data.featuresPath')})`,
      where,
      advice: `Models that do: ${able.join(', ')}.`,
    });
  }
  if (data.featuresIdColumn !== undefined && data.featuresPath === undefined) throw idsWithoutFeatures(where);
  if (isGiven || !extra || !settings[extra.setting]) return;
  throw new ConfigError({
    code: 'features-missing',
    path: ['data', 'moleculeFeatures'],
    what: `${setting(`model.settings.${extra.setting}`)} is ${settings[extra.setting]}, and nothing gives molecule features`,
    where,
    advice: `Leave it out: it is set by ${setting('data.moleculeFeatures')} and ${setting('data.featuresPath')}.`,
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

/** A schedule of one or two epochs warms up for half of them instead of the usual two. */
function withWarmup({ schedule: given, ...config }: MethodSections): ScheduleConfig {
  const schedule = withRates(canonicalSchedule(given), recipeOf(config));
  const epochs = scheduledEpochs(schedule, config.training.epochs);
  const isShort = epochs <= usualWarmup;
  const warmsUp = schedule.name === 'warmup-exponential' || (schedule.name === 'inverse-sqrt' && isShort);
  const warmup = warmsUp && { warmupEpochs: isShort ? epochs / 2 : usualWarmup };
  return { ...warmup, ...schedule } as ScheduleConfig;
}

/** Epochs of warm-up of the schedules that have one unasked. */
const usualWarmup = 2;

/** Epochs until the last rate. */
function scheduledEpochs(schedule: ScheduleConfig, epochs: number): number {
  return Math.min(epochs, ('totalEpochs' in schedule && schedule.totalEpochs) || epochs);
}

/** A peak that is given has the first and last rate that the schedule gives it. */
function withRates(schedule: ScheduleConfig, { schedule: rates }: TrainingRecipe): ScheduleConfig {
  const isSilent = schedule.name === 'warmup-exponential' && schedule.learningRate === undefined;
  return isSilent ? { ...rates, ...schedule } : schedule;
}

function refuseContradictions(
  { data, split, training, optimizer }: Omit<TrainConfig, 'schedule'>,
  where: string,
): void {
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
  if (training.patience !== undefined && split.sizes[1] === 0 && !givesParts({ data, split })) {
    refuse(
      `${setting('training.patience')} is set and ${setting('split.sizes')} leaves no validation part`,
      `Change ${setting('training.patience')} or ${setting('split.sizes')}.`,
    );
  }
  refuseFreezing(training, refuse);
  refuseBlend(training, refuse);
  refusePosterior(training, optimizer, refuse);
  const names = [training.trackingMetric, ...training.metrics].filter((name) => name !== undefined);
  for (const name of names) data.taskType ? metricFor(data.taskType, name) : findMetric(name);
  const { loss } = training;
  if (loss !== undefined) data.taskType ? lossFor(data.taskType, loss) : findLoss(loss);
}

/** Trees that no ensemble takes, or whose weights could not be fitted. */
function refuseBlend(
  { blend, ensembleSize = 1, ensembleOfFolds }: CheckedConfig['training'],
  refuse: (what: string, advice: string) => never,
): void {
  if (!blend) return;
  if (ensembleSize < 2)
    refuse(
      `${setting('training.blend')} is set, and one network is trained`,
      `Train an ensemble with ${setting('training.ensembleSize')}.`,
    );
  if (ensembleOfFolds)
    refuse(
      `${setting('training.blend')} is set, and the members are folds, each of which has trained on rows that others validate with`,
      `Leave out ${setting('training.ensembleOfFolds')}, or train without trees: ${setting('training.blend', 'false')}.`,
    );
}

/** Networks drawn of weights whose distribution nothing learns, or by every member of an ensemble. */
function refusePosterior(
  { posteriorSamples, ensembleSize = 1, ensembleOfFolds }: CheckedConfig['training'],
  { name }: CheckedConfig['optimizer'],
  refuse: (what: string, advice: string) => never,
): void {
  if (posteriorSamples === undefined) return;
  const able = ruleDefinitions.filter(({ learnsPosterior }) => learnsPosterior).map((rule) => rule.name);
  if (!able.includes(name))
    refuse(
      `${setting('training.posteriorSamples')} is set, and ${name} learns no distribution of the weights to draw from`,
      `Choose an optimizer that does (${able.join(', ')}), or train several networks with ${setting('training.ensembleSize')}.`,
    );
  if (ensembleSize > 1 || ensembleOfFolds)
    refuse(
      `${setting('training.posteriorSamples')} is set, and an ensemble is trained, whose members are one network each`,
      `Leave out one of them (${setting('training.quality')} may have brought the ensemble).`,
    );
}

/** What is said of an encoder that no other run gives, or twice. */
function refuseFreezing(
  { initFrom, quality, freezeEncoder, freezeEpochs, encoderLrRatio }: CheckedConfig['training'],
  refuse: (what: string, advice: string) => never,
): void {
  const given = [
    ...(freezeEncoder ? ['training.freezeEncoder'] : []),
    ...(freezeEpochs === undefined ? [] : ['training.freezeEpochs']),
    ...(encoderLrRatio === undefined ? [] : ['training.encoderLrRatio']),
  ];
  if (given.length === 0) return;
  // A level of quality brings an encoder where the task has one (begin-from-encoder.node.ts).
  if (initFrom === undefined && quality === undefined)
    refuse(
      `${setting(given[0]!)} is set, and the encoder starts from nothing`,
      `Name the run to start from with ${setting('training.initFrom')}.`,
    );
  if (freezeEncoder && given.length > 1)
    refuse(`the encoder is frozen, and ${setting(given[1]!)} says how it learns`, 'Use one of them.');
}

function refuseFrozenToTheEnd({ freezeEpochs, epochs }: TrainConfig['training'], where: string): void {
  if (freezeEpochs === undefined || freezeEpochs < epochs) return;
  throw new ConfigError({
    code: 'contradicting-settings',
    path: ['training', 'freezeEpochs'],
    what: `${setting('training.freezeEpochs')} is ${freezeEpochs} and ${setting('training.epochs')} is ${epochs}: the encoder never learns`,
    where,
    advice: `Let ${setting('training.freezeEpochs')} be smaller, or use ${setting('training.freezeEncoder')}.`,
  });
}

function refuseLongWarmup(schedule: ScheduleConfig, epochs: number, where: string): void {
  const warmupEpochs = 'warmupEpochs' in schedule ? schedule.warmupEpochs : undefined;
  const scheduled = scheduledEpochs(schedule, epochs);
  if (typeof warmupEpochs !== 'number' || warmupEpochs < scheduled) return;
  const length = setting(scheduled < epochs ? 'schedule.totalEpochs' : 'training.epochs');
  throw new ConfigError({
    code: 'warmup-too-long',
    path: ['schedule', 'warmupEpochs'],
    what: `${setting('schedule.warmupEpochs')} is ${warmupEpochs} and ${length} is ${scheduled}`,
    where,
    advice: `Let ${setting('schedule.warmupEpochs')} be smaller than ${length}.`,
  });
}
