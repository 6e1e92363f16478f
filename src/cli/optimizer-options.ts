/**
 * Optimizers and learning-rate schedules on the command line. Hyper-parameters are options of their own (`--rho 0.1`), made from the
 * registry: every name and alias of every optimizer is understood, and refused where the chosen optimizer has no such one.
 */
import { ConfigError, unknownName } from '../base/index.ts';
import { describeOptions, kebabCase } from '../config/index.ts';
import {
  ablations,
  canonicalSchedule,
  defaultBaseRule,
  type MethodDefinition,
  methodDefinitions,
  type NamedSchedule,
  type OptimizerConfig,
  optimizerDefinitions,
  optimizerNames,
  type RuleDefinition,
  ruleDefinitions,
  type ScheduleConfig,
  scheduleAliases,
  scheduleNames,
  withoutAblationName,
} from '../optim/index.ts';
import type { GivenOptions } from './command.ts';
import type { CliOption, OptionKind, OptionValue } from './option.ts';

type Definition = MethodDefinition | RuleDefinition;

const group = 'Optimizer (graphsam optimizers lists hyper-parameters and ablations):';
const scheduleGroup = 'Learning rate:';

const choosing: readonly CliOption[] = [
  {
    name: 'optimizer',
    path: 'optimizer.name',
    kind: 'text',
    placeholder: 'NAME',
    group,
    choices: optimizerNames,
    further: ablations.map(({ name }) => name),
    default: 'graphsam',
    help: 'sharpness-aware method, or a base optimizer alone',
  },
  {
    name: 'base-optimizer',
    path: 'optimizer.base',
    kind: 'text',
    placeholder: 'NAME',
    group,
    choices: ruleDefinitions.filter(({ standsAlone }) => !standsAlone).map(({ name }) => name),
    default: defaultBaseRule,
    help: 'base optimizer that applies the gradient of a method',
  },
  {
    name: 'sam',
    kind: 'text',
    placeholder: 'N',
    group,
    choices: ['0', '1', '2'],
    help: 'as in the original scripts: 0 adam, 1 sam, 2 graphsam',
  },
];

const scheduling: readonly CliOption[] = [
  {
    name: 'schedule',
    kind: 'text',
    placeholder: 'NAME',
    path: 'schedule.name',
    group: scheduleGroup,
    choices: scheduleNames,
    further: Object.keys(scheduleAliases),
    default: 'warmup-exponential',
    help: 'learning-rate schedule; warmup-exponential: linear warm-up, then exponential decay to the end of training',
  },
  {
    ...rate('learning-rate', 'peak learning rate'),
    aliases: ['lr', 'max-lr'],
    default: '0.001',
    path: 'schedule.learningRate',
  },
  rate('init-lr', 'learning rate at the first step (warmup-exponential: default a tenth of the peak; cosine: 0)'),
  rate('final-lr', 'learning rate at the end (warmup-exponential: default a tenth of the peak; cosine: 0)'),
  {
    ...rate('warmup-epochs', 'epochs of linear warm-up, default 2 (cosine: 0)'),
    path: 'schedule.warmupEpochs',
  },
  rate('warmup-steps', 'inverse-sqrt: steps of linear warm-up, instead of epochs'),
  rate('warmup-factor', 'inverse-sqrt: scale of the learning rate, instead of its peak, default 0.1'),
  rate(
    'schedule-epochs',
    'warmup-exponential: epochs until the last rate, which is kept after them (default: all epochs)',
  ),
];

function rate(name: string, help: string): CliOption {
  return { name, kind: 'number', placeholder: 'X', group: scheduleGroup, help };
}

/** Once for all names: a description is made through a JSON schema, and every command starts with this file. */
const described = optimizerDefinitions.map(({ hyperparameters, aliases = {} }) => ({
  options: describeOptions(hyperparameters),
  aliases,
}));

/** Every name and alias of a hyper-parameter, as an option. Shown by `graphsam optimizers` rather than by `train --help`. */
const hyperparameterOptions: readonly CliOption[] = hyperparameterNames().map((name) => ({
  name: kebabCase(name),
  kind: kindOf(name),
  group,
  help: `hyper-parameter ${name}`,
  hidden: true,
}));

/** Their values reach the configuration through optimizerFromOptions and scheduleFromOptions. */
export const optimizerOptions: readonly CliOption[] = [...choosing, ...hyperparameterOptions, ...scheduling];

function hyperparameterNames(): string[] {
  return [...new Set(optimizerDefinitions.flatMap((definition) => namesOf(definition)))];
}

/** Names and aliases, as in the registry. */
function namesOf({ hyperparameters, aliases = {} }: Definition): string[] {
  return [...Object.keys(hyperparameters.shape), ...Object.keys(aliases)];
}

/** A hyper-parameter's kind; a text where optimizers differ, which the optimizer's own check then reads. */
function kindOf(name: string): OptionKind {
  const types = described.flatMap(({ options, aliases }) =>
    options.flatMap((option) => (option.name === name || option.name === aliases[name] ? [option.type] : [])),
  );
  if (types.every((type) => type === 'boolean')) return 'boolean';
  return types.every((type) => type === 'number' || type === 'integer') ? 'number' : 'text';
}

/**
 * The optimizer that the options ask for; undefined if they say nothing about it. `chosen`: the optimizer without options.
 * Throws ConfigError for a hyper-parameter that neither the method nor its base rule has.
 */
export function optimizerFromOptions(given: GivenOptions, chosen: OptimizerConfig): Omit<OptimizerConfig, 'schedule'> {
  const before = withoutAblationName(chosen);
  const asked: OptimizerConfig = { name: nameFrom(given) ?? chosen.name };
  const { name, hyperparameters: ofName } = withoutAblationName(asked);
  const method = methodDefinitions.find((definition) => definition.name === name);
  const baseName =
    (given['base-optimizer'] as string | undefined) ?? (method ? (before.base?.name ?? defaultBaseRule) : name);
  const rule = ruleDefinitions.find((definition) => definition.name === baseName);
  const first = method ?? rule;
  if (!first) throw unknownName('optimizer', name, optimizerNames);
  if (!method && baseName !== name) throw ruleOnRule(name, baseName);

  const own: Record<string, OptionValue> = {};
  const base: Record<string, OptionValue> = {};
  for (const option of hyperparameterNames()) {
    const value = given[kebabCase(option)];
    if (value === undefined) continue;
    // What both have belongs to the method: whoever needs the rule's writes it into the configuration file.
    if (namesOf(first).includes(option)) own[option] = value;
    else if (method && rule && namesOf(rule).includes(option)) base[option] = value;
    else throw unknownHyperparameter(option, name, method && rule ? [method, rule] : [first]);
  }
  const same = before.name === name;
  const hyperparameters = { ...(same && before.hyperparameters), ...ofName, ...own };
  if (!method) return { name, hyperparameters };
  const sameBase = before.base?.name === baseName;
  return {
    name,
    hyperparameters,
    base: { name: baseName, hyperparameters: { ...(sameBase && before.base?.hyperparameters), ...base } },
  };
}

const originalNumbers: Readonly<Record<string, string>> = { 0: 'adam', 1: 'sam', 2: 'graphsam' };

function nameFrom(given: GivenOptions): string | undefined {
  const { optimizer, sam } = given as { optimizer?: string; sam?: string };
  const fromNumber = sam === undefined ? undefined : originalNumbers[sam];
  if (optimizer === undefined || fromNumber === undefined || optimizer === fromNumber) return optimizer ?? fromNumber;
  throw new ConfigError({
    code: 'contradicting-settings',
    what: `--sam ${sam} means ${fromNumber}, and --optimizer is ${optimizer}`,
    where: '--sam, --optimizer',
    advice: 'Give one of them.',
  });
}

function ruleOnRule(name: string, baseName: string): ConfigError {
  return new ConfigError({
    code: 'rule-as-method',
    what: `${name} is a base rule and cannot sit on ${baseName}`,
    where: '--base-optimizer',
    advice: `Leave it out, or choose a method: ${methodDefinitions.map((method) => method.name).join(', ')}.`,
  });
}

function unknownHyperparameter(option: string, name: string, definitions: readonly Definition[]): ConfigError {
  const listed = definitions.map(
    (definition) =>
      `${definition.name}: ${namesOf(definition)
        .map((known) => `--${kebabCase(known)}`)
        .join(' ')}`,
  );
  const owners = optimizerDefinitions.filter((definition) => namesOf(definition).includes(option));
  return new ConfigError({
    code: 'unknown-hyperparameter',
    what: `optimizer ${name} has no hyper-parameter ${option} (${owners.map((owner) => owner.name).join(', ')} ${owners.length === 1 ? 'has' : 'have'})`,
    where: `--${kebabCase(option)}`,
    advice: `Known: ${listed.join('; ')}.`,
  });
}

const peak = { 'learning-rate': 'learningRate' };
const warmupAndEnds = {
  ...peak,
  'init-lr': 'initialLearningRate',
  'final-lr': 'finalLearningRate',
  'warmup-epochs': 'warmupEpochs',
};

/** Options of each schedule, by the name of its setting. */
const scheduleSettings: Readonly<Record<ScheduleConfig['name'], Readonly<Record<string, string>>>> = {
  constant: peak,
  'warmup-exponential': { ...warmupAndEnds, 'schedule-epochs': 'totalEpochs' },
  cosine: warmupAndEnds,
  'inverse-sqrt': {
    ...peak,
    'warmup-steps': 'warmupSteps',
    'warmup-epochs': 'warmupEpochs',
    'warmup-factor': 'factor',
  },
};

/** The schedule that the options ask for, on top of `chosen`. Throws ConfigError for an option that the schedule does not have. */
export function scheduleFromOptions(given: GivenOptions, before: NamedSchedule): ScheduleConfig {
  const chosen = canonicalSchedule(before);
  const { name } = canonicalSchedule({ name: (given.schedule as string | undefined) ?? chosen.name });
  const settings = scheduleSettings[name];
  const asked = scheduling.map((option) => option.name).filter((option) => option !== 'schedule' && option in given);
  const foreign = asked.find((option) => !(option in settings));
  if (foreign !== undefined) {
    throw new ConfigError({
      code: 'unused-setting',
      what: `the schedule ${name} does not use --${foreign}`,
      where: `--schedule ${name}, --${foreign}`,
      advice: `Its options: ${Object.keys(settings)
        .map((option) => `--${option}`)
        .join(', ')}.`,
    });
  }
  const values = Object.fromEntries(asked.map((option) => [settings[option]!, given[option]]));
  return { ...(chosen.name === name ? chosen : {}), name, ...values } as ScheduleConfig;
}
