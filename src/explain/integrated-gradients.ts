/**
 * Integrated gradients over the states of atoms: each atom's state goes from that of an atom without features (gate 0) to its own (gate
 * 1), all atoms together, and an atom gets what its gate adds on the way:
 *   contribution_i = integral over g from 0 to 1 of d f(g, ..., g) / d g_i
 * Their sum is f(1) - f(0), the prediction less the baseline. The integral is a sum over Gauss-Legendre points, twice as many until it
 * is right to a thousandth; what is still missing then is given to the atoms in proportion to the size of their contributions, and
 * reported as `residual`.
 * Source: Sundararajan et al. 2017, arXiv 1703.01365. Gates on embedded states instead of features: one number an atom.
 */
import type { GatedNetwork } from './gated-network.ts';
import { gaussLegendre } from './gauss-legendre.ts';

/** What one molecule's prediction consists of. */
export interface Attribution {
  /** f with all atoms, as a weighted sum of raw outputs. */
  readonly prediction: number;
  /** f with no atom's features. */
  readonly baseline: number;
  /** [atoms]; their sum is prediction - baseline. */
  readonly contributions: Float64Array;
  /** What the method itself left unexplained, before it was shared out. */
  readonly residual: number;
}

export interface AttributedMolecule {
  readonly features: unknown;
  readonly atoms: number;
}

const [fewestPoints, mostPoints] = [16, 256];
/** Of the difference to be explained. */
const tolerance = 1e-3;
/** Copies of a molecule that run at once. */
const batchSize = 32;

/** weights: of the raw outputs, [outputs]. Cost: 16 to 496 evaluations with derivative. */
export async function integratedGradients(
  network: GatedNetwork,
  { features, atoms }: AttributedMolecule,
  weights: readonly number[],
): Promise<Attribution> {
  const valueAt = (gate: number) => ({ features, gates: new Float32Array(atoms).fill(gate) });
  const [baseline, prediction] = weightedSums(await network.outputs([valueAt(0), valueAt(1)]), weights) as [
    number,
    number,
  ];
  const difference = prediction - baseline;
  const enough = tolerance * Math.max(Math.abs(difference), 1e-3);
  let contributions = new Float64Array(atoms);
  let residual = difference;
  for (let count = fewestPoints; count <= mostPoints; count *= 2) {
    contributions = new Float64Array(atoms);
    const { points, weights: shares } = gaussLegendre(count);
    for (let start = 0; start < count; start += batchSize) {
      const chunk = points.slice(start, start + batchSize);
      const { gradients } = await network.gradients(chunk.map(valueAt), weights);
      gradients.forEach((gradient, index) => {
        gradient.forEach((slope, atom) => {
          contributions[atom]! += shares[start + index]! * slope;
        });
      });
    }
    residual = difference - contributions.reduce((sum, each) => sum + each, 0);
    if (Math.abs(residual) <= enough) break;
  }
  return { prediction, baseline, contributions: sharedOut(contributions, residual), residual };
}

/** Of each molecule's raw outputs, [molecules, outputs]. */
export function weightedSums(raw: ArrayLike<number>, weights: readonly number[]): number[] {
  return Array.from({ length: raw.length / weights.length }, (_, molecule) =>
    weights.reduce((sum, weight, output) => sum + weight * raw[molecule * weights.length + output]!, 0),
  );
}

/** The residual, by the size of the contributions; equally if there are none. */
function sharedOut(contributions: Float64Array, residual: number): Float64Array {
  const total = contributions.reduce((sum, each) => sum + Math.abs(each), 0);
  return contributions.map((each) => each + residual * (total > 0 ? Math.abs(each) / total : 1 / contributions.length));
}
