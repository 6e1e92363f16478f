/**
 * What to warn of before a training: settings that failed in others, those under which a method never acts, and a learning rate that is
 * another optimizer's.
 */
import { plural, setting } from '../base/index.ts';
import { withoutAblationName } from './ablations.ts';
import type { OptimizerConfig } from './optimizer.ts';
import { perturbedEpochs, spanText } from './perturbation-window.ts';
import { type ResolvedConfig, resolveConfig } from './resolve-config.ts';
import { createSchedule } from './schedules/registry.ts';

/** For a training of so many epochs. Throws ConfigError as createOptimizer does. */
export function cautionsOf(config: OptimizerConfig, epochs: number): string[] {
  const resolved = resolveConfig(withoutAblationName(config));
  const found = [
    resolved.method?.caution?.(resolved.hyperparameters),
    neverActs(config, resolved, epochs),
    rateTooLow(config, resolved, epochs),
  ];
  return found.filter((text) => text !== undefined);
}

/** Such a training would pass for one by the method, and is one by the base rule. */
function neverActs(
  { perturb = {} }: OptimizerConfig,
  { method, hyperparameters, base }: ResolvedConfig,
  epochs: number,
): string | undefined {
  if (!method) return undefined;
  const window = perturbedEpochs(perturb, epochs);
  const own = method.actsIn?.(hyperparameters, window.from);
  const end = Math.min(window.until, epochs);
  if (Math.max(window.from, own?.from ?? 0) < Math.min(end, own?.until ?? epochs)) return undefined;
  const isOutside = window.from >= end;
  const bound = window.from >= epochs || perturb.until === undefined ? 'from' : 'until';
  const [cause, advice] =
    isOutside || !own
      ? [`it perturbs ${spanText(window, epochs)}`, `Change ${setting(`optimizer.perturb.${bound}`)}`]
      : [`it acts ${spanText(own, epochs)} (${own.because})`, own.advice];
  return (
    `${method.name} never acts in this training of ${plural(epochs, 'epoch')}, which is one by ${base.name} alone: ` +
    `${cause}. ${advice ? `${advice}, or train` : 'Train'} for more epochs.`
  );
}

/** Below this share of the rate that a base rule needs, its steps are taken for too short. */
const lowShare = 0.1;

function rateTooLow(
  { schedule = { name: 'constant' } }: OptimizerConfig,
  { rule: { name, learningRate: needed } }: ResolvedConfig,
  epochs: number,
): string | undefined {
  if (needed === undefined) return undefined;
  // Of inverse-sqrt with a width the peak is lower, the more steps an epoch has: this is the highest that it can be.
  const { highest } = createSchedule(schedule).range({ step: 0, epoch: 0, stepInEpoch: 0, stepsPerEpoch: 1, epochs });
  if (highest >= lowShare * needed) return undefined;
  return (
    `${name} needs a learning rate near ${needed}, and the highest of this training is ${Number(highest.toPrecision(3))}: ` +
    `its steps may be too short to learn. Raise ${setting('schedule.learningRate')}.`
  );
}
