/**
 * How sharp a minimum is, in the measures that the literature uses: the largest eigenvalues and the trace of the Hessian, the rise
 * of the loss in a ball around the weights, over all rows and batch by batch (m-sharpness), and the norm of the gradient.
 * Definitions and what they cost: docs/landscapes.md.
 */
import { dot, precisionOf, RandomStream, type Vector, zeros } from '../../base/index.ts';
import { type SmoothLoss, type WeightedLoss, weightedSum } from '../loss/smooth-loss.ts';
import { type CheckedStep, checkedProduct, differenceProduct, requireAgreement } from './difference-product.ts';
import { estimateTrace, type KnownEigenvalue } from './hutchinson.ts';
import { type Eigenvalue, largestEigenvalues } from './lanczos.ts';
import { type MeanEstimate, meanOf } from './mean-estimate.ts';
import { worstLoss } from './worst-loss.ts';

/** exact: the gradient is differentiated again; differences: central differences of exact gradients with a checked step. */
export const hessianMethods = ['exact', 'differences'] as const;
export type HessianMethod = (typeof hessianMethods)[number];

export interface SharpnessOptions {
  /** Largest eigenvalues that are wanted; 0: none, and no check of the Hessian. */
  readonly eigenvalues: number;
  /** Hessian products at most for them. */
  readonly iterations: number;
  /** Draws for the trace; 0: none, else at least 2. */
  readonly traceDraws: number;
  /** Of the ball, 2-norm over all weights. */
  readonly radius: number;
  /** Steps of ascent in the ball. */
  readonly ascentSteps: number;
  readonly hessian: HessianMethod;
  readonly seed: number;
}

export interface Sharpness {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly hessian: { readonly method: HessianMethod } & Partial<CheckedStep>;
  readonly eigenvalues: {
    readonly largest: readonly Eigenvalue[];
    readonly smallest: Eigenvalue;
    readonly products: number;
    readonly settled: boolean;
    /** v^T H v of the largest one's vector by central differences, and how far that is from the eigenvalue, as a share of it. */
    readonly check: { readonly byDifferences: number; readonly apart: number } & CheckedStep;
  } | null;
  readonly trace: MeanEstimate | null;
  /** Rise of the loss in the ball around the weights; of one step: at the point that SAM visits. */
  readonly epsilonSharpness: { readonly rise: number; readonly riseOfOneStep: number };
  /** The same for each batch with a ball of its own: mean over the batches, weighted alike. */
  readonly mSharpness: { readonly rise: MeanEstimate; readonly riseOfOneStep: MeanEstimate };
}

export type SharpnessStage = 'epsilon-sharpness' | 'm-sharpness' | 'eigenvalues' | 'trace' | 'check';

/**
 * batches: the loss is the sum of factor * loss over them; m-sharpness takes them one by one.
 * Throws RunError if products by differences do not settle.
 */
export async function measureSharpness(
  batches: readonly WeightedLoss[],
  weights: Vector,
  options: SharpnessOptions,
  onStage: (stage: SharpnessStage) => void = () => {},
): Promise<Sharpness> {
  const whole = weightedSum(batches);
  const { radius, ascentSteps: steps, seed } = options;
  const ball = { radius, steps, stream: new RandomStream(seed, 'ascent') };
  onStage('epsilon-sharpness');
  const { loss, gradientNorm, rise, riseOfOneStep } = await worstLoss(whole, weights, ball);
  onStage('m-sharpness');
  const ofBatches = [];
  for (const batch of batches) ofBatches.push(await worstLoss(batch.loss, weights, ball));
  const curvature = await measureCurvature(whole, weights, options, onStage);
  return {
    loss,
    gradientNorm,
    ...curvature,
    epsilonSharpness: { rise, riseOfOneStep },
    mSharpness: {
      rise: meanOf(ofBatches.map((found) => found.rise)),
      riseOfOneStep: meanOf(ofBatches.map((found) => found.riseOfOneStep)),
    },
  };
}

async function measureCurvature(
  loss: SmoothLoss,
  weights: Vector,
  options: SharpnessOptions,
  onStage: (stage: SharpnessStage) => void,
): Promise<Pick<Sharpness, 'hessian' | 'eigenvalues' | 'trace'>> {
  const { size } = loss;
  const precision = precisionOf(weights);
  const { hessian, multiply } = await hessianOf(loss, weights, options);
  const { eigenvalues: count, iterations, traceDraws: draws, seed } = options;
  let eigenvalues: Sharpness['eigenvalues'] = null;
  let known: readonly KnownEigenvalue[] = [];
  if (count > 0) {
    onStage('eigenvalues');
    const stream = new RandomStream(seed, 'lanczos');
    const { vectors, ...found } = await largestEigenvalues(multiply, { size, count, iterations, precision, stream });
    known = vectors.map((vector, index) => ({ vector, value: found.largest[index]!.value }));
    onStage('check');
    eigenvalues = { ...found, check: await checkByDifferences(loss, weights, known[0]!) };
  }
  if (draws > 0) onStage('trace');
  const stream = new RandomStream(seed, 'trace');
  const trace = draws > 0 ? await estimateTrace(multiply, { size, draws, precision, stream, known }) : null;
  return { hessian, eigenvalues, trace };
}

interface Hessian {
  readonly hessian: Sharpness['hessian'];
  readonly multiply: (vector: Vector, into: Vector) => Promise<void>;
}

async function hessianOf(loss: SmoothLoss, weights: Vector, options: SharpnessOptions): Promise<Hessian> {
  const { hessian: method, eigenvalues, traceDraws } = options;
  const isNeeded = eigenvalues > 0 || traceDraws > 0;
  if (method === 'exact' || !isNeeded) {
    return { hessian: { method }, multiply: (vector, into) => loss.hessianProduct(weights, vector, into) };
  }
  const direction = zeros(weights.length, precisionOf(weights));
  await loss.gradient(weights, direction);
  const { product: _, ...step } = await checkedProduct(loss.gradient, weights, unit(direction));
  requireAgreement(step);
  return {
    hessian: { method, ...step },
    multiply: (vector, into) => differenceProduct(loss.gradient, { weights, direction: vector }, step.distance, into),
  };
}

async function checkByDifferences(
  loss: SmoothLoss,
  weights: Vector,
  { vector, value }: KnownEigenvalue,
): Promise<NonNullable<Sharpness['eigenvalues']>['check']> {
  const { product, ...step } = await checkedProduct(loss.gradient, weights, vector);
  const byDifferences = dot(vector, product);
  return { byDifferences, apart: Math.abs(byDifferences - value) / Math.abs(value), ...step };
}

/** Where the gradient is 0 the first axis, so that there is a direction. */
function unit(direction: Vector): Vector {
  const length = Math.sqrt(dot(direction, direction));
  if (length === 0) {
    direction[0] = 1;
    return direction;
  }
  return direction.map((value) => value / length) as Vector;
}
