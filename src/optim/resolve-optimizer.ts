/** What an optimizer of a configuration would be, checked and with its defaults, without making it: nothing is allocated. */
import { ConfigError } from '../base/index.ts';
import { withoutAblationName } from './ablations.ts';
import type { Optimizer, OptimizerConfig } from './optimizer.ts';
import { checkWindow } from './perturbation-window.ts';
import { type ResolvedConfig, resolveConfig } from './resolve-config.ts';

export interface ResolvedOptimizer {
  /** As the optimizer that is made from it has it. */
  readonly config: Optimizer['config'];
  /** Vectors as long as the weights that it will keep, and scratch beyond one gradient. */
  readonly memory: ReturnType<Optimizer['memory']>;
  /** Its gradients are multiplied by the loss: where that is below 0, its steps climb. */
  readonly multipliesByLoss: boolean;
}

/**
 *     const { config } = resolveOptimizer({ name: 'graphsam' });     // config.hyperparameters.rho is 0.05
 *
 * Throws ConfigError as `createOptimizer` does. A schedule is not looked at.
 */
export function resolveOptimizer(config: OptimizerConfig): ResolvedOptimizer {
  const { name, resolved } = checkOptimizer(config);
  const { method, rule, hyperparameters, base } = resolved;
  const kept = rule.memory(base.hyperparameters);
  const ofMethod = method?.memory(hyperparameters);
  return {
    config: { name, hyperparameters, base },
    memory: {
      persistent: kept + (ofMethod?.persistent ?? 0),
      transient: ofMethod?.transient ?? rule.transient ?? 0,
    },
    multipliesByLoss: method?.multipliesByLoss?.(hyperparameters) ?? false,
  };
}

/** Throws ConfigError; name: without that of an ablation. */
export function checkOptimizer(config: OptimizerConfig): { name: string; resolved: ResolvedConfig } {
  const named = withoutAblationName(config);
  const resolved = resolveConfig(named);
  const { clipNorm, perturb = {} } = config;
  if (clipNorm !== undefined && !(clipNorm > 0)) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['optimizer', 'clipNorm'],
      what: `clipNorm is ${clipNorm}`,
      advice: 'Give a number above 0, or none.',
    });
  }
  checkWindow(perturb);
  if ((perturb.from !== undefined || perturb.until !== undefined) && !resolved.method) {
    throw new ConfigError({
      code: 'not-supported',
      path: ['optimizer', 'perturb', perturb.from === undefined ? 'until' : 'from'],
      what: `${named.name} is a base rule and perturbs nothing, so that no window can be given`,
      advice: 'Leave out the window, or choose a method of the family.',
    });
  }
  return { name: named.name, resolved };
}
