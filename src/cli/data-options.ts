/** Options about the table: how it is read, and how its rows are split. */
import type { CliOption } from './option.ts';
import { optionsOfGroup } from './setting-options.ts';

const strict: CliOption = {
  name: 'strict',
  path: 'data.onInvalid',
  sets: 'error',
  kind: 'flag',
  group: 'Data:',
  help: 'the same as --on-invalid error',
};

export const dataOptions: readonly CliOption[] = optionsOfGroup('Data:').flatMap((option) =>
  option.name === 'on-invalid' ? [option, strict] : [option],
);

/** Understood for the scripts of other packages: splits.json is always written. */
const saveSplits: CliOption = {
  name: 'save-data-splits',
  kind: 'flag',
  group: 'Split:',
  help: 'always done: splits.json of the run folder',
  hidden: true,
};

export const splitOptions: readonly CliOption[] = [...optionsOfGroup('Split:'), saveSplits];
