/**
 * Joins a method of the family, a base rule and a learning-rate schedule into an optimizer. The method says which
 * gradient, the rule what to do with it, the schedule how far; none knows the others.
 */
import { ConfigError, type ParameterLayout } from '../base/index.ts';
import { withoutAblationName } from './ablations.ts';
import { ComposedOptimizer } from './composed-optimizer.ts';
import { seededNoise } from './noise.ts';
import type { Optimizer, OptimizerConfig, OptimizerOptions } from './optimizer.ts';
import { checkWindow } from './perturbation-window.ts';
import { resolveConfig } from './resolve-config.ts';
import { createSchedule } from './schedules/registry.ts';

/**
 * Makes an optimizer.
 *
 *     const optimizer = createOptimizer({ name: 'graphsam', base: { name: 'adam' } }, objective.layout);
 *     const report = await optimizer.step(weights, objective, clock);
 *
 * Throws ConfigError for unknown names, values out of range, and a base rule that cannot serve beneath the method.
 */
export function createOptimizer(
  config: OptimizerConfig,
  layout: ParameterLayout,
  { precision = 'float32', seed = 0, noise = seededNoise(seed) }: OptimizerOptions = {},
): Optimizer {
  const named = withoutAblationName(config);
  const resolved = resolveConfig(named);
  const schedule = createSchedule(config.schedule ?? { name: 'constant' });
  const { clipNorm, freshDropout = false } = config;
  if (clipNorm !== undefined && !(clipNorm > 0)) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['optimizer', 'clipNorm'],
      what: `clipNorm is ${clipNorm}`,
      advice: 'Give a number above 0, or none.',
    });
  }
  const { perturb = {} } = config;
  checkWindow(perturb);
  if ((perturb.from !== undefined || perturb.until !== undefined) && !resolved.method) {
    throw new ConfigError({
      code: 'not-supported',
      what: `${named.name} is a base rule and perturbs nothing, so that no window can be given`,
      advice: 'Leave out the window, or choose a method of the family.',
    });
  }
  return new ComposedOptimizer({
    name: named.name,
    resolved,
    schedule,
    layout,
    precision,
    noise,
    clipNorm,
    freshDropout,
    perturb,
  });
}
