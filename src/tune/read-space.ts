/**
 * A space from a file: settings by their option or path, each with a list of values or a range.
 *
 *     learning-rate: { low: 1e-4, high: 1e-2, log: true }
 *     width: [64, 128, 256]
 *     optimizer: [adam, sam, graphsam]
 */
import { z } from 'zod';
import { ConfigError, unknownName } from '../base/index.ts';
import { readYaml } from '../config/index.node.ts';
import { checkShape } from '../config/index.ts';
import { type KnownSetting, knownSettings } from './known-settings.ts';
import type { Parameter, SettingValue, Space } from './space.ts';

const rangeSchema = z.strictObject({
  low: z.number(),
  high: z.number(),
  log: z.boolean().default(false),
  step: z.number().positive().optional(),
});

const advice = 'docs/tuning.md shows a file with a space.';

/** where: the file's name. Throws ConfigError with file and line. */
export function readSpace(text: string, where: string): Space {
  const { content, lineOf } = readYaml(text, where);
  if (typeof content !== 'object' || content === null || Array.isArray(content) || Object.keys(content).length === 0) {
    throw new ConfigError({
      code: 'unreadable-configuration',
      what: 'expected settings with ranges or lists',
      where,
      advice,
    });
  }
  const parameters = Object.entries(content).map(([key, value]) => {
    const line = lineOf([key]);
    const location = line === undefined ? where : `${where}, ${line}`;
    const setting = settingNamed(key, location);
    return Array.isArray(value) ? choiceOf(setting, value, location) : rangeOf(setting, value, `${location}, ${key}`);
  });
  const twice = parameters.find(({ path }, index) => parameters.findIndex((each) => each.path === path) < index);
  if (twice) throw new ConfigError({ code: 'given-twice', what: `${twice.path} is given twice`, where, advice });
  return parameters;
}

function settingNamed(key: string, where: string): KnownSetting {
  const known = knownSettings();
  const name = key.replace(/^optimizer\.base\.hyperparameters\./, 'optimizer.hyperparameters.');
  const found = known.find(({ path, names }) => path === name || names.includes(name.replaceAll('_', '-')));
  if (found) return found;
  const { what, advice: hint } = unknownName(
    'setting',
    key,
    known.flatMap(({ names }) => names[0]!),
  );
  throw new ConfigError({
    code: 'unknown-name',
    what: `${what}: settings of model, optimizer, learning rate and training can be searched, but for those that decide how trials are compared`,
    where,
    ...(hint && { advice: hint }),
  });
}

function choiceOf({ path, schema }: KnownSetting, values: readonly unknown[], where: string): Parameter {
  const isValue = (value: unknown): value is SettingValue => ['number', 'string', 'boolean'].includes(typeof value);
  const wrong = values.find((value) => !isValue(value) || !fits(value, schema));
  if (values.length === 0 || wrong !== undefined || new Set(values).size < values.length) {
    const found = wrong === undefined ? (values.length === 0 ? 'none' : 'one of them twice') : JSON.stringify(wrong);
    const expected = schema.enum ? `values out of ${schema.enum.join(', ')}` : `values of the kind ${schema.type}`;
    throw new ConfigError({
      code: 'wrong-value',
      what: `${path}: expected ${expected}, and found ${found}`,
      where,
      advice,
    });
  }
  return { path, kind: 'choice', values: values as readonly SettingValue[] };
}

function fits(value: SettingValue, { type, enum: values }: KnownSetting['schema']): boolean {
  if (values) return values.includes(String(value));
  if (type === 'integer') return Number.isInteger(value);
  return type === undefined || typeof value === type;
}

function rangeOf({ path, schema }: KnownSetting, value: unknown, where: string): Parameter {
  const { low, high, log, step } = checkShape(rangeSchema, value, where, { advice });
  const refuse = (what: string, hint: string): never => {
    throw new ConfigError({ code: 'wrong-value', what: `${path}: ${what}`, where, advice: hint });
  };
  if (schema.type !== 'number' && schema.type !== 'integer') refuse('has no range', 'List its values: [a, b].');
  if (!(low < high)) refuse(`low is ${low} and high is ${high}`, 'Let low be smaller than high.');
  if (log && low <= 0) refuse(`low is ${low} on a logarithmic scale`, 'Let low be above 0, or leave out log.');
  if (step !== undefined && log) refuse('has steps and a logarithmic scale', 'Leave out one of them.');
  const isOutside = [low, high].find((end) => !isInside(end, schema));
  if (isOutside !== undefined)
    refuse(`${isOutside} is out of its range`, 'docs/options.md and docs/optimizers.md say what is allowed.');
  if (schema.type === 'integer') {
    if (![low, high, step ?? 1].every(Number.isInteger))
      refuse('takes whole numbers', 'Let low, high and step be whole.');
    return { path, kind: 'int', low, high, log, step: step ?? 1 };
  }
  if (step === undefined) return { path, kind: 'float', low, high, log };
  const count = Math.floor((high - low) / step + 1e-9) + 1;
  return {
    path,
    kind: 'choice',
    values: Array.from({ length: count }, (_, index) => Number((low + index * step).toPrecision(10))),
  };
}

function isInside(
  value: number,
  { minimum, exclusiveMinimum, maximum, exclusiveMaximum }: KnownSetting['schema'],
): boolean {
  return (
    value >= (minimum ?? value) &&
    value > (exclusiveMinimum ?? value - 1) &&
    value <= (maximum ?? value) &&
    value < (exclusiveMaximum ?? value + 1)
  );
}
