/** Networks drawn from what an optimizer has learned of its weights. */
import { RandomStream, type Vector } from '../../base/index.ts';

/** A Gaussian over the weights, independent in each of them. */
export interface WeightPosterior {
  readonly mean: Vector;
  /** Standard deviation of each weight, as long as the mean. */
  readonly deviation: Vector;
}

/** Weights of so many networks, the same for the same seed; the mean itself is none of them. */
export function drawNetworks({ mean, deviation }: WeightPosterior, count: number, seed: number): Float32Array[] {
  const stream = new RandomStream(seed, 'posterior');
  return Array.from({ length: count }, () => {
    const drawn = new Float32Array(mean.length);
    stream.fillNormal(drawn);
    return drawn.map((noise, weight) => mean[weight]! + deviation[weight]! * noise);
  });
}
