/** CoMPT's features: everything but Gasteiger charges must be equal, the charges to rounding. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRejection } from '../../src/chem/index.ts';
import { loadChemistry } from '../../src/chem/rdkit.node.ts';
import { type ComptFeatures, comptAtomWidth, comptFeatures } from '../../src/models/index.ts';
import { readGoldenFeatures } from './golden-features.ts';
import type { ParityPart, ParityResult } from './part.ts';

/** Both sides compute in double precision, in the same order up to the order of neighbors. */
const chargeTolerance = 1e-9;
/** Places of the two Gasteiger columns in an atom's features. */
const chargeColumns = [111, 112];

interface GoldenMolecules {
  readonly molecules: readonly { readonly index: number; readonly name: string; readonly smiles: string }[];
}

export const featuresParity: ParityPart = {
  path: 'features.json',
  async *check(folder) {
    const chemistry = await loadChemistry();
    const golden = await readGoldenFeatures(folder);
    const { molecules }: GoldenMolecules = JSON.parse(await readFile(join(folder, 'features.json'), 'utf8'));
    const exact = new Worst('counts, one-hots, bonds, distances', 0);
    const charges = new Worst('charges', chargeTolerance);
    for (const { index, name, smiles } of molecules) {
      const parsed = chemistry.parse(smiles);
      if (isRejection(parsed)) {
        exact.add(`${name}: ${parsed.reason}`, Number.NaN);
        continue;
      }
      compareMolecule(name, golden.get(index)!, comptFeatures(parsed, 'float64'), { exact, charges });
    }
    yield exact.result();
    yield charges.result();
  },
};

function compareMolecule(
  name: string,
  expected: ComptFeatures,
  found: ComptFeatures,
  { exact, charges }: { readonly exact: Worst; readonly charges: Worst },
): void {
  if (expected.atoms.length !== found.atoms.length || expected.bonds.length !== found.bonds.length) {
    exact.add(`${name}: other numbers of atoms or bonds`, Number.NaN);
    return;
  }
  expected.atoms.forEach((value, index) => {
    const column = index % comptAtomWidth;
    const worst = chargeColumns.includes(column) ? charges : exact;
    worst.add(`${name}, atom ${Math.floor(index / comptAtomWidth)}, feature ${column}`, found.atoms[index]! - value);
  });
  for (const field of ['bondAtoms', 'bonds', 'distances'] as const) {
    expected[field].forEach((value, index) => {
      exact.add(`${name}, ${field}, index ${index}`, found[field][index]! - value);
    });
  }
}

/** The largest difference of many, and where it is; NaN is larger than all. */
class Worst {
  readonly #what: string;
  readonly #tolerance: number;
  #largest = 0;
  #position = '';

  constructor(what: string, tolerance: number) {
    this.#what = what;
    this.#tolerance = tolerance;
  }

  add(where: string, difference: number): void {
    const size = Math.abs(difference);
    if (size <= this.#largest || Number.isNaN(this.#largest)) return;
    this.#largest = size;
    this.#position = where;
  }

  result(): ParityResult {
    const largest = this.#largest;
    return {
      file: 'features.json',
      what: this.#what,
      largestAbsolute: largest,
      largestRelative: largest,
      tolerance: this.#tolerance,
      passed: largest <= this.#tolerance,
      note: this.#position,
    };
  }
}
