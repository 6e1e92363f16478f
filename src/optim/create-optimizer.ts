/**
 * Joins a method of the family, a base rule and a learning-rate schedule into an optimizer. The method says which
 * gradient, the rule what to do with it, the schedule how far; none knows the others.
 */
import type { ParameterLayout } from '../base/index.ts';
import { here } from './arithmetic.ts';
import { ComposedOptimizer } from './composed-optimizer.ts';
import { seededNoise } from './noise.ts';
import type { Optimizer, OptimizerConfig, OptimizerOptions } from './optimizer.ts';
import { checkOptimizer } from './resolve-optimizer.ts';
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
  { precision = 'float32', seed = 0, noise = seededNoise(seed), arithmetic = here }: OptimizerOptions = {},
): Optimizer {
  const { name, resolved } = checkOptimizer(config);
  const schedule = createSchedule(config.schedule ?? { name: 'constant' });
  const { clipNorm, freshDropout = false, perturb = {} } = config;
  return new ComposedOptimizer({
    name,
    resolved,
    schedule,
    layout,
    precision,
    noise,
    arithmetic,
    clipNorm,
    freshDropout,
    perturb,
  });
}
