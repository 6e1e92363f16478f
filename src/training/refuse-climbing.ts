/** Losses that may lie below 0 under methods that multiply their gradients by the loss. */
import { ConfigError, setting } from '../base/index.ts';
import { type OptimizerConfig, resolveOptimizer } from '../optim/index.ts';
import type { LossDefinition } from '../tasks/index.ts';

/**
 * Throws ConfigError where the steps of a training would climb: the likelihood of a value and its variance is a density, whose negative
 * logarithm is below 0 as soon as the network is right and sure.
 */
export function refuseClimbing(
  { name, saysVariance = false }: Pick<LossDefinition, 'name' | 'saysVariance'>,
  optimizer: OptimizerConfig,
): void {
  if (!saysVariance || !resolveOptimizer(optimizer).multipliesByLoss) return;
  throw new ConfigError({
    code: 'contradicting-settings',
    path: ['optimizer', 'hyperparameters', 'lossScaled'],
    what: `gradients are multiplied by the loss, and ${name} is below 0 where the network is right and sure: there it would climb`,
    advice: `Set ${setting('optimizer.hyperparameters.lossScaled', 'false')}, or choose another loss.`,
  });
}
