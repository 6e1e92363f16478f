/** CoMPT's features of the golden molecules, as the golden folder gives them: models are checked apart from the featurizer. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ComptFeatures, comptAtomWidth } from '../../src/models/index.ts';

interface GoldenMolecule {
  readonly index: number;
  readonly numAtoms: number;
  readonly atoms: readonly GoldenAtom[];
  readonly bonds: readonly (readonly [number, number, readonly number[]])[];
  readonly distances: readonly number[];
}
interface GoldenAtom {
  readonly zSlot: number;
  readonly hybridizationIndex: number;
  readonly totalHs8: number;
  readonly degree4: number;
  readonly charge8: number;
  readonly valence8: number;
  readonly gasteiger: number;
  readonly gasteigerH: number;
  readonly aromatic: number;
  readonly inRing: number;
}

const elementSlots = 101;

/** By position in molecules.json. */
export async function readGoldenFeatures(folder: string): Promise<Map<number, ComptFeatures>> {
  const file: { molecules: GoldenMolecule[] } = JSON.parse(await readFile(join(folder, 'features.json'), 'utf8'));
  return new Map(file.molecules.map((molecule) => [molecule.index, toFeatures(molecule)]));
}

function toFeatures({ numAtoms, atoms, bonds, distances }: GoldenMolecule): ComptFeatures {
  const table = new Float64Array(numAtoms * comptAtomWidth);
  atoms.forEach((atom, row) => {
    const { totalHs8, degree4, charge8, valence8, gasteiger, gasteigerH, aromatic, inRing } = atom;
    table[row * comptAtomWidth + atom.zSlot] = 1;
    table[row * comptAtomWidth + elementSlots + atom.hybridizationIndex] = 1;
    const reals = [totalHs8, degree4, charge8, valence8, gasteiger, gasteigerH, aromatic, inRing];
    table.set(reals.map(Number), row * comptAtomWidth + elementSlots + 6);
  });
  return {
    atomCount: numAtoms,
    atoms: table,
    bondAtoms: Int32Array.from(bonds.flatMap(([begin, end, _vector]) => [begin, end])),
    bonds: Float32Array.from(bonds.flatMap(([, , vector]) => vector)),
    distances: unpackDistances(numAtoms, distances),
  };
}

function unpackDistances(atoms: number, upper: readonly number[]): Int32Array {
  const distances = new Int32Array(atoms * atoms);
  let next = 0;
  for (let row = 0; row < atoms; row++) {
    for (let column = row + 1; column < atoms; column++) {
      const bondsApart = upper[next++]!;
      distances[row * atoms + column] = distances[column * atoms + row] = bondsApart >= 1e8 ? -1 : bondsApart;
    }
  }
  return distances;
}
