/**
 * Spaces without a file: ranges made from the schemas, around what a training without the search would have: the preset that it would
 * choose, the learning rates of its recipe. A setting that was given is not searched.
 */
import { optimizerDefinitions, withoutAblationName } from '../optim/index.ts';
import type { TrainConfig } from '../runs/index.ts';
import {
  type KnownSetting,
  knownModelSettings,
  knownSettings,
  settingsOfModel,
  settingsOfOptimizer,
  type ValueSchema,
} from './known-settings.ts';
import type { Parameter, Space } from './space.ts';

export const spaceNames = ['basic', 'optimizer', 'all'] as const;
export type SpaceName = (typeof spaceNames)[number];

/** What most trainings depend on, whatever the model calls its depth. */
const basicOfModel = ['width', 'layers', 'depth', 'heads', 'dropout'];
/** Settled by the data, by a paper that is repeated, or by what the model is used for. */
const settled = [
  ...[
    'maxAtoms',
    'extraFeatures',
    'extraWidth',
    'extraDropout',
    'extraReadout',
    'leakySlope',
    'readoutPadding',
    'padding',
  ],
  ...[
    'initialization',
    'bondEmbeddings',
    'variant',
    'epsilon',
    'smooth',
    'anchor',
    'direction',
    'every',
    'nesterov',
    'dampening',
  ],
];

export function namedSpace(name: SpaceName, config: TrainConfig, given: ReadonlySet<string>): Space {
  const parts: Readonly<Record<SpaceName, readonly KnownSetting[]>> = {
    basic: [...ofSchedule(config, ['learningRate']), ...ofTraining(['batchSize']), ...ofModel(config, basicOfModel)],
    optimizer: [...ofSchedule(config, ['learningRate', 'warmupEpochs']), ...ofOptimizer(config)],
    all: [
      ...ofSchedule(config, ['learningRate', 'warmupEpochs']),
      ...ofTraining(['batchSize', 'labelSmoothing']),
      ...ofModel(config),
      ...ofOptimizer(config),
    ],
  };
  return parts[name].flatMap((setting) => {
    const isSettled = settled.includes(setting.path.split('.').at(-1)!) || given.has(setting.path);
    return isSettled ? [] : (rangeFor(setting, config) ?? []);
  });
}

function ofSchedule({ schedule, optimizer }: TrainConfig, names: readonly string[]): KnownSetting[] {
  const needed = neededRate(optimizer.name);
  const known = { ...schedule, ...(needed !== undefined && { learningRate: needed }) };
  const has = (path: string): boolean => path === 'schedule.learningRate' || path.split('.')[1]! in schedule;
  return knownSettings()
    .filter(({ path }) => names.some((name) => path === `schedule.${name}`) && has(path))
    .map((setting) => around(setting, known));
}

/** Of a base optimizer for which the recipe's rate, which is Adam's, will not do. */
function neededRate(optimizer: string): number | undefined {
  const definition = optimizerDefinitions.find(({ name }) => name === optimizer);
  return definition?.kind === 'rule' ? definition.learningRate : undefined;
}

/** The setting with its value in these settings as the middle of its range, where they have it. */
function around(setting: KnownSetting, settings: object): KnownSetting {
  const value = (settings as Readonly<Record<string, unknown>>)[setting.path.split('.').at(-1)!];
  return value === undefined ? setting : { ...setting, schema: { ...setting.schema, default: value } };
}

function ofTraining(names: readonly string[]): KnownSetting[] {
  return knownSettings().filter(({ path }) => names.some((name) => path === `training.${name}`));
}

function ofModel({ model, data }: TrainConfig, names?: readonly string[]): KnownSetting[] {
  const known = knownModelSettings({ model, data });
  return settingsOfModel(model.name)
    .filter(({ path }) => !names || names.includes(path.split('.').at(-1)!))
    .map((setting) => around(setting, known));
}

function ofOptimizer({ optimizer }: TrainConfig): KnownSetting[] {
  const ofName = (name: string, hyperparameters: object = {}): KnownSetting[] =>
    settingsOfOptimizer(name).map((setting) => around(setting, hyperparameters));
  const own = ofName(withoutAblationName(optimizer).name, optimizer.hyperparameters);
  const base = optimizer.base ? ofName(optimizer.base.name, optimizer.base.hyperparameters) : [];
  return [...own, ...base.filter(({ path }) => own.every((each) => each.path !== path))];
}

/** A range around the default; undefined where the schema says too little to make one. */
function rangeFor({ path, schema }: KnownSetting, { training }: TrainConfig): Parameter | undefined {
  if (path === 'schedule.warmupEpochs') {
    const high = Math.floor(training.epochs / 5);
    return high < 1 ? undefined : { path, kind: 'float', low: 0, high, log: false };
  }
  const { type, enum: values, default: standard } = schema;
  // Without a default it is off unless it is asked for, or belongs to one variant of a method.
  if (standard === undefined) return undefined;
  if (values && values.length > 1) return { path, kind: 'choice', values };
  if (type === 'boolean') return { path, kind: 'choice', values: [false, true] };
  if (typeof standard !== 'number') return undefined;
  return type === 'integer' ? wholeNumbers(path, standard, schema) : numbers(path, standard, schema);
}

/** Powers of two stay such: widths are multiples of heads. */
function wholeNumbers(path: string, standard: number, schema: ValueSchema): Parameter | undefined {
  const lowest = Math.max(schema.minimum ?? 0, (schema.exclusiveMinimum ?? -1) + 1);
  const isPower = standard >= 4 && Number.isInteger(Math.log2(standard));
  if (isPower || standard >= 32) {
    const values = (standard >= 32 ? [0.25, 0.5, 1, 2] : [0.5, 1, 2]).map((factor) => Math.round(standard * factor));
    return { path, kind: 'choice', values: values.filter((value) => value >= lowest) };
  }
  const [low, high] = [Math.max(lowest, Math.ceil(standard / 2)), 2 * standard];
  return low < high ? { path, kind: 'int', low, high, log: false, step: 1 } : undefined;
}

function numbers(path: string, standard: number, schema: ValueSchema): Parameter | undefined {
  const top = schema.maximum ?? schema.exclusiveMaximum;
  // A share that is small, such as dropout, and one that is nearly everything, such as a decay.
  if (top === 1 && standard <= 0.5) return { path, kind: 'float', low: 0, high: 0.5, log: false };
  if (top === 1 && standard < 1) {
    const rest = 1 - standard;
    const low = withoutRemainder(Math.max(0, 1 - 10 * rest));
    return { path, kind: 'float', low, high: withoutRemainder(1 - rest / 10), log: false };
  }
  if (standard > 0) {
    const low = isRadius(path) ? Math.min(standard / 10, lowestRadius) : standard / 10;
    const high = Math.min(standard * 10, top ?? Number.POSITIVE_INFINITY);
    return { path, kind: 'float', low: sixDigits(low), high: sixDigits(high), log: true };
  }
  // None by default, such as a weight decay: none, or powers of ten.
  return standard === 0 && schema.minimum === 0
    ? { path, kind: 'choice', values: [0, 1e-5, 1e-4, 1e-3, 1e-2] }
    : undefined;
}

/**
 * Radii that were best for Adam on these networks are up to a hundred times shorter than those of the papers, which the defaults are
 * (docs/claims.md).
 */
const lowestRadius = 1e-4;

function isRadius(path: string): boolean {
  return ['rho', 'rhoMin', 'rhoMax'].includes(path.split('.').at(-1)!);
}

function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

/** Of a difference of numbers near 1, which rounding keeps from being 0 or short. */
function withoutRemainder(difference: number): number {
  return Number(difference.toFixed(12));
}
