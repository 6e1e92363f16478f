/**
 * Which bonds are conjugated, by the rule of RDKit 2022.09 (491,680 bonds of seven data sets without a difference). Aromatic
 * bonds are. Otherwise a multiple bond and a bond beside it are, if the atom between them and the far atom of the second one
 * can take part in a pi system. Later versions ask the same of the first one's far atom.
 */
import type { Adjacency } from './adjacency.ts';
import { defaultValence, elements } from './elements.ts';
import type { Molecule } from './molecule.ts';
import { unpairedElectrons } from './radicals.ts';
import { type AtomCounts, valenceContribution } from './valence.ts';

/** 1 for conjugated bonds, [bonds]. */
export function conjugatedBonds(molecule: Molecule, adjacency: Adjacency, counts: AtomCounts): Uint8Array {
  const { atoms, bonds } = molecule;
  const conjugated = Uint8Array.from(bonds, ({ aromatic }) => (aromatic ? 1 : 0));
  const candidate = atoms.map((_, atom) => canConjugate(molecule, adjacency, counts, atom));
  for (let atom = 0; atom < atoms.length; atom++) {
    const degree = counts.totalDegree[atom]!;
    if (candidate[atom] && (degree === 2 || degree === 3)) markBonds(atom);
  }
  return conjugated;

  function markBonds(atom: number): void {
    const [first, end] = [adjacency.offsets[atom]!, adjacency.offsets[atom + 1]!];
    for (let multiple = first; multiple < end; multiple++) {
      if (contribution(multiple, atom) < 1.5) continue;
      for (let other = first; other < end; other++) {
        const far = adjacency.neighbors[other]!;
        if (other === multiple || counts.totalDegree[far]! > 3 || !candidate[far]) continue;
        conjugated[adjacency.bonds[multiple]!] = 1;
        conjugated[adjacency.bonds[other]!] = 1;
      }
    }
  }

  function contribution(entry: number, atom: number): number {
    const bond = bonds[adjacency.bonds[entry]!]!;
    return bond.aromatic ? 1.5 : valenceContribution(bond, atom);
  }
}

function canConjugate(molecule: Molecule, adjacency: Adjacency, counts: AtomCounts, index: number): boolean {
  const atom = molecule.atoms[index]!;
  const { outerElectrons } = elements[atom.atomicNumber]!;
  const firstRow = atom.atomicNumber <= 10;
  const chalcogenAtAnEnd = outerElectrons === 6 && counts.totalDegree[index]! < 2;
  if (!firstRow && (outerElectrons === 5 || outerElectrons === 6) && !chalcogenAtAnEnd) return false;
  const unpaired = unpairedElectrons(atom, counts.valence[index]!);
  return piElectrons(molecule, adjacency, index, unpaired) > 0;
}

/** Electrons an atom can give to a pi system; only its sign is used, so the toolkit's cap at 1 is left out. */
function piElectrons({ atoms, bonds }: Molecule, adjacency: Adjacency, index: number, unpaired: number): number {
  const atom = atoms[index]!;
  const valence = defaultValence(atom.atomicNumber);
  if (valence <= 1) return 0;
  let degree = atom.implicitHydrogens;
  for (let entry = adjacency.offsets[index]!; entry < adjacency.offsets[index + 1]!; entry++) {
    // Bonds that lend nothing to the valence (a donor's dative bonds) take no part.
    if (valenceContribution(bonds[adjacency.bonds[entry]!]!, index) >= 0.5) degree++;
  }
  if (degree > 3) return 0;
  const lonePairElectrons = Math.max(elements[atom.atomicNumber]!.outerElectrons - valence - atom.formalCharge, 0);
  return valence - degree + lonePairElectrons - unpaired;
}
