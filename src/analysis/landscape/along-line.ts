/**
 * The loss along a line and over a plane of weight space. Nothing is known of networks: any function of the weights will do, so that
 * a page can draw the landscape of what it has just trained.
 */
import { addScaled, type Vector } from '../../base/index.ts';

/** The loss at these weights; the vector is the caller's and changes after the call. */
export type LossFunction = (weights: Vector) => Promise<number>;

interface PointOptions {
  /** Called after each point with how many are done; may throw to stop. */
  readonly onPoint?: (done: number) => void;
}

export interface LineOptions extends PointOptions {
  readonly direction: Vector;
  readonly factors: readonly number[];
}

export interface PlaneOptions extends PointOptions {
  readonly across: Vector;
  readonly up: Vector;
  /** Factors of `across` and of `up`. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * f(weights + factor * direction) for each factor, [factors]; the weights are left as they are.
 * A loss that is not finite stays so: the caller decides how to show it.
 * Cost: one evaluation a factor, one extra vector.
 *
 *     const direction = filterNormalizedDirection(layout, weights, stream);
 *     const losses = await lossAlongLine(loss, weights, { direction, factors: [-1, 0, 1] });
 */
export async function lossAlongLine(
  loss: LossFunction,
  weights: Vector,
  { direction, factors, onPoint = () => {} }: LineOptions,
): Promise<Float64Array> {
  const at = weights.slice();
  const losses = new Float64Array(factors.length);
  for (const [index, factor] of factors.entries()) {
    addScaled({ result: at, start: weights, direction }, { factor });
    losses[index] = await loss(at);
    onPoint(index + 1);
  }
  return losses;
}

/** f(weights + x * across + y * up), [y, x] row-major; otherwise as lossAlongLine. */
export async function lossOnPlane(
  loss: LossFunction,
  weights: Vector,
  { across, up, x, y, onPoint = () => {} }: PlaneOptions,
): Promise<Float64Array> {
  const rowStart = weights.slice();
  const losses = new Float64Array(x.length * y.length);
  for (const [row, factor] of y.entries()) {
    addScaled({ result: rowStart, start: weights, direction: up }, { factor });
    const before = row * x.length;
    const ofRow = await lossAlongLine(loss, rowStart, {
      direction: across,
      factors: x,
      onPoint: (done) => onPoint(before + done),
    });
    losses.set(ofRow, before);
  }
  return losses;
}
