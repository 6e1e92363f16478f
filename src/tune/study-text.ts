/** What a study says of itself in words: on the terminal, in its page, in the file of its best settings. */
import { formatNumber, plural } from '../base/index.ts';
import { comparableName, standardizedNote } from '../metrics/index.ts';
import type { Optimism } from './optimism.ts';
import type { SettingValue } from './space.ts';
import type { Study, Trial } from './trial.ts';

/** `model.settings.width` as `width`. */
export function shortName(path: string): string {
  const name = path.split('.').at(-1)!;
  return name === 'name' ? path.split('.')[0]! : name;
}

export function valueText(value: SettingValue | undefined): string {
  return typeof value === 'number' ? formatNumber(value) : String(value ?? '');
}

export function settingsText({ settings }: Trial): string {
  return Object.entries(settings)
    .map(([path, value]) => `${shortName(path)} ${valueText(value)}`)
    .join(', ');
}

/** What the values of a trial are called, once there is one. */
export function metricName({ metric = 'metric', isStandardized }: Pick<Trial, 'metric' | 'isStandardized'>): string {
  return comparableName(metric, isStandardized);
}

/** How to read standardized values; undefined where they are none. */
export function unitsText({ isStandardized }: Trial): string | undefined {
  return isStandardized ? standardizedNote : undefined;
}

/** Of trials: how many there are of each kind. */
export function countsText({ rungs }: Study, trials: readonly Trial[]): string {
  const failed = trials.filter(({ failure }) => failure !== undefined).length;
  const complete = trials.filter(
    ({ values, failure }) => failure === undefined && values.length === rungs.length,
  ).length;
  const rest = trials.length - failed - complete;
  const parts = [
    `${complete} trained to the end`,
    rest > 0 && `${rest} stopped before`,
    failed > 0 && `${failed} failed`,
  ];
  return `${plural(trials.length, 'trial')}: ${parts.filter(Boolean).join(', ')}`;
}

/** Why the best value is not what to expect, with a number where there is one. */
export function optimismText({ trials, chosen, honest }: Optimism, metric: string): string {
  const general = `This value was chosen as the best of ${plural(trials, 'trial')}, so it is better than what the settings are worth.`;
  if (honest === undefined) {
    return `${general} How much, one seed cannot say; several would. Judge by the test part of a new training.`;
  }
  return `${general} Chosen by the other seeds or folds and judged by the one left out, ${metric} is ${formatNumber(honest)} instead of ${formatNumber(chosen)}.`;
}
