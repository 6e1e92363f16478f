/**
 * What a step draws: dropout masks, numbers of hops. Each layer that draws random numbers declares inputs and how they are drawn; the
 * trainer fills them from its own stream, so a step can be evaluated twice under the same draw and a resumed run draws the same.
 */
import type { RandomStream } from '../base/index.ts';
import type { RealType, Tensor } from '../tensor/index.ts';

/** A dense array for an input. */
export interface DrawnArray {
  readonly type: RealType | 'int32';
  readonly dims: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

/** One source of random numbers. */
export interface RandomSite {
  /** Unique in its computation; names the site's stream, so that sites are independent. */
  readonly name: string;
  /** A row's draw depends on the rows beside it. */
  readonly byRow?: boolean;
  /**
   * Arrays for the inputs of this site, by name.
   *   lengths: of the axes of a tensor at this time; those of inputs that earlier sites drew are known.
   */
  draw(stream: RandomStream, lengths: (tensor: Tensor) => number[]): Readonly<Record<string, DrawnArray>>;
}

/** The sites of one computation, in the order in which they are drawn. */
export class RandomSites {
  readonly all: RandomSite[] = [];

  add(site: RandomSite): void {
    this.all.push(site);
  }
}
