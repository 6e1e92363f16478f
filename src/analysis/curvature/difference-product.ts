/**
 * Products with the Hessian without second derivatives:
 *   H v ~ (g(w + d v) - g(w - d v)) / (2 d),   v a unit vector, error of order d^2 and of rounding / d
 * In float32 both errors meet near d = 0.01 to 0.1, but where exactly depends on the network. So the distance d is halved from 1/16
 * on, and the one is taken at which two neighbors agree best; how far they are apart tells how good the product is.
 */
import { addScaled, distance, norm, precisionOf, RunError, scale, type Vector, zeros } from '../../base/index.ts';
import type { SmoothLoss } from '../loss/smooth-loss.ts';

export interface CheckedStep {
  /** d above: length of the step, in weight space. */
  readonly distance: number;
  /** ||difference of the products at d and 2 d|| over the norm of that at d. */
  readonly disagreement: number;
}

export interface CheckedProduct extends CheckedStep {
  /** H v for the unit vector, from the distance that was chosen. */
  readonly product: Vector;
}

type Gradient = SmoothLoss['gradient'];

const distances = Array.from({ length: 10 }, (_, halvings) => 2 ** -(4 + halvings));

/** Above this share two neighboring steps do not agree at all. */
const largestDisagreement = 0.1;

/** into = H direction for a direction of any length, by two gradients at this distance. */
export async function differenceProduct(
  gradient: Gradient,
  { weights, direction }: { readonly weights: Vector; readonly direction: Vector },
  step: number,
  into: Vector,
): Promise<void> {
  const length = norm(direction);
  if (length === 0) {
    into.fill(0);
    return;
  }
  const precision = precisionOf(weights);
  const [at, behind] = [zeros(weights.length, precision), zeros(weights.length, precision)];
  addScaled({ result: at, start: weights, direction }, { factor: -step / length });
  await gradient(at, behind);
  addScaled({ result: at, start: weights, direction }, { factor: step / length });
  await gradient(at, into);
  addScaled({ result: into, start: into, direction: behind }, { factor: -1 });
  scale({ vector: into }, { factor: length / (2 * step) });
}

/** The product with a unit vector at the best of ten distances, however well they agree. Cost: 20 gradients. */
export async function checkedProduct(gradient: Gradient, weights: Vector, unit: Vector): Promise<CheckedProduct> {
  const products: Vector[] = [];
  for (const step of distances) {
    const product = zeros(weights.length, precisionOf(weights));
    await differenceProduct(gradient, { weights, direction: unit }, step, product);
    products.push(product);
  }
  const checked = products.slice(1).map((product, index): CheckedProduct => {
    const disagreement = distance(product, products[index]!) / (norm(product) || 1);
    return {
      distance: distances[index + 1]!,
      disagreement: Number.isNaN(disagreement) ? Number.POSITIVE_INFINITY : disagreement,
      product,
    };
  });
  return checked.reduce((best, next) => (next.disagreement < best.disagreement ? next : best));
}

/** Throws RunError if no two neighboring steps agree within a tenth. */
export function requireAgreement({ disagreement }: CheckedStep): void {
  if (disagreement <= largestDisagreement) return;
  throw new RunError({
    code: 'not-settled',
    what: `central differences of the gradient do not settle: neighboring steps differ by ${(disagreement * 100).toFixed(0)} % at best`,
    advice: 'Take more rows, or exact products where the network has them.',
  });
}
