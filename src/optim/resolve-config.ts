/** An optimizer's configuration with its definitions found and all defaults filled in. */
import { ConfigError, unknownName } from '../base/index.ts';
import { checkShape } from '../config/index.ts';
import type { ChosenRule, MethodDefinition, RuleDefinition } from './definition.ts';
import type { OptimizerConfig } from './optimizer.ts';
import { baseRuleNames, methodDefinitions, optimizerNames, ruleDefinitions } from './registry.ts';

/** Beneath a method for which none is chosen. */
export const defaultBaseRule = 'adam';

export interface ResolvedConfig {
  /** undefined: the base rule alone. */
  readonly method: MethodDefinition | undefined;
  readonly rule: RuleDefinition;
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  readonly base: ChosenRule;
}

/**
 * Throws ConfigError for unknown names, values out of range or in contradiction, and a base rule that cannot serve beneath the method
 * or sits on another.
 */
export function resolveConfig(config: OptimizerConfig): ResolvedConfig {
  const { name } = config;
  const alone = ruleDefinitions.find((rule) => rule.name === name);
  if (alone) return ruleAlone(alone, config);
  const method = methodDefinitions.find((candidate) => candidate.name === name);
  if (!method) throw unknownName('optimizer', name, optimizerNames);
  const baseName = config.base?.name ?? defaultBaseRule;
  const rule = baseRuleOf(name, baseName);
  const ruleParameters = checked(rule, config.base?.hyperparameters, pathOfBase);
  const hyperparameters = checked(method, config.hyperparameters);
  rule.check?.(ruleParameters);
  method.check?.(hyperparameters);
  if (hyperparameters.precondition === true && !rule.preconditions) throw cannotPrecondition(name, baseName);
  const base = { name: baseName, hyperparameters: ruleParameters };
  method.checkRule?.(base);
  return { method, rule, hyperparameters, base };
}

/** Throws ConfigError for an unknown rule and for one that no method can sit on. */
function baseRuleOf(method: string, name: string): RuleDefinition {
  const rule = ruleDefinitions.find((candidate) => candidate.name === name);
  if (!rule) throw unknownName('base rule', name, baseRuleNames);
  if (!rule.standsAlone) return rule;
  throw new ConfigError({
    code: 'not-supported',
    path: ['optimizer', 'base', 'name'],
    what: `${method} cannot sit on ${name}, which chooses itself where its gradient is taken`,
    advice: `Choose ${name} as optimizer, or one of ${baseRuleNames.join(', ')} as base rule.`,
  });
}

function ruleAlone(rule: RuleDefinition, { name, hyperparameters, base }: OptimizerConfig): ResolvedConfig {
  if (base && base.name !== name) {
    throw new ConfigError({
      code: 'rule-as-method',
      path: ['optimizer', 'base'],
      what: `${name} is a base rule and cannot sit on the base rule ${base.name}`,
      advice: `Choose ${base.name} as optimizer, or a method of the family.`,
    });
  }
  const complete = checked(rule, { ...base?.hyperparameters, ...hyperparameters });
  rule.check?.(complete);
  return { method: undefined, rule, hyperparameters: complete, base: { name, hyperparameters: complete } };
}

const pathOfMethod = ['optimizer', 'hyperparameters'];
const pathOfBase = ['optimizer', 'base', 'hyperparameters'];

/** With all defaults. Throws ConfigError for unknown ones and for values out of range. */
function checked(
  { name, hyperparameters, aliases }: MethodDefinition | RuleDefinition,
  given: Readonly<Record<string, unknown>> = {},
  at = pathOfMethod,
): Record<string, unknown> {
  const advice = `Hyper-parameters of ${name}: ${Object.keys(hyperparameters.shape).join(', ') || 'none'}.`;
  return checkShape(hyperparameters, given, `optimizer ${name}`, { at, advice, ...(aliases && { aliases }) });
}

function cannotPrecondition(method: string, base: string): ConfigError {
  const rules = ruleDefinitions.filter(({ preconditions }) => preconditions).map(({ name }) => name);
  return new ConfigError({
    code: 'not-supported',
    path: ['optimizer', 'hyperparameters', 'precondition'],
    what: `${method} is to be preconditioned, and its base optimizer ${base} keeps no second moment of the gradient`,
    advice: `Choose ${rules.join(' or ')} as base optimizer, or leave out precondition.`,
  });
}
