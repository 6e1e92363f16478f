/**
 * The trace of a symmetric matrix that is known only by its products with vectors:
 *   trace = E[v^T H v],   v: independent +1 and -1
 * The mean of a few draws is unbiased; its standard error is s / sqrt(draws), s the standard deviation over the draws.
 * Where a few eigenvalues tower above all others, they make the draws scatter. So what is known of them is taken out first:
 *   trace = sum over known vectors u of u^T H u + E[v'^T H v'],   v' = v - sum of u <u, v>
 * which stays unbiased. Source: Hutchinson 1990, doi 10.1080/03610919008812866; taking out: Meyer et al. 2021 (Hutch++), arXiv
 * 2010.09649, where the known vectors come from a random subspace instead of from Lanczos' method.
 */
import { addScaled, dot, type Precision, type RandomStream, type Vector, zeros } from '../../base/index.ts';
import { type MeanEstimate, meanOf } from './mean-estimate.ts';

export interface TraceOptions {
  /** Rows of the matrix. */
  readonly size: number;
  /** Products; at least 2. */
  readonly draws: number;
  /** Of the vectors. Default float64. */
  readonly precision?: Precision;
  readonly stream: RandomStream;
  /** Eigenvectors with their eigenvalues, orthonormal. Default: none. */
  readonly known?: readonly KnownEigenvalue[];
}

export interface KnownEigenvalue {
  readonly vector: Vector;
  readonly value: number;
}

/** multiply: writes H vector into `into`. Cost: a product a draw. */
export async function estimateTrace(
  multiply: (vector: Vector, into: Vector) => Promise<void>,
  { size, draws, precision = 'float64', stream, known = [] }: TraceOptions,
): Promise<MeanEstimate> {
  const [signs, product] = [zeros(size, precision), zeros(size, precision)];
  const knownSum = known.reduce((sum, { value }) => sum + value, 0);
  const found: number[] = [];
  while (found.length < draws) {
    for (let index = 0; index < size; index++) signs[index] = stream.uint32() & 0x80000000 ? 1 : -1;
    for (const { vector: direction } of known) {
      addScaled({ result: signs, start: signs, direction }, { factor: -dot(direction, signs) });
    }
    await multiply(signs, product);
    found.push(knownSum + dot(signs, product));
  }
  return meanOf(found);
}
