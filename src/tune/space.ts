/**
 * What is searched: settings by their path in the configuration, each with its range. A point holds a number a parameter: where in its
 * range it is, from 0 to 1, or the index of the chosen value.
 */
import type { RandomStream } from '../base/index.ts';

export type SettingValue = number | string | boolean;
/** Values by path, for instance `{ 'model.settings.width': 128 }`. */
export type Settings = Readonly<Record<string, SettingValue>>;

interface Range {
  readonly low: number;
  /** Included, above low. */
  readonly high: number;
  /** Steps are ratios; low is above 0 then. */
  readonly log: boolean;
}

export type Parameter = { readonly path: string } & (
  | ({ readonly kind: 'float' } & Range)
  | ({ readonly kind: 'int'; readonly step: number } & Range)
  | { readonly kind: 'choice'; readonly values: readonly SettingValue[] }
);
type NumericParameter = Exclude<Parameter, { kind: 'choice' }>;
export type Space = readonly Parameter[];
/** [parameters] */
export type Point = readonly number[];

/** Ends of the interval that 0 and 1 stand for. Whole numbers own half a step on both sides, so that each is equally likely. */
function ends(parameter: NumericParameter): readonly [number, number] {
  const half = parameter.kind === 'int' ? parameter.step / 2 : 0;
  const bounds = [parameter.low - half, parameter.high + half] as const;
  return parameter.log ? [Math.log(bounds[0]), Math.log(bounds[1])] : bounds;
}

function valueAt(parameter: Parameter, position: number): SettingValue {
  if (parameter.kind === 'choice') return parameter.values[position]!;
  const { low, high, log } = parameter;
  const [from, to] = ends(parameter);
  const inner = from + position * (to - from);
  const value = log ? Math.exp(inner) : inner;
  const stepped = parameter.kind === 'int' ? low + Math.round((value - low) / parameter.step) * parameter.step : value;
  const top = parameter.kind === 'int' ? low + Math.floor((high - low) / parameter.step) * parameter.step : high;
  // Six digits are enough, and can be read.
  const rounded = parameter.kind === 'int' ? stepped : Number(stepped.toPrecision(6));
  return Math.min(Math.max(rounded, low), top);
}

/** Where in its range a value is; the inverse of what a point says. */
export function positionOf(parameter: Parameter, value: SettingValue): number {
  if (parameter.kind === 'choice') return Math.max(0, parameter.values.indexOf(value));
  const [from, to] = ends(parameter);
  const inner = parameter.log ? Math.log(Number(value)) : Number(value);
  return Math.min(1, Math.max(0, (inner - from) / (to - from)));
}

export function settingsAt(space: Space, point: Point): Settings {
  return Object.fromEntries(space.map((parameter, index) => [parameter.path, valueAt(parameter, point[index]!)]));
}

/** The point of settings; a parameter that they leave out is in the middle of its range. */
export function pointOf(space: Space, settings: Settings): Point {
  return space.map((parameter) => {
    const value = settings[parameter.path];
    if (value !== undefined) return positionOf(parameter, value);
    return parameter.kind === 'choice' ? 0 : 0.5;
  });
}

export function drawPoint(space: Space, stream: RandomStream): Point {
  return space.map((parameter) =>
    parameter.kind === 'choice' ? stream.below(parameter.values.length) : stream.uniform(),
  );
}

/** How many different settings there are; infinite where a number is not whole. */
export function sizeOf(space: Space): number {
  return space.reduce((size, parameter) => {
    if (parameter.kind === 'choice') return size * parameter.values.length;
    return parameter.kind === 'float'
      ? Number.POSITIVE_INFINITY
      : size * (Math.floor((parameter.high - parameter.low) / parameter.step) + 1);
  }, 1);
}
