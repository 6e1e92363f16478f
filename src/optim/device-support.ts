/** Which optimizers may keep their vectors in the memory of a device. */
import { withoutAblationName } from './ablations.ts';
import type { MethodDefinition, RuleDefinition } from './definition.ts';
import type { OptimizerConfig } from './optimizer.ts';
import { resolveConfig } from './resolve-config.ts';

/**
 * What of this optimizer reads vectors itself, so that they have to be in the memory of the program: the name of a method or base rule;
 * undefined if nothing does. Throws ConfigError as `createOptimizer` does.
 */
export function partOffDevice(config: OptimizerConfig): string | undefined {
  const { method, rule, hyperparameters, base } = resolveConfig(withoutAblationName(config));
  if (method && !isOnDevice(method, hyperparameters)) return method.title;
  return isOnDevice(rule, base.hyperparameters) ? undefined : rule.title;
}

function isOnDevice(
  { onDevice = () => false }: MethodDefinition | RuleDefinition,
  hyperparameters: Readonly<Record<string, unknown>>,
): boolean {
  return onDevice(hyperparameters);
}
