/**
 * Largest eigenvalues of a symmetric matrix that is known only by its products with vectors.
 *   H Q = Q T + beta_k q_(k+1) e_k^T,   Q = [q_1 ... q_k] orthonormal, T tridiagonal
 * Eigenvalues of the small T approach the extreme ones of H from inside; |beta_k s_k| with s the eigenvector of T bounds the
 * distance of each to a true one. Every new vector is made orthogonal to all earlier ones, twice: with the usual three-term
 * recurrence alone rounding lets found eigenvalues appear again. An eigenvalue of higher multiplicity is found once, until the
 * subspace is exhausted. Source: Lanczos 1950, doi 10.6028/jres.045.026; Parlett 1998, "The Symmetric Eigenvalue Problem", chapter 13.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import {
  addScaled,
  dot,
  norm,
  type Precision,
  type RandomStream,
  scale,
  type Vector,
  zeros,
} from '../../base/index.ts';

export interface LanczosOptions {
  /** Rows of the matrix. */
  readonly size: number;
  /** How many of the largest eigenvalues are wanted. */
  readonly count: number;
  /** Products at most; fewer if all wanted ones have settled, or the matrix has fewer rows. */
  readonly iterations: number;
  /** Settled: its bound is below this share of the largest absolute eigenvalue. Default 1e-3. */
  readonly tolerance?: number;
  /** Of the vectors. Default float64. */
  readonly precision?: Precision;
  /** Draws the first vector. */
  readonly stream: RandomStream;
}

export interface Eigenvalue {
  readonly value: number;
  /** A true eigenvalue lies at most this far away, up to the rounding of the products. */
  readonly bound: number;
}

export interface ExtremeEigenvalues {
  /** Algebraically largest first; `count` of them, or as many as there are. */
  readonly largest: readonly Eigenvalue[];
  /** The algebraically smallest: below 0 where the weights are no minimum. */
  readonly smallest: Eigenvalue;
  /** Orthonormal vectors that belong to the largest ones. */
  readonly vectors: readonly Vector[];
  /** Products that were taken. */
  readonly products: number;
  /** Whether every wanted one has settled. */
  readonly settled: boolean;
}

/**
 * multiply: writes H vector into `into`.
 * Cost: a product an iteration, `iterations` vectors of memory.
 */
export async function largestEigenvalues(
  multiply: (vector: Vector, into: Vector) => Promise<void>,
  { size, count, iterations, tolerance = 1e-3, precision = 'float64', stream }: LanczosOptions,
): Promise<ExtremeEigenvalues> {
  const basis: Vector[] = [];
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  const wanted = Math.min(count, size);
  for (let next = freshDirection(size, precision, stream, basis); ; ) {
    basis.push(next);
    const product = zeros(size, precision);
    await multiply(next, product);
    diagonal.push(dot(next, product));
    removeFrom(product, basis);
    const rest = norm(product);
    const ritz = ritzValues(diagonal, offDiagonal, rest);
    const scaleOfAll = Math.max(...ritz.map(({ value }) => Math.abs(value)));
    const settled =
      ritz.length >= wanted && ritz.slice(0, wanted).every(({ bound }) => bound <= tolerance * scaleOfAll);
    if (settled || basis.length >= Math.min(iterations, size)) {
      return {
        largest: ritz.slice(0, wanted).map(toEigenvalue),
        smallest: toEigenvalue(ritz.at(-1)!),
        vectors: ritz.slice(0, wanted).map(({ weights }) => combination(basis, weights, precision)),
        products: basis.length,
        settled,
      };
    }
    // Nothing is left of the product: the subspace is invariant, and the search goes on beside it.
    const isInvariant = rest <= 1e-7 * scaleOfAll;
    offDiagonal.push(isInvariant ? 0 : rest);
    if (isInvariant) next = freshDirection(size, precision, stream, basis);
    else {
      scale({ vector: product }, { factor: 1 / rest });
      next = product;
    }
  }
}

interface RitzValue extends Eigenvalue {
  /** Factors of the basis vectors. */
  readonly weights: readonly number[];
}

/** Eigenvalues of T, largest first, each with its bound. */
function ritzValues(diagonal: readonly number[], offDiagonal: readonly number[], rest: number): RitzValue[] {
  const size = diagonal.length;
  const tridiagonal = Matrix.zeros(size, size);
  diagonal.forEach((value, index) => {
    tridiagonal.set(index, index, value);
  });
  offDiagonal.forEach((value, index) => {
    tridiagonal.set(index, index + 1, value);
    tridiagonal.set(index + 1, index, value);
  });
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(tridiagonal, { assumeSymmetric: true });
  return realEigenvalues
    .map((value, column) => {
      const weights = eigenvectorMatrix.getColumn(column);
      return { value, weights, bound: rest * Math.abs(weights[size - 1]!) };
    })
    .sort((left, right) => right.value - left.value);
}

function toEigenvalue({ value, bound }: RitzValue): Eigenvalue {
  return { value, bound };
}

/** A random unit vector orthogonal to the basis. */
function freshDirection(size: number, precision: Precision, stream: RandomStream, basis: readonly Vector[]): Vector {
  const vector = zeros(size, precision);
  stream.fillNormal(vector);
  removeFrom(vector, basis);
  scale({ vector }, { factor: 1 / norm(vector) });
  return vector;
}

/** Makes the vector orthogonal to the basis; the second pass takes away what rounding left in the first. */
function removeFrom(vector: Vector, basis: readonly Vector[]): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const direction of basis) {
      addScaled({ result: vector, start: vector, direction }, { factor: -dot(direction, vector) });
    }
  }
}

function combination(basis: readonly Vector[], weights: readonly number[], precision: Precision): Vector {
  const sum = zeros(basis[0]!.length, precision);
  basis.forEach((direction, index) => {
    addScaled({ result: sum, start: sum, direction }, { factor: weights[index]! });
  });
  scale({ vector: sum }, { factor: 1 / norm(sum) });
  return sum;
}
