/**
 * Dropout with masks that are fed: they come from the trainer's own stream, so a step can be evaluated twice under the same
 * masks and a resumed run draws the same ones. Without dropout nothing is added to the computation.
 */
import { input, multiply, type Tensor } from '../tensor/index.ts';

/** One place where dropout acts: an input of this name holds 0 or 1 / (1 - rate) for each element. */
export interface DropoutSite {
  readonly mask: Tensor;
  readonly name: string;
}

export class Dropout {
  readonly rate: number;
  readonly sites: DropoutSite[] = [];

  /** rate: share of elements set to 0 in training; 0 in evaluation. */
  constructor(rate: number) {
    this.rate = rate;
  }

  apply(tensor: Tensor): Tensor {
    if (this.rate === 0) return tensor;
    const name = `dropout.${this.sites.length}`;
    const mask = input(name, tensor.type, tensor.shape);
    this.sites.push({ mask, name });
    return multiply(tensor, mask);
  }
}
