/** Settings under the names that they have on the command line. */
import type { SettingNames } from '../base/index.ts';
import type { CliOption } from './option.ts';

/** For the texts of a command with these options: `--split-sizes`, `--censored drop`, `--no-header-row`. */
export function optionNames(options: readonly CliOption[]): SettingNames {
  return (path, value) => {
    const sharing = options.filter((option) => option.path === path);
    const setting = sharing.find(({ kind, sets = true }) => kind === 'flag' && String(sets) === value);
    if (setting) return `--${setting.name}`;
    const taking = sharing.find(({ kind }) => kind !== 'flag') ?? sharing[0];
    if (!taking) return elsewhere(path, value);
    const isSwitchedOn = taking.kind === 'boolean' && value === 'true';
    return value === undefined || taking.kind === 'flag' || isSwitchedOn
      ? `--${taking.name}`
      : `--${taking.name} ${value}`;
  };
}

/** Settings of a training that messages of other commands name: the command that takes them. */
const ofTraining: Readonly<Record<string, string>> = {
  'run.resume': '--resume',
  'training.initFrom': '--init-from',
  'training.keepWeights': '--keep-weights',
};

function elsewhere(path: string, value = ''): string | undefined {
  const option = ofTraining[path];
  return option && `graphsam train ${option} ${value}`.trimEnd();
}
