/**
 * From options and a configuration file to the configuration of a training, or of another command of its kind. The file holds option names as on the command line
 * (`"init-lr": 1e-4`), or the sections of run.json (`"training": {"epochs": 5}`), or both; the command line wins.
 */
import { readFile } from 'node:fs/promises';
import { ConfigError, unknownName } from '../base/index.ts';
import { readConfigText } from '../config/index.ts';
import { parseLabelMap, parseSplitSizes } from '../data/index.ts';
import {
  overrideConfig,
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from '../runs/index.ts';
import { withInitialModel } from '../training/index.node.ts';
import type { CommandInput, GivenOptions } from './command.ts';
import { backendOf } from './machine-options.ts';
import { optimizerFromOptions, scheduleFromOptions } from './optimizer-options.ts';
import { type CliOption, valueFromJson } from './option.ts';
import { trainOptions } from './train-options.ts';

/** Options that a file cannot give: they say which file, or what to do with the folder. */
const notInFiles = ['config-path', 'resume', 'overwrite'];

/** A command whose options make a configuration. */
export interface ConfigKind<Config, Input> {
  readonly options: readonly CliOption[];
  /** Of the whole configuration; its keys are the sections. */
  readonly schema: { readonly shape: object };
  readonly defaultOptimizer: string;
  /** What a new run takes from elsewhere. */
  complete?(input: Input): Promise<Input>;
  parse(input: Input, where: string): Config;
}

export const trainKind: ConfigKind<TrainConfig, TrainConfigInput> = {
  options: trainOptions,
  schema: trainConfigSchema,
  defaultOptimizer: trainConfigSchema.parse({}).optimizer.name,
  complete: withInitialModel,
  parse: parseTrainConfig,
};

/** What of every configuration this file has to know. */
export interface Sections {
  readonly optimizer?: object | undefined;
  readonly schedule?: object | undefined;
}

export interface ConfigInput<Config> {
  readonly config: Config;
  /** Options of the command line and of the file together. */
  readonly given: GivenOptions;
}

/**
 * Throws ConfigError, before any data are read, for unknown keys, wrong types, values out of range and options that contradict each
 * other. `below`: a configuration that the options are put over, instead of the defaults (when a run is continued).
 */
export async function readConfigInput<Config, Input extends Sections>(
  kind: ConfigKind<Config, Input>,
  input: CommandInput,
  below?: Input,
): Promise<ConfigInput<Config>> {
  const path = input.given['config-path'] as string | undefined;
  const file = path === undefined ? { given: {}, sections: {} as Input } : await readFileInput(kind, path);
  const given = { ...file.given, ...input.given };
  const where = path === undefined ? 'command line' : `command line and ${path}`;
  const sections = overrideConfig(below ?? ({} as Input), file.sections as object);
  try {
    const whole = withOptions(kind, sections, given, input.positional);
    const completed = below === undefined ? await kind.complete?.(whole) : undefined;
    return { given, config: kind.parse(completed ?? whole, where) };
  } catch (error) {
    throw inOptionNames(error, given, kind.options);
  }
}

export function readTrainInput(input: CommandInput, below?: TrainConfigInput): Promise<ConfigInput<TrainConfig>> {
  return readConfigInput(trainKind, input, below);
}

interface FileInput<Input> {
  readonly given: GivenOptions;
  readonly sections: Input;
}

async function readFileInput<Input>(
  { options, schema }: Pick<ConfigKind<unknown, Input>, 'options' | 'schema'>,
  path: string,
): Promise<FileInput<Input>> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError({
      what: `the configuration file cannot be read (${cause.code})`,
      where: path,
      advice: 'Check --config-path.',
      cause,
    });
  });
  const content = readConfigText(text, path);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigError({ what: 'expected one JSON object', where: path, advice: 'For instance {"epochs": 10}.' });
  }
  const given: Record<string, GivenOptions[string]> = {};
  const sections: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(content)) {
    const option = optionOf(key, options);
    const isSection = key in schema.shape && typeof value === 'object';
    if (isSection) sections[key] = value;
    else if (option) given[option.name] = valueFromJson(option, value, `${path}, ${key}`);
    else throw unknownKey(key, path, options, schema);
  }
  return { given, sections: sections as Input };
}

function optionOf(key: string, options: readonly CliOption[]): CliOption | undefined {
  const name = key.replaceAll('_', '-');
  return options.find(
    (option) => !notInFiles.includes(option.name) && [option.name, ...(option.aliases ?? [])].includes(name),
  );
}

function unknownKey(
  key: string,
  path: string,
  options: readonly CliOption[],
  { shape }: { readonly shape: object },
): ConfigError {
  const names = options.filter(({ hidden, name }) => !hidden && !notInFiles.includes(name)).map(({ name }) => name);
  const { advice } = unknownName('key', key.replaceAll('_', '-'), [...names, ...Object.keys(shape)]);
  return new ConfigError({ what: `unknown key "${key}"`, where: path, ...(advice && { advice }) });
}

/** Sections with what the options say put over them. */
function withOptions<Input extends Sections>(
  { options, defaultOptimizer }: Pick<ConfigKind<unknown, Input>, 'options' | 'defaultOptimizer'>,
  sections: Input,
  given: GivenOptions,
  positional: readonly string[],
): Input {
  const input: Record<string, Record<string, unknown>> = {};
  const set = (place: string, value: unknown): void => {
    const path = place.split('.');
    const last = path.pop()!;
    let section: Record<string, unknown> = input;
    for (const name of path) section = (section[name] ??= {}) as Record<string, unknown>;
    section[last] = value;
  };
  for (const { name, kind, place } of options) {
    const value = given[name];
    // A flag that a file sets to false is as good as not given.
    if (value === undefined || (kind === 'flag' && value === false)) continue;
    if (place !== undefined) set(place, value);
    for (const [target, special] of Object.entries(specialOptions[name]?.(value as never) ?? {})) set(target, special);
  }
  const paths = pathsFrom(given, positional);
  if (paths) set('data.paths', paths);
  const { optimizer, schedule, ...rest } = overrideConfig(sections, input);
  return {
    ...rest,
    optimizer: {
      ...optimizer,
      ...optimizerFromOptions(given, { name: defaultOptimizer, ...sections.optimizer } as never),
    },
    schedule: scheduleFromOptions(given, { name: 'noam', ...sections.schedule } as never) as never,
  } as object as Input;
}

/** Options whose value is put into the configuration in another form, or in several places. */
const specialOptions: Readonly<Record<string, (value: never) => Readonly<Record<string, unknown>>>> = {
  'no-header-row': () => ({ 'data.header': false }),
  'no-features-scaling': () => ({ 'data.featuresScaling': false }),
  strict: () => ({ 'data.onInvalid': 'error' }),
  'label-map': (text: string) => ({ 'data.labelMap': Object.fromEntries(parseLabelMap(text)) }),
  'split-sizes': (values: readonly number[]) => {
    const { train, val, test } = parseSplitSizes(values);
    return { 'split.sizes': [train, val, test] };
  },
  device: (name: string) => ({ 'machine.backend': backendOf({ device: name }) }),
  'max-atoms': (atoms: number) => ({ 'model.settings.maxAtoms': atoms }),
};

function pathsFrom(given: GivenOptions, positional: readonly string[]): readonly string[] | undefined {
  const named = given['data-path'] as readonly string[] | undefined;
  if (positional.length === 0) return named;
  if (named === undefined) return positional;
  throw new ConfigError({
    what: `data are named twice: ${positional.join(', ')} and --data-path ${named.join(' ')}`,
    where: '--data-path',
    advice: 'Name them once.',
  });
}

/** Names a value as the user gave it: `--epochs` instead of `training.epochs`. */
function inOptionNames(error: unknown, given: GivenOptions, options: readonly CliOption[]): unknown {
  if (!(error instanceof ConfigError)) return error;
  const { where, advice, cause } = error;
  const what = options
    .filter(({ name, place }) => place !== undefined && name in given)
    .reduce((text, { name, place }) => text.replaceAll(`${place}`, `--${name}`), error.what);
  return new ConfigError({ what, ...(where && { where }), ...(advice && { advice }), cause });
}
