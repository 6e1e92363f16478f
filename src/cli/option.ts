/**
 * An option of a command as data: help, parsing, the configuration file and the tests are made from it. A value arrives as text
 * from the command line or as JSON from a configuration file, and is checked here, once.
 */
import { ConfigError, unknownName } from '../base/index.ts';

export type OptionKind = 'text' | 'texts' | 'number' | 'integer' | 'numbers' | 'boolean' | 'flag';

export interface CliOption {
  /** Long name without dashes: `data-path`. */
  readonly name: string;
  readonly short?: string;
  /** flag: present or not. boolean: true or false. The plural ones take several values. */
  readonly kind: OptionKind;
  /** Heading in the help. */
  readonly group: string;
  readonly help: string;
  /** What holds where the option is not given, as the help shows it. */
  readonly default?: string;
  /** What stands for the value in the help, for instance `FILE`. */
  readonly placeholder?: string;
  /** Allowed values of a text. */
  readonly choices?: readonly string[];
  /** Values that are allowed too, and not listed in the help. */
  readonly further?: readonly string[];
  /** Other long names. */
  readonly aliases?: readonly string[];
  /** The value that the bare option stands for, where it may stand without one. */
  readonly bare?: string;
  /** The setting that it is: dotted path in the configuration (`training.epochs`), or a name of its own (`run.folder`). */
  readonly path?: string;
  /** What a flag sets its setting to; default true. */
  readonly sets?: string | boolean;
  /** Another setting that takes the same value. */
  readonly alsoPath?: string;
  /** The value as the configuration has it, where that is another one. */
  readonly convert?: (value: never) => unknown;
  /** Understood, but not listed in the help. */
  readonly hidden?: boolean;
}

export type OptionValue = string | number | boolean | readonly string[] | readonly number[];

/** `-i, --data-path <FILE...>`, as commander reads it. */
export function flagsOf({ name, short, kind, bare, placeholder = 'value' }: CliOption): string {
  const names = short ? `-${short}, --${name}` : `--${name}`;
  if (kind === 'flag') return names;
  if (kind === 'boolean') return `${names} [true|false]`;
  if (bare !== undefined) return `${names} [${placeholder}]`;
  return isPlural(kind) ? `${names} <${placeholder}...>` : `${names} <${placeholder}>`;
}

export function isPlural(kind: OptionKind): boolean {
  return kind === 'texts' || kind === 'numbers';
}

/** A value as the command line gives it: a text, a list of texts, or a truth value for a flag. Throws ConfigError naming the option. */
export function valueFromText(option: CliOption, given: string | readonly string[] | boolean): OptionValue {
  const where = `--${option.name}`;
  const texts = typeof given === 'boolean' ? [] : typeof given === 'string' ? [given] : given;
  switch (option.kind) {
    case 'flag':
      return true;
    case 'text':
      return chosen(option, texts[0]!, where);
    case 'texts':
      return texts;
    case 'boolean':
      return truthFrom(texts[0]!, where);
    case 'number':
    case 'integer':
      return numberFrom(option.kind, texts[0]!, where);
    case 'numbers':
      return texts.flatMap((text) => text.split(',')).map((text) => numberFrom('number', text, where));
  }
}

/** A value as a configuration file gives it. Throws ConfigError with the place in the file and the expected type. */
export function valueFromJson(option: CliOption, given: unknown, where: string): OptionValue {
  const fits: Readonly<Record<OptionKind, (value: unknown) => boolean>> = {
    flag: (value) => typeof value === 'boolean',
    boolean: (value) => typeof value === 'boolean',
    text: (value) => typeof value === 'string',
    number: (value) => typeof value === 'number',
    integer: Number.isInteger,
    texts: (value) => isListOf(value, 'string'),
    numbers: (value) => isListOf(value, 'number'),
  };
  const isSingle = isPlural(option.kind) && !Array.isArray(given);
  const value = isSingle ? [given] : given;
  if (!fits[option.kind](value)) {
    throw new ConfigError({
      code: 'wrong-value',
      what: `expected ${typeNames[option.kind]} and found ${JSON.stringify(given)}`,
      where,
    });
  }
  return option.kind === 'text' ? chosen(option, value as string, where) : (value as OptionValue);
}

const typeNames: Readonly<Record<OptionKind, string>> = {
  flag: 'true or false',
  boolean: 'true or false',
  text: 'a text',
  number: 'a number',
  integer: 'a whole number',
  texts: 'a list of texts',
  numbers: 'a list of numbers',
};

function isListOf(value: unknown, type: 'string' | 'number'): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === type);
}

function chosen({ choices, further = [] }: CliOption, text: string, where: string): string {
  if (!choices || choices.includes(text) || further.includes(text)) return text;
  const { what, advice } = unknownName('value', text, choices);
  throw new ConfigError({ code: 'unknown-name', what, where, ...(advice && { advice }) });
}

function truthFrom(text: string, where: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ConfigError({ code: 'wrong-value', what: `expected true or false and received "${text}"`, where });
}

function numberFrom(kind: 'number' | 'integer', text: string, where: string): number {
  const value = Number(text);
  const isNumber = text.trim() !== '' && Number.isFinite(value);
  if (isNumber && (kind === 'number' || Number.isInteger(value))) return value;
  throw new ConfigError({
    code: 'wrong-value',
    what: `expected ${typeNames[kind]} and received "${text}"`,
    where,
    ...(/^[+-]?\d+,\d+$/.test(text.trim()) && { advice: 'Write a point as the decimal sign.' }),
  });
}
