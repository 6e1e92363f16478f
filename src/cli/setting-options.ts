/** The settings of a configuration as options, made from its schema: names, kinds, choices, defaults and help. */
import type { z } from 'zod';
import { type DescribedSetting, describeSettings, type SettingType } from '../config/index.ts';
import { parseLabelMap, parseSplitSizes } from '../data/index.ts';
import { trainConfigSchema } from '../runs/index.ts';
import type { CliOption, OptionKind } from './option.ts';

/** Settings whose value the command line writes in another form than the configuration has it. */
const converted: Readonly<Record<string, Pick<CliOption, 'convert' | 'alsoPath'>>> = {
  'data.labelMap': { convert: (text: string) => Object.fromEntries(parseLabelMap(text)) },
  'data.moleculeFeatures': { convert: (texts: readonly string[]) => texts.flatMap((text) => text.split(',')) },
  'data.maxAtoms': { alsoPath: 'model.settings.maxAtoms' },
  'split.sizes': { convert: splitSizes },
};

/** A table of words is written as a text (low=0,high=1). */
const kinds: Readonly<Record<SettingType, OptionKind>> = {
  text: 'text',
  texts: 'texts',
  number: 'number',
  integer: 'integer',
  numbers: 'numbers',
  boolean: 'boolean',
  table: 'text',
};

/** Options of all described settings, in the order of the schema. */
export function settingOptions(schema: z.ZodType): CliOption[] {
  return describeSettings(schema).map(asOption);
}

const ofTraining = settingOptions(trainConfigSchema);

/** Those of a training under one heading. */
export function optionsOfGroup(group: string): CliOption[] {
  return ofTraining.filter((option) => option.group === group);
}

function asOption(setting: DescribedSetting): CliOption {
  const { option: name, path, group, help, type, isOffSwitch, short, aliases, placeholder, choices } = setting;
  const standard = defaultText(setting);
  return {
    name,
    path,
    group,
    help,
    ...(isOffSwitch ? { kind: 'flag', sets: false } : { kind: kinds[type] }),
    ...(standard !== undefined && { default: standard }),
    ...(short && { short }),
    ...(aliases && { aliases }),
    ...(placeholder && { placeholder }),
    ...(choices && { choices }),
    ...converted[path],
  };
}

function defaultText({ default: standard, otherwise, isOffSwitch }: DescribedSetting): string | undefined {
  if (standard === undefined || isOffSwitch) return otherwise;
  if (Array.isArray(standard)) return standard.length === 0 ? undefined : standard.join(' ');
  return String(standard);
}

function splitSizes(values: readonly number[]): number[] {
  const { train, val, test } = parseSplitSizes(values);
  return [train, val, test];
}
