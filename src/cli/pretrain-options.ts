/** The options of `graphsam pretrain`: those of `train` that it shares, and its own. */
import { z } from 'zod';
import { pretrainConfigSchema } from '../runs/index.ts';
import type { CliOption } from './option.ts';
import { commandSettings, settingOptions } from './setting-options.ts';
import { runSettings, trainOptions } from './train-options.ts';

const ownSettings = z.strictObject(runSettings('runs/NAME-pretrain-MODEL')).prefault({});
export const pretrainCommand = commandSettings('pretrain', z.strictObject({ run: ownSettings }));

const described = settingOptions(pretrainConfigSchema);
const sections = pretrainConfigSchema.shape;

/** Whether pre-training has the setting. */
function isShared({ path }: CliOption): boolean {
  const [section = '', key = ''] = path?.split('.') ?? [];
  if (section === 'schedule') return true;
  return section in sections && key in sections[section as keyof typeof sections].unwrap().shape;
}

/** As pre-training describes it, where it does. */
function here(option: CliOption): CliOption {
  return described.find(({ name, path }) => name === option.name && path === option.path) ?? option;
}

export const pretrainOptions: readonly CliOption[] = [
  ...described.filter(({ group }) => group === 'Pre-training:'),
  ...trainOptions.filter(isShared).map(here),
  ...pretrainCommand.options,
];
