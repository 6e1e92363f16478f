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
import type { ClassCalibration, Curve } from './class-calibration.ts';

export interface ReadOptions {
  readonly head: TaskHead;
  readonly standardization?: Standardization | undefined;
  readonly calibration?: ClassCalibration | undefined;
}

/** What users read, from raw outputs [molecules, tasks * outputs]: head.transform, with the calibration before and behind it. */
export function readOutputs(raw: Tensor, { head, standardization, calibration }: ReadOptions): Tensor {
  if (!calibration) return head.transform(raw, standardization);
  const { targets } = calibration;
  const each = (value: (target: ClassCalibration['targets'][number]) => number): Tensor => {
    const values = targets.flatMap((target) => Array.from({ length: head.outputsPerTask }, () => value(target)));
    return constant(raw.type, [1, values.length], values);
  };
  const moved = add(
    multiply(
      raw,
      each(({ scale }) => scale),
    ),
    each(({ shift }) => shift),
  );
  const read = head.transform(moved, standardization);
  const curves = targets.map(({ curve }) => curve ?? { from: [0, 1], to: [0, 1] });
  return targets.some(({ curve }) => curve) ? alongCurves(read, curves) : read;
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
