/**
 * What is said of a setting, once, beside its schema: the command line, the configuration file and docs/options.md are made from
 * it. Type, choices and default come from the schema itself.
 */
import { z } from 'zod';
import { kebabCase } from './kebab-case.ts';
import { type Bounds, rangeOf } from './range.ts';

export interface SettingMeta {
  /** What it does, in plain words. */
  readonly help: string;
  /** Heading under which it is listed. */
  readonly group: string;
  /** Its name as an option. Default: its key (batchSize is --batch-size). */
  readonly option?: string;
  /** The option is a flag that switches the setting off (`--no-header-row`). */
  readonly isOffSwitch?: boolean;
  /** The option is a flag that switches the setting on, and takes no value. */
  readonly isSwitch?: boolean;
  /** Flags that stand for a value of the setting: `--strict` for `--on-invalid error`. */
  readonly shorthands?: readonly Shorthand[];
  /** An option that gives the setting by a code: `--sam 1` for `--optimizer sam`. */
  readonly coded?: Coded;
  /** The value that the option stands for where it is given without one. */
  readonly bare?: string;
  /** Understood, and not listed. */
  readonly hidden?: boolean;
  readonly short?: string;
  readonly aliases?: readonly string[];
  /** What stands for the value in the help. */
  readonly placeholder?: string;
  /** Names that a text may be, where the schema leaves them to others. */
  readonly choices?: readonly string[];
  /** What holds where nothing is given, if that is no fixed value. */
  readonly otherwise?: string;
}

export interface Shorthand {
  readonly option: string;
  readonly value: string | boolean;
  /** Default: the same as the option with the value. */
  readonly help?: string;
}

export interface Coded {
  readonly option: string;
  /** Values of the setting by their codes. */
  readonly values: Readonly<Record<string, string>>;
  readonly help: string;
  readonly placeholder: string;
}

export type SettingType = 'text' | 'texts' | 'number' | 'integer' | 'numbers' | 'boolean' | 'table';

export interface DescribedSetting extends SettingMeta {
  /** Dotted path in the configuration. */
  readonly path: string;
  readonly option: string;
  readonly type: SettingType;
  readonly default: unknown;
  /** For instance `at least 0, below 1`. */
  readonly range: string;
}

const metas = z.registry<SettingMeta>();

/** The schema of one setting, with what is said of it. */
export function described<Schema extends z.ZodType>(schema: Schema, meta: SettingMeta): Schema {
  metas.add(schema, meta);
  return schema;
}

/** The same setting, of which something else is said. */
export function redescribed<Schema extends z.ZodType>(schema: Schema, changes: Partial<SettingMeta>): Schema {
  return described(schema.clone() as Schema, { ...metas.get(schema)!, ...changes });
}

/** The same setting where someone else says what holds without it. */
export function withoutDefault<Inner extends z.ZodType>(
  schema: z.ZodDefault<Inner> | z.ZodOptional<Inner>,
  changes: Partial<SettingMeta>,
): z.ZodOptional<Inner> {
  return described((schema.unwrap() as Inner).optional(), { ...metas.get(schema)!, ...changes });
}

/** The described settings of a configuration, in the order of the schema. */
export function describeSettings(schema: z.ZodType, path: readonly string[] = []): DescribedSetting[] {
  const meta = metas.get(schema);
  if (meta)
    return [
      { ...meta, ...readSchema(schema, meta), path: path.join('.'), option: meta.option ?? kebabCase(path.at(-1)!) },
    ];
  const inner = unwrapped(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, member]) => describeSettings(member as z.ZodType, [...path, key]));
}

interface JsonSchema extends Bounds {
  readonly default?: unknown;
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly prefixItems?: unknown;
  readonly items?: { readonly type?: string };
}

function readSchema(schema: z.ZodType, meta: SettingMeta) {
  const whole = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  const json = { ...whole, ...numberOf(whole) };
  const { type, enum: values, default: standard, prefixItems, items } = json;
  const choices = meta.choices ?? values;
  return {
    type: typeOf(type, prefixItems !== undefined || ['number', 'integer'].includes(items?.type ?? '')),
    default: standard,
    range: rangeOf(json),
    ...(choices && { choices }),
  };
}

/** Of a number for which a word may stand, `none`: the number, since all other words are refused. */
function numberOf({ anyOf = [] }: JsonSchema): JsonSchema | undefined {
  const [first, second] = anyOf;
  return first?.type === 'number' && typeof second?.const === 'string' ? first : undefined;
}

function typeOf(type: string | undefined, isNumeric: boolean): SettingType {
  switch (type) {
    case 'array':
      return isNumeric ? 'numbers' : 'texts';
    case 'integer':
    case 'number':
    case 'boolean':
      return type;
    case 'object':
      return 'table';
    default:
      return 'text';
  }
}

/** The schema inside of defaults and optional ones. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  const isWrapped =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return isWrapped ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}
