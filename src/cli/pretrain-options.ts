/** The options of `graphsam pretrain`: those of `train` that it shares, and its own. */
import { pretrainConfigSchema } from '../runs/index.ts';
import type { CliOption } from './option.ts';
import { settingOptions } from './setting-options.ts';
import { trainOptions } from './train-options.ts';

/** Options of `train` that are not in its configuration and say nothing here. */
const ofLabels: ReadonlySet<string> = new Set(['save-data-splits']);

/** Whether pre-training has the setting, or the option is about the run (`--output-dir`). */
function isShared({ name, path }: CliOption): boolean {
  const [section = '', key = ''] = path?.split('.') ?? [];
  if (!(section in sections)) return !ofLabels.has(name);
  return key in sections[section as keyof typeof sections].unwrap().shape;
}

const sections = pretrainConfigSchema.shape;

const described = settingOptions(pretrainConfigSchema);

/** What is said differently of options that are no described settings. */
const otherwise: Readonly<Record<string, Partial<CliOption>>> = {
  optimizer: { default: pretrainConfigSchema.parse({}).optimizer.name },
  'output-dir': { default: 'runs/NAME-pretrain-MODEL' },
};

/** As pre-training describes it, where it does. */
function here(option: CliOption): CliOption {
  const own = described.find(({ name, path }) => name === option.name && path === option.path);
  return own ?? { ...option, ...otherwise[option.name] };
}

export const pretrainOptions: readonly CliOption[] = [
  ...described.filter(({ group }) => group === 'Pre-training:'),
  ...trainOptions.filter(isShared).map(here),
];
