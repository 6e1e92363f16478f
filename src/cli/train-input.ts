/**
 * From options and a configuration file to the configuration of a training, or of another command of its kind. The file holds option names as on the command line
 * (`"init-lr": 1e-4`), or the sections of run.json (`"training": {"epochs": 5}`), or both; the command line wins.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError, nameSettings, unknownName } from '../base/index.ts';
import { readConfigText } from '../config/index.ts';
import { foundConfig } from '../runs/index.node.ts';
import {
  overrideConfig,
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from '../runs/index.ts';
import { withInitialModel } from '../training/index.node.ts';
import type { CommandInput, GivenOptions } from './command.ts';
import { optimizerFromOptions, optimizerOptions } from './optimizer-options.ts';
import { type CliOption, valueFromFile } from './option.ts';
import { pathOfOption } from './option-names.ts';
import { pathsOfOptions, pathsOfSections } from './option-paths.ts';
import { scheduleFromOptions, scheduleOptions } from './schedule-options.ts';
import { settingsOf } from './setting-options.ts';
import { trainOptions } from './train-options.ts';

const defaultSchedule = trainConfigSchema.parse({}).schedule.name;
/** Which of them act depends on the chosen optimizer and schedule. */
const ofMethods: ReadonlySet<CliOption> = new Set([...optimizerOptions, ...scheduleOptions]);

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
  /** Paths of all settings that were given, as options or in sections of the file. */
  readonly fixed: ReadonlySet<string>;
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
  const file = path === undefined ? noFile<Input>() : await readFileInput(kind, path);
  const given = { ...file.given, ...input.given };
  const where = path === undefined ? 'command line' : `command line and ${path}`;
  const sections = overrideConfig(below ?? ({} as Input), file.sections as object);
  const whole = withOptions(kind, sections, given, input.positional);
  const completed = below === undefined ? await kind.complete?.(whole) : undefined;
  const fixed = new Set([...pathsOfOptions(given, kind.options), ...file.chosen]);
  try {
    return { given, fixed, config: kind.parse(completed ?? whole, where) };
  } catch (error) {
    throw pathsOfTheFile(error, input.given, kind.options);
  }
}

export function readTrainInput(input: CommandInput, below?: TrainConfigInput): Promise<ConfigInput<TrainConfig>> {
  return readConfigInput(trainKind, input, below);
}

interface FileInput<Input> {
  readonly given: GivenOptions;
  readonly sections: Input;
  /** Paths of what its author has chosen in sections: not of run.json, in which every setting stands, chosen or not. */
  readonly chosen: readonly string[];
}

function noFile<Input>(): FileInput<Input> {
  return { given: {}, sections: {} as Input, chosen: [] };
}

async function readFileInput<Input>(
  { options, schema }: Pick<ConfigKind<unknown, Input>, 'options' | 'schema'>,
  path: string,
): Promise<FileInput<Input>> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError({
      code: 'cannot-read',
      what: `the configuration file cannot be read (${cause.code})`,
      where: path,
      advice: 'Check --config-path.',
      cause,
    });
  });
  const written = recordIn(await contentOf(text, path), path);
  const ofRun = configOfRun(written);
  const content = ofRun ? await foundConfig({ ...ofRun.config }, dirname(path), ofRun.writtenIn) : written;
  const given: Record<string, GivenOptions[string]> = {};
  const sections: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(content)) {
    const option = optionOf(key, options);
    const isSection = key in schema.shape && typeof value === 'object';
    if (isSection) sections[key] = value ?? refuse('an object {...}', { key, value, path });
    else if (option?.kind === 'flag' && typeof value !== 'boolean') refuse('true or false', { key, value, path });
    else if (option) given[option.name] = valueFromFile(option, value);
    else throw unknownKey(key, path, options, schema);
  }
  return { given, sections: sections as Input, chosen: ofRun ? [] : pathsOfSections(sections) };
}

/** JSON by its own reader, which knows its usual mistakes; anything else is YAML. */
async function contentOf(text: string, path: string): Promise<unknown> {
  if (/^\uFEFF?\s*[{[]/.test(text)) return readConfigText(text, path);
  // Only now: few trainings have a file, and the parser is 70 modules.
  const { readYaml } = await import('../config/index.node.ts');
  return readYaml(text, path).content;
}

function recordIn(content: unknown, path: string): object {
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  throw new ConfigError({
    code: 'unreadable-configuration',
    what: 'expected keys with values',
    where: path,
    advice: 'For instance {"epochs": 10} as JSON, or epochs: 10 as YAML.',
  });
}

/** Of the run.json of a run: its configuration, whose paths are relative to the folder of the run. Undefined for any other file. */
function configOfRun(content: object): { readonly config: object; readonly writtenIn: string | undefined } | undefined {
  const { format, config, writtenIn } = content as Readonly<Record<'format' | 'config' | 'writtenIn', unknown>>;
  if (typeof format !== 'number' || typeof config !== 'object' || config === null) return undefined;
  return { config, writtenIn: typeof writtenIn === 'string' ? writtenIn : undefined };
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
  return new ConfigError({ code: 'unknown-key', what: `unknown key "${key}"`, where: path, ...(advice && { advice }) });
}

interface Misread {
  readonly key: string;
  readonly value: unknown;
  /** Of the file. */
  readonly path: string;
}

/** What no schema would see: an empty section has no keys, and a flag sets a value of its own. */
function refuse(expected: string, { key, value, path: where }: Misread): never {
  const what = `${key}: expected ${expected}, found ${JSON.stringify(value)}`;
  const advice = 'Correct the line, or leave it out.';
  throw new ConfigError({ code: 'invalid-configuration', path: [key], what, where, advice });
}

/** Sections with what the options say put over them. */
function withOptions<Input extends Sections>(
  { options, schema, defaultOptimizer }: Pick<ConfigKind<unknown, Input>, 'options' | 'schema' | 'defaultOptimizer'>,
  sections: Input,
  given: GivenOptions,
  positional: readonly string[],
): Input {
  const inConfig = ({ path = '' }: CliOption): boolean => path.split('.')[0]! in schema.shape;
  const input = settingsOf(
    options.filter((option) => inConfig(option) && !ofMethods.has(option)),
    given,
  );
  const paths = pathsFrom(given, positional);
  if (paths) (input.data ??= {}).paths = paths;
  const { optimizer, schedule, ...rest } = overrideConfig(sections, input);
  return {
    ...rest,
    optimizer: {
      ...optimizer,
      ...optimizerFromOptions(given, { name: defaultOptimizer, ...sections.optimizer } as never),
    },
    schedule: scheduleFromOptions(given, {
      name: defaultSchedule,
      ...sections.schedule,
    }) as never,
  } as object as Input;
}

function pathsFrom(given: GivenOptions, positional: readonly string[]): readonly string[] | undefined {
  const named = given['data-path'] as readonly string[] | undefined;
  if (positional.length === 0) return named;
  if (named === undefined) return positional;
  throw new ConfigError({
    code: 'given-twice',
    what: `data are named twice: ${positional.join(', ')} and --data-path ${named.join(' ')}`,
    where: '--data-path',
    advice: 'Name them once.',
  });
}

/** What the command line did not give keeps its path: it stands in the file, or is a default. */
function pathsOfTheFile(error: unknown, given: GivenOptions, options: readonly CliOption[]): unknown {
  if (!(error instanceof ConfigError)) return error;
  const { code, path, where, advice, details, cause } = error;
  const isGiven = (setting: string): boolean =>
    options.some(({ name, path }) => path === pathOfOption(setting) && name in given);
  const what = nameSettings(error.what, (setting) => (isGiven(setting) ? undefined : setting));
  return new ConfigError({
    code,
    what,
    ...(path && { path }),
    ...(where && { where }),
    ...(advice && { advice }),
    ...(details && { details }),
    cause,
  });
}
