/** The molecule features computed here beside those of Python's RDKit, column by column. */
import { type Chemistry, isRejection } from '../../src/chem/index.ts';
import { featureGenerators } from '../../src/data/index.ts';

/** Of one molecule, by generator: numbers by name, positions of set bits, or pairs of position and count. */
export interface PythonFeatures {
  readonly rdkit: Readonly<Record<string, number>>;
  readonly 'morgan-count': readonly (readonly [position: number, count: number])[];
  readonly [fingerprint: string]: unknown;
}

export interface Difference {
  readonly column: string;
  readonly molecules: number;
  /** The largest, and where: what is found here, and in Python. */
  readonly smiles: string;
  readonly here: number;
  readonly there: number;
}

/** Relative, for numbers that are sums of many: the order of atoms differs. */
const tolerance = 1e-6;

/** python: null where Python reads no molecule. Molecules that are not read here are left out. */
export function differences(
  smiles: readonly string[],
  python: readonly (PythonFeatures | null)[],
  chemistry: Chemistry,
): { readonly compared: number; readonly found: readonly Difference[] } {
  const found = new Map<string, Difference>();
  const columns = featureGenerators.map((generator) => generator.columns(chemistry));
  let compared = 0;
  smiles.forEach((text, row) => {
    const theirs = python[row];
    const molecule = chemistry.parse(text);
    if (!theirs || isRejection(molecule)) return;
    compared++;
    featureGenerators.forEach((generator, index) => {
      const names = columns[index]!;
      const ours = generator.compute(molecule, chemistry);
      const expected = expectedRow(generator.name, theirs, names);
      names.forEach((column, position) => {
        const [here, there] = [ours[position]!, expected[position]!];
        if (
          Math.abs(here - there) <= tolerance * Math.max(1, Math.abs(there)) ||
          (Number.isNaN(here) && Number.isNaN(there))
        )
          return;
        const before = found.get(column);
        const isLarger = !before || Math.abs(here - there) > Math.abs(before.here - before.there);
        const largest = isLarger ? { smiles: text, here, there } : before;
        found.set(column, { ...largest, column, molecules: (before?.molecules ?? 0) + 1 });
      });
    });
  });
  return { compared, found: [...found.values()].sort((left, right) => right.molecules - left.molecules) };
}

function expectedRow(generator: string, features: PythonFeatures, columns: readonly string[]): number[] {
  if (generator === 'rdkit') return columns.map((name) => features.rdkit[name] ?? Number.NaN);
  const row = columns.map(() => 0);
  for (const entry of features[generator] as readonly (number | readonly [number, number])[]) {
    const [position, count] = typeof entry === 'number' ? [entry, 1] : entry;
    row[position] = count;
  }
  return row;
}
