/** The settings of a schema as options: names, kinds, choices, defaults and help; and from options back to settings. */
import type { z } from 'zod';
import {
  type Coded,
  checkShape,
  type DescribedSetting,
  describeSettings,
  type SettingType,
  type Shorthand,
} from '../config/index.ts';
import { parseLabelMap, parseSplitSizes } from '../data/index.ts';
import { trainConfigSchema } from '../runs/index.ts';
import type { GivenOptions } from './command.ts';
import { backendNamed, deviceNames } from './machine-options.ts';
import type { CliOption, OptionKind } from './option.ts';

/** Settings whose value the command line writes in another form than the configuration has it. */
const converted: Readonly<Record<string, Pick<CliOption, 'convert' | 'alsoPath' | 'choices'>>> = {
  'data.labelMap': { convert: (text) => (typeof text === 'string' ? Object.fromEntries(parseLabelMap(text)) : text) },
  'data.moleculeFeatures': { convert: (names) => (areTexts(names) ? names.flatMap((name) => name.split(',')) : names) },
  'data.maxAtoms': { alsoPath: 'model.settings.maxAtoms' },
  'split.sizes': { convert: (sizes) => (areNumbers(sizes) ? splitSizes(sizes) : sizes) },
  'machine.backend': { convert: backendNamed, choices: deviceNames },
};

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function areNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}

function splitSizes(values: readonly number[]): number[] {
  const { train, val, test } = parseSplitSizes(values);
  return [train, val, test];
}

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

/** Options of all described settings, in the order of the schema. path: where the schema stands in a configuration. */
export function settingOptions(schema: z.ZodType, path: readonly string[] = []): CliOption[] {
  return describeSettings(schema, path).flatMap((setting) => {
    const option = asOption(setting);
    const shorthands = (setting.shorthands ?? []).map((shorthand) => asShorthand(option, shorthand));
    return [option, ...shorthands, ...(setting.coded ? [asCoded(option, setting.coded)] : [])];
  });
}

const ofTraining = settingOptions(trainConfigSchema);

/** Those of a training under one heading. */
export function optionsOfGroup(group: string): CliOption[] {
  return ofTraining.filter((option) => option.group === group);
}

function asOption(setting: DescribedSetting): CliOption {
  const { option: name, path, group, help, type, isOffSwitch, isSwitch, ...said } = setting;
  const { short, aliases, placeholder, choices, bare, hidden } = said;
  const standard = defaultText(setting);
  return {
    name,
    path,
    group,
    help,
    ...(isOffSwitch ? { kind: 'flag', sets: false } : { kind: isSwitch ? 'flag' : kinds[type] }),
    ...(standard !== undefined && { default: standard }),
    ...(short && { short }),
    ...(aliases && { aliases }),
    ...(placeholder && { placeholder }),
    ...(choices && { choices }),
    ...(bare !== undefined && { bare }),
    ...(hidden && { hidden }),
    ...converted[path],
  };
}

function asShorthand({ name: whole, path, group }: CliOption, { option, value, help }: Shorthand): CliOption {
  const name = { name: option, ...(path !== undefined && { path }) };
  return { ...name, kind: 'flag', sets: value, group, help: help ?? `the same as --${whole} ${value}` };
}

function asCoded({ path, group }: CliOption, { option: name, values, ...said }: Coded): CliOption {
  const convert = (code: unknown): unknown => (Object.hasOwn(values, String(code)) ? values[String(code)] : code);
  return {
    name,
    ...(path !== undefined && { path }),
    kind: 'text',
    group,
    ...said,
    choices: Object.keys(values),
    convert,
  };
}

function defaultText({ default: standard, otherwise, isOffSwitch, isSwitch }: DescribedSetting): string | undefined {
  if (otherwise !== undefined || standard === undefined || isOffSwitch || isSwitch) return otherwise;
  if (Array.isArray(standard)) return standard.length === 0 ? undefined : standard.join(' ');
  return String(standard);
}

/** What the options say, by the paths of their settings; a section is an object. */
export function settingsOf(
  options: readonly CliOption[],
  given: GivenOptions,
): Record<string, Record<string, unknown>> {
  const input: Record<string, Record<string, unknown>> = {};
  const set = (target: string, value: unknown): void => {
    const path = target.split('.');
    const last = path.pop()!;
    let section: Record<string, unknown> = input;
    for (const name of path) section = (section[name] ??= {}) as Record<string, unknown>;
    section[last] = value;
  };
  for (const { name, kind, path, alsoPath, sets = true, convert } of options) {
    const value = given[name];
    // A flag that a file sets to false is as good as not given.
    if (path === undefined || value === undefined || (kind === 'flag' && value === false)) continue;
    const settled = kind === 'flag' ? sets : convert ? convert(value) : value;
    set(path, settled);
    if (alsoPath !== undefined) set(alsoPath, settled);
  }
  return input;
}

export interface CommandSettings<Settings> {
  readonly options: readonly CliOption[];
  /** What was given, with the defaults. Throws ConfigError for values that the schema does not allow. */
  read(given: GivenOptions): Settings;
}

/** The options of a command from the schema of its settings, whose keys are sections. */
export function commandSettings<Schema extends z.ZodObject>(
  command: string,
  schema: Schema,
): CommandSettings<z.output<Schema>> {
  // A setting that a training sets twice, for its model too, stands here once.
  const options = settingOptions(schema).map(({ alsoPath: _also, ...option }): CliOption => option);
  const where = `graphsam ${command}`;
  const read = (given: GivenOptions): z.output<Schema> =>
    checkShape(schema, settingsOf(options, given), where, { advice: `See ${where} --help.` });
  return { options, read };
}
