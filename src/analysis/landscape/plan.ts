/** From runs to sheets: where each begins in weight space, and along which directions it goes. */
import { addScaled, ConfigError, ParameterLayout, RandomStream, type Vector } from '../../base/index.ts';
import { outputCount } from '../../objective/index.ts';
import type { AnalyzedRun } from '../run/analyzed-run.ts';
import type { Axis } from './axis.ts';
import type { LandscapeMode, Mark } from './landscape-file.ts';
import { principalPlane } from './principal-plane.ts';
import { type Normalization, randomDirection } from './random-direction.ts';

export interface DirectionChoice {
  readonly normalization: Normalization;
  readonly ignore: readonly string[];
  readonly seed: number;
}

export interface PlannedSheet {
  readonly name: string;
  /** Whose network and rows are used, and all whose weights take part. */
  readonly runs: readonly AnalyzedRun[];
  readonly origin: Vector;
  readonly across: Vector;
  readonly up?: Vector;
  readonly marks: readonly Mark[];
  readonly explained?: readonly [number, number];
}

export interface PlannedLandscape {
  readonly sheets: readonly PlannedSheet[];
  /** Where none was asked for. */
  readonly x: Axis;
  readonly y: Axis | undefined;
}

export interface PlanOptions {
  readonly mode: LandscapeMode;
  readonly direction: DirectionChoice;
  /** Of the only run, for its trajectory, in order; the last one ends it. */
  readonly path: readonly { readonly epoch: number; readonly weights: Vector }[];
  readonly x: Axis | undefined;
  readonly y: Axis | undefined;
  /** A surface where the mode leaves it open. */
  readonly surface: boolean;
}

const linePoints = 51;
const surfacePoints = 25;

/** Throws ConfigError for runs that the mode cannot use. */
export function planLandscape(runs: readonly AnalyzedRun[], options: PlanOptions): PlannedLandscape {
  return plans[options.mode](runs, options);
}

const plans: Readonly<Record<LandscapeMode, (runs: readonly AnalyzedRun[], options: PlanOptions) => PlannedLandscape>> =
  {
    around: (runs, { direction, x, y, surface }) => {
      const isSurface = surface || y !== undefined;
      const usual = { from: -1, to: 1, points: isSurface ? surfacePoints : linePoints };
      const sheets = runs.map((run): PlannedSheet => {
        const layout = layoutOf(run);
        const draw = (name: string): Vector =>
          randomDirection(layout, run.weights, new RandomStream(direction.seed, `landscape ${name}`), direction);
        const marks = [{ label: run.facts.name, x: 0, y: 0 }];
        return {
          name: run.facts.name,
          runs: [run],
          origin: run.weights,
          across: draw('x'),
          marks,
          ...(isSurface && { up: draw('y') }),
        };
      });
      return { sheets, x: x ?? usual, y: y ?? (isSurface ? usual : undefined) };
    },
    through: (runs, { x, y }) => {
      if (runs.length < 2 || runs.length > 3) {
        throw new ConfigError({
          code: 'wrong-value',
          path: ['landscape', 'through'],
          what: `a line joins two runs and a plane three, ${runs.length} are named`,
        });
      }
      requireOneNetwork(runs);
      const [first, second, third] = runs as [AnalyzedRun, AnalyzedRun, AnalyzedRun?];
      const usual = { from: -0.5, to: 1.5, points: third ? surfacePoints : linePoints };
      if (y && !third)
        throw new ConfigError({
          code: 'wrong-value',
          path: ['landscape', 'y'],
          what: 'a second axis needs a third run',
        });
      const points = [
        { x: 0, y: 0 },
        { x: 1, y: 0 },
        { x: 0, y: 1 },
      ];
      const sheet: PlannedSheet = {
        name: runs.map(({ facts }) => facts.name).join(' to '),
        runs,
        origin: first.weights,
        across: difference(second.weights, first.weights),
        ...(third && { up: difference(third.weights, first.weights) }),
        marks: runs.map(({ facts }, index) => ({ label: facts.name, ...points[index]! })),
      };
      return { sheets: [sheet], x: x ?? usual, y: third ? (y ?? usual) : undefined };
    },
    trajectory: ([run, ...others], { path, x, y }) => {
      if (!run || others.length > 0)
        throw new ConfigError({
          code: 'wrong-value',
          path: ['landscape', 'trajectory'],
          what: 'a trajectory is that of one run',
        });
      const { across, up, explained, places: points } = principalPlane(path.map(({ weights }) => weights));
      const marks = points.map((point, index) => ({ label: `epoch ${path[index]!.epoch}`, ...point }));
      const sheet = { name: run.facts.name, runs: [run], origin: path.at(-1)!.weights, across, up, explained, marks };
      const range = (values: readonly number[]): Axis => around(values, surfacePoints);
      return {
        sheets: [sheet],
        x: x ?? range(points.map((point) => point.x)),
        y: y ?? range(points.map((point) => point.y)),
      };
    },
  };

export function layoutOf({ setup }: AnalyzedRun): ParameterLayout {
  return new ParameterLayout(setup.model.parameters(setup.config, outputCount(setup)));
}

/** Runs whose weights are mixed must be of one network; their rows are those of the first. */
function requireOneNetwork(runs: readonly AnalyzedRun[]): void {
  const shapes = runs.map((run) =>
    JSON.stringify([run.facts.model, layoutOf(run).entries.map(({ name, shape }) => [name, shape])]),
  );
  const other = runs.find((_, index) => shapes[index] !== shapes[0]);
  if (!other) return;
  throw new ConfigError({
    code: 'other-model',
    path: ['landscape', 'through'],
    what: `${other.facts.name} is another network than ${runs[0]!.facts.name}: there is no line between their weights`,
    advice: 'Name runs of one model with the same settings and outputs.',
  });
}

function difference(left: Vector, right: Vector): Vector {
  const result = left.slice() as Vector;
  addScaled({ result, start: left, direction: right }, { factor: -1 });
  return result;
}

/** An axis that holds all values with a quarter of their extent to spare. */
function around(values: readonly number[], points: number): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spare = 0.25 * (high - low || 1);
  return { from: Number((low - spare).toPrecision(4)), to: Number((high + spare).toPrecision(4)), points };
}
