/** What to warn of before a training: settings that failed in others, and those under which a method never acts. */
import { plural, setting } from '../base/index.ts';
import { withoutAblationName } from './ablations.ts';
import type { OptimizerConfig } from './optimizer.ts';
import { perturbedEpochs, spanText } from './perturbation-window.ts';
import { type ResolvedConfig, resolveConfig } from './resolve-config.ts';

/** For a training of so many epochs. Throws ConfigError as createOptimizer does. */
export function cautionsOf(config: OptimizerConfig, epochs: number): string[] {
  const resolved = resolveConfig(withoutAblationName(config));
  const found = [resolved.method?.caution?.(resolved.hyperparameters), neverActs(config, resolved, epochs)];
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
      : [`it acts ${spanText(own, epochs)} (${own.because})`, 'Let it begin earlier'];
  return (
    `${method.name} never acts in this training of ${plural(epochs, 'epoch')}, which is one by ${base.name} alone: ` +
    `${cause}. ${advice}, or train for more epochs.`
  );
}
