/** The options of `graphsam train`: the settings of its configuration (runs/config/train-config.ts), and those of the command itself. */
import { z } from 'zod';
import { described, type SettingMeta } from '../config/index.ts';
import { folderSetting, overwriteSetting } from '../runs/index.ts';
import { modelSettingOptions } from './model-setting-options.ts';
import { optimizerOptions } from './optimizer-options.ts';
import type { CliOption } from './option.ts';
import { scheduleOptions } from './schedule-options.ts';
import { commandSettings, optionsOfGroup } from './setting-options.ts';

const group = 'Run:';
const off = (help: string, option: string) =>
  described(z.boolean().default(true), { group, help, option, isOffSwitch: true });
const text = (help: string, meta: Partial<SettingMeta>) => described(z.string().optional(), { group, help, ...meta });

/** Which run, whatever it trains. standard: the name of a new one. */
export function runSettings(standard: string) {
  return {
    folder: folderSetting(group, 'run folder', standard),
    overwrite: overwriteSetting(group, 'replace an earlier run in the folder'),
    resume: text('resume an interrupted run; without a value, the one in --output-dir', {
      placeholder: 'FOLDER',
      bare: '',
    }),
    configPath: text(
      'configuration file: YAML or JSON with option names or sections, or the run.json of a run; options override it',
      { placeholder: 'FILE' },
    ),
  };
}

/** What is no part of the configuration. */
const ownSettings = {
  ...runSettings('runs/NAME-OPTIMIZER'),
  checkpoint: off('delete the checkpoint of the finished training', 'no-checkpoint'),
  report: off('do not write report.html', 'no-report'),
  tensorboard: described(z.boolean().default(false), {
    group,
    help: 'also write losses and validation metrics for TensorBoard (tensorboard --logdir RUN)',
    isSwitch: true,
  }),
  /** Understood for the scripts of other packages. */
  saveDataSplits: described(z.boolean().default(false), {
    group: 'Split:',
    help: 'no effect: splits.json is always in the run folder',
    isSwitch: true,
    hidden: true,
  }),
};

export const trainCommand = commandSettings('train', z.strictObject({ run: z.strictObject(ownSettings).prefault({}) }));

export const trainOptions: readonly CliOption[] = [
  ...optionsOfGroup('Data:'),
  ...optionsOfGroup('Split:'),
  ...optionsOfGroup('Model:'),
  ...modelSettingOptions('Model:'),
  ...optionsOfGroup('Molecule features:'),
  ...optionsOfGroup('Training:'),
  ...optimizerOptions,
  ...scheduleOptions,
  ...trainCommand.options,
  ...optionsOfGroup(group),
];
