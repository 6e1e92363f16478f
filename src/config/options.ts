/**
 * Options checked and defaulted at the door: unknown names are refused with the known ones listed, values with their
 * range.
 */
import { z } from 'zod';
import { ConfigError, unknownName } from '../base/index.ts';
import { type Bounds, rangeOf } from './range.ts';

/** Other spellings of an option: alias to name. */
export type Aliases = Readonly<Record<string, string>>;

/**
 * Checks values against a schema and fills in defaults. Texts, as a command line gives them, are read as the numbers
 * and truth values that the schema asks for. of: whose options they are, for the error.
 */
export function checkOptions<T extends z.ZodObject>(
  of: string,
  schema: T,
  values: Readonly<Record<string, unknown>>,
  aliases: Aliases = {},
): z.output<T> {
  const named: Record<string, unknown> = {};
  const known = Object.keys(schema.shape);
  for (const [given, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const name = known.includes(given) ? given : aliases[given];
    if (name === undefined) throw unknownName(`option of ${of}`, given, known);
    if (name in named) {
      throw new ConfigError({
        code: 'given-twice',
        what: `option ${name} of ${of} is given twice`,
        advice: `Drop ${given} or the other.`,
      });
    }
    named[name] = typeof value === 'string' ? fromText(value, schema.shape[name] as z.ZodType) : value;
  }
  const checked = schema.safeParse(named);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0]!;
  const name = issue.path.join('.');
  throw new ConfigError({
    code: 'wrong-value',
    what: `option ${name} of ${of} is ${JSON.stringify(named[name])}: ${issue.message}`,
    advice: describeRange(schema, name),
  });
}

/** An option as help and documentation show it. */
export interface OptionDescription {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: 'number' | 'integer' | 'boolean' | 'choice';
  /** Of a choice. */
  readonly values?: readonly string[];
  readonly default: number | boolean | string | undefined;
  /** For instance `0 to 1`, `above 0`. */
  readonly range: string;
  readonly description: string;
}

export function describeOptions(schema: z.ZodObject, aliases: Aliases = {}): OptionDescription[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Record<string, JsonSchema> };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    aliases: Object.keys(aliases).filter((alias) => aliases[alias] === name),
    type: property.enum ? 'choice' : (property.type as 'number' | 'integer' | 'boolean'),
    ...(property.enum && { values: property.enum }),
    default: property.default,
    range: rangeOf(property),
    description: property.description ?? '',
  }));
}

interface JsonSchema extends Bounds {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: number | boolean | string;
  readonly description?: string;
}

function describeRange(schema: z.ZodObject, name: string): string {
  const option = describeOptions(schema).find((candidate) => candidate.name === name);
  return option ? `Allowed: ${option.range}.` : 'See the list of options.';
}

function fromText(value: string, schema: z.ZodType): unknown {
  const { type } = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  if ((type === 'number' || type === 'integer') && value.trim() !== '') return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
