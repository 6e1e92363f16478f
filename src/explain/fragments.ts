/**
 * A molecule cut into few parts, as the players of an exact Shapley value: atoms where there are few; else ring systems, chains and
 * groups, cut at single bonds outside of rings, the smallest parts joined to a neighbor until few are left.
 */
import type { Molecule } from '../chem/index.ts';

/** 2^10 coalitions are computed. */
const mostFragments = 10;

/** The number of its part for each atom, from 0, [atoms]. */
export function fragmentsOf(molecule: Molecule, most = mostFragments): Int32Array {
  const { atoms, bonds } = molecule;
  if (atoms.length <= most) return Int32Array.from(atoms.keys());
  const isCut = bonds.map(({ type, inRing, begin, end }) => {
    const degreeOf = (atom: number): number => bonds.filter((bond) => bond.begin === atom || bond.end === atom).length;
    // A bond to a single atom (halogen, hydroxyl, methyl) is cut too: such groups are what chemists ask about.
    return type === 'single' && !inRing && Math.max(degreeOf(begin), degreeOf(end)) > 1;
  });
  const partOf = Int32Array.from(atoms.keys());
  const join = (left: number, right: number): void => {
    const [kept, replaced] = [Math.min(left, right), Math.max(left, right)];
    partOf.forEach((part, atom) => {
      if (part === replaced) partOf[atom] = kept;
    });
  };
  bonds.forEach(({ begin, end }, bond) => {
    if (!isCut[bond]) join(partOf[begin]!, partOf[end]!);
  });
  for (let sizes = sizesOf(partOf); sizes.size > most; sizes = sizesOf(partOf)) {
    const [smallest] = [...sizes].sort((left, right) => left[1] - right[1] || left[0] - right[0])[0]!;
    join(smallest, neighborOf(smallest, molecule, partOf, sizes));
  }
  const numbers = new Map([...sizesOf(partOf).keys()].map((part, index) => [part, index]));
  return partOf.map((part) => numbers.get(part)!);
}

/** The smallest part that is bonded to this one; any other if none is, as in salts. */
function neighborOf(part: number, { bonds }: Molecule, partOf: Int32Array, sizes: ReadonlyMap<number, number>): number {
  const around = bonds.flatMap(({ begin, end }) => {
    const [left, right] = [partOf[begin]!, partOf[end]!];
    if (left === right) return [];
    return left === part ? [right] : right === part ? [left] : [];
  });
  const candidates = around.length > 0 ? around : [...sizes.keys()].filter((other) => other !== part);
  return candidates.reduce((best, other) => (sizes.get(other)! < sizes.get(best)! ? other : best));
}

function sizesOf(partOf: Int32Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const part of partOf) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  return sizes;
}
