/**
 * An option of a command as data: help, parsing, the configuration file and the tests are made from it. What a value may be is not
 * checked here: a text is read as the option's kind, and what cannot be read so goes on as it is, to the schema of the setting.
 */

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
  /** Names that the help lists. */
  readonly choices?: readonly string[];
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
  /** The value as the configuration has it, where that is another one; what it does not understand it leaves as it is. */
  readonly convert?: (value: unknown) => unknown;
  /** Understood, but not listed in the help. */
  readonly hidden?: boolean;
}

export type OptionValue = string | number | boolean | readonly (string | number)[];

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

/** A value as the command line gives it: a text, a list of texts, or true for a flag. */
export function valueFromText(
  { kind }: Pick<CliOption, 'kind'>,
  given: string | readonly string[] | boolean,
): OptionValue {
  // A flag is given or not: the parser has false for one that is called no-..., and it was given.
  if (kind === 'flag' || typeof given === 'boolean') return true;
  const texts = typeof given === 'string' ? [given] : given;
  switch (kind) {
    case 'texts':
      return texts;
    case 'numbers':
      return texts.flatMap((text) => text.split(',')).map(numberIn);
    case 'number':
    case 'integer':
      return numberIn(texts[0]!);
    case 'boolean':
      return truthIn(texts[0]!);
    default:
      return texts[0]!;
  }
}

/** A value as a configuration file gives it: a single one stands for a list of one. */
export function valueFromFile({ kind }: CliOption, given: unknown): OptionValue {
  return (isPlural(kind) && !Array.isArray(given) ? [given] : given) as OptionValue;
}

function numberIn(text: string): number | string {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : text;
}

function truthIn(text: string): boolean | string {
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
