/**
 * What a model reads of molecules, as a checksum: of its features of a few probe molecules that between them have charges, isotopes,
 * radicals, stereo centers and bonds, rings of several sizes, metals and missing parameters. A model file keeps it, so that a toolkit or
 * version that reads molecules otherwise is noticed, whatever either calls itself.
 */
import { checksum } from '../base/index.ts';
import { type Chemistry, isRejection, type ParseOptions } from '../chem/index.ts';
import { findFeatureGenerator } from '../data/index.ts';
import type { Model } from './model.ts';

export const probes = [
  'CC(=O)Oc1ccccc1C(=O)O',
  'C[C@H](N)C(=O)[O-].[Na+]',
  'Cn1cnc2c1c(=O)n(C)c(=O)n2C',
  'F/C=C/Cl',
  'O=S(=O)(N)c1ccc(Br)cc1I',
  'C[N+](C)(C)CCOP(=O)([O-])O',
  '[13CH3]C#N',
  '[CH2]C1CC1',
  'C1CC2CCC1CC2',
  '[H][H]',
  'O=[N+]([O-])c1ccc2[nH]ccc2c1',
  'c1ccsc1[Se]C',
  '[Pt](Cl)(Cl)(N)N',
  'OB(O)c1ccncc1',
] as const;

export interface FeaturizerOptions extends ParseOptions {
  /** Names of the molecule features that belong to what is read. Default none. */
  readonly generators?: readonly string[] | undefined;
}

/** A probe that the toolkit refuses counts as refused. */
export function featurizerChecksum(
  model: Model,
  chemistry: Chemistry,
  { generators = [], atomOrder }: FeaturizerOptions = {},
): string {
  const numbers = probes.flatMap((smiles): number[] => {
    const molecule = chemistry.parse(smiles, { atomOrder });
    if (isRejection(molecule)) return [-1];
    const computed = generators.flatMap((name) => Array.from(findFeatureGenerator(name).compute(molecule, chemistry)));
    return [...numbersOf(model.featurize(molecule)), ...computed];
  });
  return checksum(Float32Array.from(numbers, rounded));
}

/** All numbers of the features, in the order of their names: moving a field changes nothing. */
function numbersOf(features: unknown): number[] {
  if (typeof features === 'number') return [features];
  if (ArrayBuffer.isView(features)) return Array.from(features as unknown as ArrayLike<number>);
  if (typeof features !== 'object' || features === null) return [];
  const fields = Object.entries(features).sort(([left], [right]) => (left < right ? -1 : 1));
  return fields.flatMap(([, value]) => numbersOf(value));
}

/** Four decimals of the leading digit: engines may differ in the last bit of an exponential. */
function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : 0;
}
