/**
 * Where the vectors of an optimizer are computed with. Rules and methods that declare `onDevice` touch vectors through it alone: then a
 * vector may be no more than the name of an array that lies in the memory of a device.
 */
import { type Elementwise, norm, type Vector } from '../base/index.ts';

export interface Arithmetic {
  /** Runs a formula. It may still be under way when this returns; whatever is asked for later waits for it. */
  run<V extends string, S extends string>(
    update: Elementwise<V, S>,
    vectors: Readonly<Record<V, Vector>>,
    scalars: Readonly<Record<S, number>>,
  ): void;
  /** The same for a formula with a sum, which it returns. */
  sum<V extends string, S extends string>(
    update: Elementwise<V, S>,
    vectors: Readonly<Record<V, Vector>>,
    scalars: Readonly<Record<S, number>>,
  ): number | Promise<number>;
  /** 2-norm; NaN or Infinity if an element is. */
  norm(vector: Vector): number | Promise<number>;
  /** When everything that was run is done. Throws what failed in between. */
  settle(): void | Promise<void>;
  /** When the numbers of all vectors are in the vectors themselves, for who reads them. */
  bringBack(): void | Promise<void>;
}

/** In the memory of the program. */
export const here: Arithmetic = {
  run: (update, vectors, scalars) => {
    update(vectors, scalars);
  },
  sum: (update, vectors, scalars) => update(vectors, scalars),
  norm,
  settle: () => {},
  bringBack: () => {},
};
