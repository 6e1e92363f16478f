/**
 * Exact Shapley values of the parts of a molecule, where a part that does not take part has no features (gates 0):
 *   phi_i = sum over coalitions S without i of |S|! (n - |S| - 1)! / n! * (f(S + i) - f(S))
 * They sum to f(all) - f(none) but for rounding. A part's value is spread evenly over its atoms.
 * Source: Shapley 1953; for molecules, with fragments as players, SHAP on masked graphs.
 */
import type { GatedNetwork } from './gated-network.ts';
import { type AttributedMolecule, type Attribution, weightedSums } from './integrated-gradients.ts';

/** Copies of a molecule that run at once. */
const batchSize = 64;

/** partOf: the part of each atom, [atoms]. weights: of the raw outputs, [outputs]. Cost: 2^parts evaluations. */
export async function shapleyValues(
  network: GatedNetwork,
  { features, partOf }: Pick<AttributedMolecule, 'features'> & { readonly partOf: Int32Array },
  weights: readonly number[],
): Promise<Attribution> {
  const parts = Math.max(...partOf) + 1;
  const values = new Float64Array(2 ** parts);
  for (let start = 0; start < values.length; start += batchSize) {
    const coalitions = Array.from({ length: Math.min(batchSize, values.length - start) }, (_, index) => start + index);
    const gated = coalitions.map((coalition) => ({
      features,
      gates: Float32Array.from(partOf, (part) => (coalition >> part) & 1),
    }));
    values.set(weightedSums(await network.outputs(gated), weights), start);
  }
  const ofParts = valuesOfParts(values, parts);
  const sizes = ofParts.map((_, part) => partOf.filter((own) => own === part).length);
  const [baseline, prediction] = [values[0]!, values.at(-1)!];
  const residual = prediction - baseline - ofParts.reduce((sum, each) => sum + each, 0);
  return {
    prediction,
    baseline,
    contributions: Float64Array.from(partOf, (part) => ofParts[part]! / sizes[part]!),
    residual,
  };
}

/** values: of each coalition, whose bits are its parts, [2^parts]. */
export function valuesOfParts(values: ArrayLike<number>, parts: number): Float64Array {
  // |S|! (n - |S| - 1)! / n! = 1 / (n * binomial(n - 1, |S|))
  const shares = Array.from({ length: parts }, () => 1);
  for (let size = 1, binomial = 1; size < parts; size++) {
    binomial = (binomial * (parts - size)) / size;
    shares[size] = 1 / binomial;
  }
  const found = new Float64Array(parts);
  for (let coalition = 0; coalition < 2 ** parts; coalition++) {
    for (let part = 0; part < parts; part++) {
      if ((coalition >> part) & 1) continue;
      const gain = values[coalition | (1 << part)]! - values[coalition]!;
      found[part]! += (shares[bitCount(coalition)]! * gain) / parts;
    }
  }
  return found;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
