/**
 * Epsilon-sharpness: how much the loss can rise inside a ball around the weights.
 *   rise = max over ||p|| <= radius of L(weights + p) - L(weights),   ||.|| the 2-norm over all weights
 * The maximum is searched by projected gradient ascent: p_1 = radius g / ||g|| (the point that SAM visits), then
 * p <- project(p + radius g(p) / ||g(p)||); the highest loss that was met counts, so more steps never give less. What is found is a
 * lower bound of the true maximum. For SAM's ball: Foret et al. 2021, arXiv 2010.01412; the idea: Keskar et al. 2017, arXiv
 * 1609.04836, who take a box instead of a ball.
 */
import { addScaled, norm, precisionOf, type RandomStream, scale, type Vector, zeros } from '../../base/index.ts';
import type { SmoothLoss } from '../loss/smooth-loss.ts';

export interface WorstLossOptions {
  /** Of the ball, 2-norm; above 0. */
  readonly radius: number;
  /** Whole number >= 1; the first one is SAM's. */
  readonly steps: number;
  /** Draws the first direction where the gradient is 0. */
  readonly stream: RandomStream;
}

export interface WorstLoss {
  /** At the weights. */
  readonly loss: number;
  readonly gradientNorm: number;
  /** Highest loss met, less that at the weights; not negative. */
  readonly rise: number;
  /** After the first step alone. */
  readonly riseOfOneStep: number;
}

/** Cost: steps + 1 gradients, three extra vectors. */
export async function worstLoss(
  { size, gradient: gradientAt }: SmoothLoss,
  weights: Vector,
  { radius, steps, stream }: WorstLossOptions,
): Promise<WorstLoss> {
  const precision = precisionOf(weights);
  const [gradient, shift, at] = [zeros(size, precision), zeros(size, precision), zeros(size, precision)];
  const loss = await gradientAt(weights, gradient);
  const gradientNorm = norm(gradient);
  if (gradientNorm === 0) stream.fillNormal(gradient);
  const rises: number[] = [];
  while (rises.length < steps) {
    const length = norm(gradient);
    // At a stationary point of the ball's inside there is nowhere to climb.
    if (!(length > 0 && Number.isFinite(length))) break;
    addScaled({ result: shift, start: shift, direction: gradient }, { factor: radius / length });
    project(shift, radius);
    addScaled({ result: at, start: weights, direction: shift }, { factor: 1 });
    rises.push((await gradientAt(at, gradient)) - loss);
  }
  return { loss, gradientNorm, rise: Math.max(0, ...rises), riseOfOneStep: rises[0] ?? 0 };
}

/** Onto the ball: what is longer than the radius is shortened to it. */
function project(vector: Vector, radius: number): void {
  const length = norm(vector);
  if (length > radius) scale({ vector }, { factor: radius / length });
}
