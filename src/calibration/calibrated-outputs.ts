/** The correction of probabilities as a part of the model file, so that every program that runs the file reads corrected ones. */
import type { Standardization, TaskHead } from '../tasks/index.ts';
import {
  add,
  broadcastTo,
  constant,
  divide,
  maximum,
  minimum,
  multiply,
  reshape,
  scalar,
  subtract,
  sum,
  type Tensor,
} from '../tensor/index.ts';
import { type ClassCalibration, type Curve, shiftedOutput, type TargetCalibration } from './class-calibration.ts';

export interface ReadOptions {
  readonly head: TaskHead;
  readonly standardization?: Standardization | undefined;
  readonly calibration?: ClassCalibration | undefined;
}

/** What users read, from raw outputs [molecules, tasks * outputs]: head.transform, with the calibration before and behind it. */
export function readOutputs(raw: Tensor, { head, standardization, calibration }: ReadOptions): Tensor {
  if (!calibration) return head.transform(raw, standardization);
  const { targets } = calibration;
  const width = head.outputsPerTask;
  const each = (value: OutputValue): Tensor =>
    constant(raw.type, [1, targets.length * width], ofEachOutput(targets, width, value));
  const shifted = shiftedOutput(width);
  const scaled = multiply(
    raw,
    each(({ scale }) => scale),
  );
  const moved = add(
    scaled,
    each(({ shift }, output) => (output === shifted ? shift : 0)),
  );
  const read = head.transform(moved, standardization);
  if (!targets.some(({ curve }) => curve)) return read;
  return width > 1 ? twoClassesAlongCurves(read, targets) : alongCurves(read, targets.map(curveOf));
}

type OutputValue = (target: TargetCalibration, output: number) => number;

/** [targets * width] */
function ofEachOutput(targets: readonly TargetCalibration[], width: number, value: OutputValue): number[] {
  return targets.flatMap((target) => Array.from({ length: width }, (_, output) => value(target, output)));
}

function curveOf({ curve }: TargetCalibration): Curve {
  return curve ?? { from: [0, 1], to: [0, 1] };
}

/** Probabilities of classes, [molecules, tasks, classes]: those of a target with a curve are 1 - y, y, with y along the curve of its second class. */
function twoClassesAlongCurves(read: Tensor, targets: readonly TargetCalibration[]): Tensor {
  const [, tasks, classes] = read.shape as [number, number, number];
  const table = (value: OutputValue): Tensor =>
    constant(read.type, [1, tasks, classes], ofEachOutput(targets, classes, value));
  const second = sum(
    multiply(
      read,
      table((_, of) => (of === 1 ? 1 : 0)),
    ),
    [2],
  );
  const yes = broadcastTo(reshape(alongCurves(second, targets.map(curveOf)), [read.shape[0]!, tasks, 1]), read.shape);
  const kept = multiply(
    read,
    table(({ curve }) => (curve ? 0 : 1)),
  );
  const signs = table(({ curve }, of) => (curve ? ([-1, 1][of] ?? 0) : 0));
  const ones = table(({ curve }, of) => (curve && of === 0 ? 1 : 0));
  return add(add(kept, multiply(yes, signs)), ones);
}

/**
 * Every column along its curve, [molecules, tasks]: y_0 + sum over its pieces of (y_i+1 - y_i) * clamp((p - x_i) / (x_i+1 - x_i), 0, 1).
 * Steep pieces lose no digits that way.
 */
function alongCurves(read: Tensor, curves: readonly Curve[]): Tensor {
  const [molecules, tasks] = [read.shape[0]!, curves.length];
  const pieces = Math.max(1, ...curves.map(({ from }) => from.length - 1));
  const table = (value: (curve: Curve, piece: number) => number): Tensor => {
    const values = curves.flatMap((curve) => Array.from({ length: pieces }, (_, piece) => value(curve, piece)));
    return constant(read.type, [1, tasks, pieces], values);
  };
  // Pieces that a shorter curve does not have rise by 0.
  const has = ({ from }: Curve, piece: number): boolean => piece < from.length - 1;
  const start = table((curve, piece) => (has(curve, piece) ? curve.from[piece]! : 0));
  const length = table((curve, piece) => (has(curve, piece) ? curve.from[piece + 1]! - curve.from[piece]! : 1));
  const rise = table((curve, piece) => (has(curve, piece) ? curve.to[piece + 1]! - curve.to[piece]! : 0));
  const wide = broadcastTo(reshape(read, [molecules, tasks, 1]), [molecules, tasks, pieces]);
  const along = divide(subtract(wide, start), length);
  const clamped = minimum(maximum(along, scalar(along, 0)), scalar(along, 1));
  const first = constant(
    read.type,
    [1, tasks],
    curves.map(({ to }) => to[0]!),
  );
  return add(sum(multiply(clamped, rise), [2]), first);
}
