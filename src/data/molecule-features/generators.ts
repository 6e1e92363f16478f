/**
 * What can be computed of a molecule as a whole, by name. Each generator gives the same columns for every molecule; names of columns
 * differ between generators, so a model file says by them what it reads.
 */
import { ConfigError, unknownName } from '../../base/index.ts';
import {
  type Chemistry,
  type FingerprintKind,
  fingerprintWidths,
  isRejection,
  type Molecule,
  morganCounts,
} from '../../chem/index.ts';

export interface FeatureGenerator {
  /** As users write it. */
  readonly name: string;
  readonly summary: string;
  columns(chemistry: Chemistry): readonly string[];
  /** [columns], NaN where there is no value. */
  compute(molecule: Molecule, chemistry: Chemistry): ArrayLike<number>;
}

/** Radius 2 and 2,048 positions: what is usually called ECFP4. */
const morganOptions = { radius: 2, bits: 2048 } as const;

const rdkit: FeatureGenerator = {
  name: 'rdkit',
  summary: '43 descriptors (weight, polar surface area, logP, rings, ...)',
  columns: (chemistry) => Object.keys(descriptorsOfMethane(chemistry)),
  compute: (molecule, chemistry) => Object.values(chemistry.descriptors(molecule)),
};

const morganCount: FeatureGenerator = {
  name: 'morgan-count',
  summary: 'how often each of 2,048 atom environments of radius 2 occurs',
  columns: () => numbered('morgan-count', morganOptions.bits),
  compute: (molecule) => {
    const { positions, counts } = morganCounts(molecule, morganOptions);
    const values = new Float64Array(morganOptions.bits);
    positions.forEach((position, index) => {
      values[position] = counts[index]!;
    });
    return values;
  },
};

const morgan: FeatureGenerator = {
  name: 'morgan',
  summary: 'which of them occur',
  columns: () => numbered('morgan', morganOptions.bits),
  compute: (molecule) => bitRow(morganCounts(molecule, morganOptions).positions, morganOptions.bits),
};

const summaries: Readonly<Record<FingerprintKind, string>> = {
  'atom-pair': '2,048 bits of pairs of atoms with the bonds between them',
  'topological-torsion': '2,048 bits of chains of four atoms',
  maccs: '167 keys of substructures',
  'rdkit-fp': '2,048 bits of paths and branches of up to 7 bonds',
  pattern: '2,048 bits made for substructure search',
};

const fingerprints = (Object.keys(fingerprintWidths) as FingerprintKind[]).map(
  (kind): FeatureGenerator => ({
    name: kind,
    summary: summaries[kind],
    columns: () => numbered(kind, fingerprintWidths[kind]),
    compute: (molecule, chemistry) => bitRow(chemistry.fingerprintBits(molecule, kind), fingerprintWidths[kind]),
  }),
);

export const featureGenerators: readonly FeatureGenerator[] = [rdkit, morganCount, morgan, ...fingerprints];

export function isFeatureGenerator(name: string): boolean {
  return featureGenerators.some((generator) => generator.name === name);
}

/** Throws ConfigError, with the nearest name, if there is none of this name. */
export function findFeatureGenerator(name: string): FeatureGenerator {
  const found = featureGenerators.find((generator) => generator.name === name);
  if (found) return found;
  const names = featureGenerators.map((generator) => generator.name);
  const { what, advice } = unknownName('molecule features', name, names);
  throw new ConfigError({
    code: 'unknown-name',
    path: ['data', 'moleculeFeatures'],
    what,
    advice: advice ?? `Known: ${names.join(', ')}; or the path of a CSV file.`,
  });
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}:${index}`);
}

function bitRow(bits: Int32Array, width: number): Float64Array {
  const values = new Float64Array(width);
  for (const bit of bits) values[bit] = 1;
  return values;
}

/** The toolkit gives the same names for every molecule. */
function descriptorsOfMethane(chemistry: Chemistry): Readonly<Record<string, number>> {
  const methane = chemistry.parse('C');
  return isRejection(methane) ? {} : chemistry.descriptors(methane);
}
