/**
 * Which atoms and bonds are in a ring. The installed toolkit's list of rings leaves out those that close over a dative
 * bond, while version 2022.09, which made the models' features, has them: a chelated metal is in a ring. Where such bonds occur, a bond is in a ring
 * if its ends stay connected without it.
 */
export interface RingMembers {
  /** [atoms] */
  readonly atoms: readonly boolean[];
  /** [bonds] */
  readonly bonds: readonly boolean[];
}

type Pair = readonly [number, number];

/** rings: atoms of each ring in order around it; bonds: the two atoms of each bond, [bonds]. */
export function ringMembers(
  atomCount: number,
  bonds: readonly Pair[],
  rings: readonly (readonly number[])[],
  hasDativeBond: boolean,
): RingMembers {
  const inRing = hasDativeBond
    ? bonds.map((bond) => staysConnected(atomCount, bonds, bond))
    : listedBonds(atomCount, bonds, rings);
  const atoms = Array<boolean>(atomCount).fill(false);
  bonds.forEach(([begin, end], bond) => {
    if (inRing[bond]) atoms[begin] = atoms[end] = true;
  });
  return { atoms, bonds: inRing };
}

function listedBonds(atomCount: number, bonds: readonly Pair[], rings: readonly (readonly number[])[]): boolean[] {
  const pairs = new Set<number>();
  for (const ring of rings) {
    let previous = ring.at(-1)!;
    for (const atom of ring) {
      pairs.add(pairKey(previous, atom, atomCount));
      previous = atom;
    }
  }
  return bonds.map(([begin, end]) => pairs.has(pairKey(begin, end, atomCount)));
}

function staysConnected(atomCount: number, bonds: readonly Pair[], without: Pair): boolean {
  const reached = new Set([without[0]]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const bond of bonds) {
      if (bond === without || reached.has(bond[0]) === reached.has(bond[1])) continue;
      reached.add(bond[0]).add(bond[1]);
      grown = reached.size < atomCount;
    }
  }
  return reached.has(without[1]);
}

function pairKey(left: number, right: number, atomCount: number): number {
  return left < right ? left * atomCount + right : right * atomCount + left;
}
