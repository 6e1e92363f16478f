/**
 * Dropout with masks that are fed (randomness.ts). Without dropout nothing is added to the computation.
 */
import { input, multiply, type RealType, type Tensor } from '../tensor/index.ts';
import type { RandomSites } from './randomness.ts';

export class Dropout {
  readonly rate: number;
  readonly #sites: RandomSites | undefined;
  #count = 0;

  /** rate: share of elements set to 0; sites: undefined in evaluation, when nothing is dropped. */
  constructor(rate: number, sites: RandomSites | undefined) {
    this.rate = rate;
    this.#sites = sites;
  }

  /** Multiplies each element by 0 with the rate's probability, else by 1 / (1 - rate). rate: another than usual. */
  apply(tensor: Tensor, rate: number = this.rate): Tensor {
    if (rate === 0 || !this.#sites) return tensor;
    const name = `dropout.${this.#count++}`;
    const mask = input(name, tensor.type, tensor.shape);
    const threshold = rate * 2 ** 32;
    const kept = 1 / (1 - rate);
    this.#sites.add({
      name,
      byRow: true,
      draw(stream, lengths) {
        const dims = lengths(mask);
        const size = dims.reduce((product, length) => product * length, 1);
        const data = mask.type === 'float32' ? new Float32Array(size) : new Float64Array(size);
        for (let index = 0; index < size; index++) data[index] = stream.uint32() < threshold ? 0 : kept;
        return { [name]: { type: mask.type as RealType, dims, data } };
      },
    });
    return multiply(tensor, mask);
  }
}
