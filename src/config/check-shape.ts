/** Checking plain data against a schema, with messages for people: path, what was expected, what was found, the nearest name. */
import { z } from 'zod';
import { ConfigError, nearestName, setting } from '../base/index.ts';
import { unwrapped } from './setting-meta.ts';

type Path = readonly PropertyKey[];

/** Other spellings of a key: alias to name. */
export type Aliases = Readonly<Record<string, string>>;

/** Problems that one message lists. */
const listed = 5;

export interface CheckShapeOptions {
  /** Where the input stands in a larger whole. */
  readonly at?: Path;
  /** What the user can do about a problem. */
  readonly advice?: string;
  /** Where the text has this path, for instance `line 3`: of the first problem. */
  readonly locationOf?: (path: Path) => string | undefined;
  /** Of the keys of the input itself. */
  readonly aliases?: Aliases;
}

/**
 * Reads `input` by the schema, keys in any spelling (batchSize, batch-size, batch_size).
 * Throws ConfigError that lists the problems; no key is ever ignored.
 */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  where: string,
  { at = [], advice, locationOf, aliases }: CheckShapeOptions = {},
): z.output<Schema> {
  const spelled = respell(schema, input, { where, at, aliases });
  const checked = schema.safeParse(spelled);
  if (checked.success) return checked.data;
  // A key that is unknown explains one that is missing.
  const isUnknown = ({ code }: z.core.$ZodIssue): boolean => code === 'unrecognized_keys';
  const issues = checked.error.issues.toSorted((left, right) => Number(isUnknown(right)) - Number(isUnknown(left)));
  const problems = issues.flatMap((issue) => describe(issue, schema, spelled, at));
  const more = problems.length > listed ? [`and ${problems.length - listed} more`] : [];
  const location = locationOf?.(pathOf(issues[0]!));
  throw new ConfigError({
    code: 'invalid-configuration',
    path: pathInWhole(issues[0]!, at),
    details: { problems },
    what: [...problems.slice(0, listed), ...more].join('; '),
    where: location === undefined ? where : `${where}, ${location}`,
    ...(advice !== undefined && { advice }),
  });
}

function pathInWhole(issue: z.core.$ZodIssue, at: Path): (string | number)[] {
  return [...at, ...pathOf(issue)].map((key) => (typeof key === 'symbol' ? String(key) : key));
}

function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
}

interface Respelling {
  readonly where: string;
  readonly at: Path;
  readonly aliases?: Aliases | undefined;
}

/** Keys of objects in the spelling of the schema. Keys of tables (labels, for instance) stay as they are. */
function respell(schema: z.ZodType, input: unknown, { where, at, aliases = {} }: Respelling): unknown {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray && Array.isArray(input)) {
    return input.map((entry, index) => respell(inner.element as z.ZodType, entry, { where, at: [...at, index] }));
  }
  if (!(inner instanceof z.ZodObject) || typeof input !== 'object' || input === null || Array.isArray(input))
    return input;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    // Programs leave settings out so.
    if (value === undefined) continue;
    const spelled = key.replace(/[-_]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const name = Object.hasOwn(inner.shape, spelled) ? spelled : (aliases[spelled] ?? spelled);
    if (Object.hasOwn(result, name)) throw givenTwice([...at, name], where);
    const member = Object.hasOwn(inner.shape, name) ? inner.shape[name] : undefined;
    result[name] = member ? respell(member, value, { where, at: [...at, name] }) : value;
  }
  return result;
}

function givenTwice(path: Path, where: string): ConfigError {
  return new ConfigError({
    code: 'given-twice',
    path: path.map(String),
    what: `${pathText(path)} is given twice, in two spellings`,
    where,
    advice: 'Drop one of them.',
  });
}

function describe(issue: z.core.$ZodIssue, schema: z.ZodType, input: unknown, at: Path): string[] {
  const path = [...at, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => `unknown key ${pathText([...path, key])}${nearestKey(key, known)}`);
  }
  const value = issue.path.reduce<unknown>((whole, key) => (whole as Record<PropertyKey, unknown>)?.[key], input);
  const found = value === undefined ? 'nothing' : typeof value === 'number' ? String(value) : JSON.stringify(value);
  const shown = found.length > 60 ? `${found.slice(0, 57)}...` : found;
  return [`${pathText(path)}: expected ${expected(issue)}, found ${shown}${hint(issue, value)}`];
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object {...}',
  record: 'an object {...}',
  tuple: 'a list',
};

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
    case 'invalid_union':
      return [...new Set(issue.errors.flatMap(([first]) => (first ? [expected(first)] : [])))].join(', or ');
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${entries(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${entries(issue.origin)}`;
    default:
      return issue.message;
  }
}

function entries(origin: string): string {
  return origin === 'array' ? ' entries' : '';
}

/** The name that was probably meant, or how the number is written. */
function hint(issue: z.core.$ZodIssue, value: unknown): string {
  if (typeof value !== 'string') return '';
  if (issue.code === 'invalid_type' && /^[+-]?\d+,\d+$/.test(value.trim())) return ' (the decimal sign is a point)';
  const names = [issue, ...(issue.code === 'invalid_union' ? issue.errors.flat() : [])].flatMap((each) =>
    each.code === 'invalid_value' ? each.values.map(String) : [],
  );
  const near = nearestName(value, names);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

function keysAt(schema: z.ZodType, path: Path): string[] {
  let inner = unwrapped(schema);
  for (const key of path) {
    inner = unwrapped(memberAt(inner, key));
  }
  return Object.keys((inner as z.ZodObject).shape);
}

function memberAt(schema: z.ZodType, key: PropertyKey): z.ZodType {
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  return (schema as z.ZodObject).shape[String(key)] as z.ZodType;
}

function nearestKey(key: string, known: readonly string[]): string {
  const near = nearestName(key, known);
  return near === undefined ? ` (known: ${known.join(', ')})` : ` (did you mean ${near}?)`;
}

function pathText(path: Path): string {
  const text = path.map(String).join('.');
  return path.length > 1 ? setting(text) : text || 'the whole';
}
