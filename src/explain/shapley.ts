/**
 * Exact Shapley values of the parts of a molecule, where a part that does not take part has no features (gates 0):
 *   phi_i = sum over coalitions S without i of |S|! (n - |S| - 1)! / n! * (f(S + i) - f(S))
 * They sum to f(all) - f(none) but for rounding. Inside a part its atoms keep the differences that integrated gradients find between them,
 * which are the values of Aumann and Shapley of players that may join by halves; what these lack of the part's value is spread evenly.
 * Source: Shapley 1953, Aumann and Shapley 1974; for molecules, with fragments as players, SHAP on masked graphs.
 */
import type { GatedNetwork } from './gated-network.ts';
import {
  type AttributedMolecule,
  type Attribution,
  integratedGradients,
  weightedSums,
} from './integrated-gradients.ts';

/** Copies of a molecule that run at once. */
const batchSize = 64;

/** A molecule and the part of each of its atoms, [atoms]. */
type DividedMolecule = Pick<AttributedMolecule, 'features'> & { readonly partOf: Int32Array };

/** weights: of the raw outputs, [outputs]. Cost: 2^parts evaluations, and of parts with several atoms those of integrated gradients. */
export async function shapleyValues(
  network: GatedNetwork,
  molecule: DividedMolecule,
  weights: readonly number[],
): Promise<Attribution> {
  const { features, partOf } = molecule;
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
  const [baseline, prediction] = [values[0]!, values.at(-1)!];
  const residual = prediction - baseline - ofParts.reduce((sum, each) => sum + each, 0);
  const inside =
    parts === partOf.length
      ? new Float64Array(parts)
      : (await integratedGradients(network, { features, atoms: partOf.length }, weights)).contributions;
  return { prediction, baseline, contributions: insideParts(ofParts, inside, partOf), residual };
}

/** The contributions of atoms, [atoms], moved part by part so that they add up to the values of the parts. */
export function insideParts(
  ofParts: Float64Array,
  contributions: Float64Array,
  partOf: Int32Array,
): Float64Array<ArrayBuffer> {
  const missing = Float64Array.from(ofParts);
  const sizes = new Float64Array(ofParts.length);
  partOf.forEach((part, atom) => {
    missing[part]! -= contributions[atom]!;
    sizes[part]!++;
  });
  return Float64Array.from(partOf, (part, atom) => contributions[atom]! + missing[part]! / sizes[part]!);
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
