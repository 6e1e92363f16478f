/**
 * The plane in which a path through weight space moves most: principal components of the path as seen from its end.
 *   d_i = w_i - w_end,   directions: the two leading eigenvectors of sum_i d_i d_i^T, from those of the small matrix <d_i, d_j>
 * The end lies in the plane, since nothing is centerd. Source: Li et al. 2018, arXiv 1712.09913, section 7.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import {
  addScaled,
  ConfigError,
  dot,
  norm,
  precisionOf,
  scale,
  setting,
  type Vector,
  zeros,
} from '../../base/index.ts';

export interface PrincipalPlane {
  /** Orthonormal. */
  readonly across: Vector;
  readonly up: Vector;
  /** Share of all squared distances from the end that each of the two explains. */
  readonly explained: readonly [number, number];
  /** Place of each point of the path, distances in weight space. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

/** path: at least three weight vectors in order. Throws ConfigError if they do not span a plane. */
export function principalPlane(path: readonly Vector[]): PrincipalPlane {
  const end = path.at(-1);
  if (!end || path.length < 3) {
    throw new ConfigError({
      code: 'no-kept-weights',
      path: ['training', 'keepWeights'],
      what: `${path.length} weight vectors do not span a plane`,
      advice: `Train with ${setting('training.keepWeights')}, and for 3 epochs at least.`,
    });
  }
  const apart = path.slice(0, -1).map((weights) => {
    const difference = weights.slice() as Vector;
    addScaled({ result: difference, start: weights, direction: end }, { factor: -1 });
    return difference;
  });
  const products = new Matrix(apart.map((left) => apart.map((right) => dot(left, right))));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((left, right) => realEigenvalues[right]! - realEigenvalues[left]!);
  const total = realEigenvalues.reduce((sum, value) => sum + value, 0);
  const [first, second] = order as [number, number];
  if (!(realEigenvalues[second]! > 1e-10 * total)) {
    throw new ConfigError({
      code: 'weights-do-not-move',
      what: 'the weights of this run lie on a line or do not move: there is no plane to draw',
    });
  }
  const [across, up] = [first, second].map((column) => combine(apart, eigenvectorMatrix.getColumn(column))) as [
    Vector,
    Vector,
  ];
  return {
    across,
    up,
    explained: [realEigenvalues[first]! / total, realEigenvalues[second]! / total],
    places: [...apart.map((difference) => ({ x: dot(difference, across), y: dot(difference, up) })), { x: 0, y: 0 }],
  };
}

/** Of unit length, and turned so that the path comes from the positive side. */
function combine(vectors: readonly Vector[], factors: readonly number[]): Vector {
  const sum = zeros(vectors[0]!.length, precisionOf(vectors[0]!));
  vectors.forEach((direction, index) => {
    addScaled({ result: sum, start: sum, direction }, { factor: factors[index]! });
  });
  const sign = dot(sum, vectors[0]!) < 0 ? -1 : 1;
  scale({ vector: sum }, { factor: sign / norm(sum) });
  return sum;
}
