/**
 * Optimizers on the command line. Hyper-parameters are options of their own (`--rho 0.1`), made from the
 * registry: every name and alias of every optimizer is understood, and refused where the chosen optimizer has no such one.
 */
import { ConfigError, unknownName } from '../base/index.ts';
import { describeOptions, kebabCase } from '../config/index.ts';
import {
  defaultBaseRule,
  type MethodDefinition,
  methodDefinitions,
  type OptimizerConfig,
  optimizerDefinitions,
  optimizerNames,
  type RuleDefinition,
  ruleDefinitions,
  withoutAblationName,
} from '../optim/index.ts';
import { trainConfigSchema } from '../runs/index.ts';
import type { GivenOptions } from './command.ts';
import { type CliOption, type OptionKind, type OptionValue, valueFromText } from './option.ts';
import { settingOptions } from './setting-options.ts';

type Definition = MethodDefinition | RuleDefinition;

const group = 'Optimizer (graphsam optimizers lists hyper-parameters and ablations):';

const choosing = settingOptions(trainConfigSchema.shape.optimizer, ['optimizer']).filter(
  (option) => option.group === group,
);

/** Once for all names: a description is made through a JSON schema, and every command starts with this file. */
const described = optimizerDefinitions.map(({ name, hyperparameters, aliases = {} }) => ({
  name,
  options: describeOptions(hyperparameters),
  aliases,
}));

/** Every name and alias of a hyper-parameter, as an option. Shown by `graphsam optimizers` rather than by `train --help`. */
const hyperparameterOptions: readonly CliOption[] = hyperparameterNames().map((name) => ({
  name: kebabCase(name),
  kind: kindOf(name),
  path: `optimizer.hyperparameters.${name}`,
  group,
  help: `hyper-parameter ${name}`,
  hidden: true,
}));

/** Their values reach the configuration through optimizerFromOptions. */
export const optimizerOptions: readonly CliOption[] = [...choosing, ...hyperparameterOptions];

function hyperparameterNames(): string[] {
  return [...new Set(optimizerDefinitions.flatMap((definition) => namesOf(definition)))];
}

/** Names and aliases, as in the registry. */
function namesOf({ hyperparameters, aliases = {} }: Definition): string[] {
  return [...Object.keys(hyperparameters.shape), ...Object.keys(aliases)];
}

/** A hyper-parameter's kind; a text where optimizers differ, which is read again for the chosen one. */
function kindOf(name: string): OptionKind {
  const types = described.flatMap(({ options, aliases }) =>
    options.flatMap((option) => (option.name === name || option.name === aliases[name] ? [option.type] : [])),
  );
  if (types.every((type) => type === 'boolean')) return 'boolean';
  return types.every((type) => type === 'number' || type === 'integer') ? 'number' : 'text';
}

/** A text as the number or truth value that the optimizer takes. */
function readBy({ name, aliases = {} }: Definition, option: string, value: OptionValue): OptionValue {
  const own = described.find((each) => each.name === name)!;
  const type = own.options.find((each) => each.name === option || each.name === aliases[option])?.type;
  if (typeof value !== 'string' || type === undefined || type === 'choice') return value;
  return valueFromText({ kind: type }, value);
}

/**
 * The optimizer that the options ask for; undefined if they say nothing about it. `chosen`: the optimizer without options.
 * Throws ConfigError for a hyper-parameter that neither the method nor its base rule has.
 */
export function optimizerFromOptions(given: GivenOptions, chosen: OptimizerConfig): Omit<OptimizerConfig, 'schedule'> {
  const before = withoutAblationName(chosen);
  const asked = nameFrom(given);
  // An ablation that only the configuration names gives way to what stands beside it there.
  const { name, hyperparameters: ofName }: OptimizerConfig = withoutAblationName({ name: asked ?? before.name });
  const method = methodDefinitions.find((definition) => definition.name === name);
  const baseName =
    (given['base-optimizer'] as string | undefined) ?? (method ? (before.base?.name ?? defaultBaseRule) : name);
  const rule = ruleDefinitions.find((definition) => definition.name === baseName);
  const first = method ?? rule;
  if (!first) throw unknownName('optimizer', name, optimizerNames);
  if (!method && baseName !== name) throw ruleOnRule(name, baseName);

  const { own, base } = givenHyperparameters(given, { name, first, rule: method && rule });
  const same = before.name === name;
  const hyperparameters = { ...(same && before.hyperparameters), ...ofName, ...own };
  const isOfOther = asked !== undefined && before.base?.name !== name;
  // What the method of the configuration sat on, a rule that is chosen instead of it does not.
  if (!method) return { name, hyperparameters, ...(isOfOther && { base: undefined }) };
  const sameBase = before.base?.name === baseName;
  return {
    name,
    hyperparameters,
    base: { name: baseName, hyperparameters: { ...(sameBase && before.base?.hyperparameters), ...base } },
  };
}

interface Chosen {
  readonly name: string;
  readonly first: Definition;
  /** Beneath the first, if that is a method. */
  readonly rule: RuleDefinition | undefined;
}

/** Those of the optimizer itself, and those of its base rule. */
function givenHyperparameters(
  given: GivenOptions,
  { name, first, rule }: Chosen,
): Readonly<Record<'own' | 'base', Record<string, OptionValue>>> {
  const own: Record<string, OptionValue> = {};
  const base: Record<string, OptionValue> = {};
  for (const option of hyperparameterNames()) {
    const value = given[kebabCase(option)];
    if (value === undefined) continue;
    // What both have belongs to the method: the rule's is set in the configuration file.
    if (namesOf(first).includes(option)) own[option] = readBy(first, option, value);
    else if (rule && namesOf(rule).includes(option)) base[option] = readBy(rule, option, value);
    else throw unknownHyperparameter(option, name, rule ? [first, rule] : [first]);
  }
  return { own, base };
}

/** The option that names an optimizer by the number that the original scripts have for it. */
const byNumber = choosing.find(({ name }) => name === 'sam')!;

function nameFrom(given: GivenOptions): string | undefined {
  const { optimizer, sam } = given as { optimizer?: string; sam?: string };
  if (sam !== undefined && !byNumber.choices!.includes(String(sam)))
    throw unknownName('value of --sam', String(sam), byNumber.choices!);
  const fromNumber = sam === undefined ? undefined : (byNumber.convert!(sam) as string);
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
