/** Settings under the names that they have on the command line. */
import type { SettingNames } from '../base/index.ts';
import type { CliOption } from './option.ts';
import { trainOptions } from './train-options.ts';

/** For the texts of a command with these options: `--split-sizes`, `--censored drop`, `--no-header-row`. */
export function optionNames(options: readonly CliOption[]): SettingNames {
  return (whole, value) => {
    const path = pathOfOption(whole);
    const sharing = options.filter((option) => option.path === path);
    const setting = sharing.find(({ kind, sets = true }) => kind === 'flag' && String(sets) === value);
    if (setting) return `--${setting.name}`;
    const taking = sharing.find(({ kind }) => kind !== 'flag') ?? sharing[0];
    if (!taking) return ofTraining(path, value);
    const isSwitchedOn = taking.kind === 'boolean' && value === 'true';
    return value === undefined || taking.kind === 'flag' || isSwitchedOn
      ? `--${taking.name}`
      : `--${taking.name} ${value}`;
  };
}

/** The path that the option has: of a list without the index, of a base optimizer that of the optimizer, whose options it shares. */
export function pathOfOption(path: string): string {
  return path.replace(/\.\d+$/, '').replace('optimizer.base.hyperparameters.', 'optimizer.hyperparameters.');
}

/** Settings that only a training takes, in messages of other commands: the command that takes them. */
function ofTraining(path: string, value: string | undefined): string | undefined {
  if (!trainOptions.some((option) => option.path === path)) return undefined;
  return `graphsam train ${optionNames(trainOptions)(path, value)}`;
}
