/** The options of `graphsam tune`: those of a training, which all trials have in common, and what is searched. */
import { tuneSettingsSchema } from '../tune/index.ts';
import type { CliOption } from './option.ts';
import { commandSettings } from './setting-options.ts';
import { trainOptions } from './train-options.ts';

export const tuneCommand = commandSettings('tune', tuneSettingsSchema);
export type TuneSettings = ReturnType<typeof tuneCommand.read>;

/** Of one run, or set by the search. */
const notOfTrials = [
  'output-dir',
  'overwrite',
  'no-checkpoint',
  'no-report',
  'tensorboard',
  'resume',
  'no-baseline',
  'quality',
];

export const tuneOptions: readonly CliOption[] = [
  ...tuneCommand.options,
  ...trainOptions.filter(({ name, path }) => !notOfTrials.includes(name) && path !== 'training.timeLimit'),
];
