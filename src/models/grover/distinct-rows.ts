/**
 * Rows of equal features. In a batch of 32 drug-like molecules one atom in eight and one directed bond in nine is new; what
 * depends on features alone is computed once for each kind.
 */
import { type GroverFeatures, groverAtomWidth, groverBondWidth } from './features.ts';
import type { Numbers, RowLayout } from './row-layout.ts';

export interface Kinds {
  readonly count: number;
  readonly features: Numbers;
  readonly kind: Int32Array;
}

/** Distinct rows of atoms and of directed bonds (source's features, then the bond's); kind 0 is a row of zeros. */
export function distinctRows(
  batch: readonly GroverFeatures[],
  bondsOf: readonly (readonly number[])[],
  { atoms, bonds }: { readonly atoms: RowLayout; readonly bonds: RowLayout },
  real: (length: number) => Numbers,
): { atom: Kinds; bond: Kinds } {
  const atomKinds = new Collector(atoms.lanes * atoms.slots, groverAtomWidth);
  const bondKinds = new Collector(bonds.lanes * bonds.slots, groverAtomWidth + groverBondWidth);
  batch.forEach(({ atoms: atomFeatures, atomKeys, bonds: bondFeatures, bondAtoms }, molecule) => {
    const atomRow = (atom: number): Numbers =>
      atomFeatures.subarray(atom * groverAtomWidth, (atom + 1) * groverAtomWidth);
    const firstAtom = atoms.firstRow[molecule]!;
    for (const [atom, key] of atomKeys.entries()) atomKinds.add(firstAtom + atom, key, () => [atomRow(atom)]);
    let row = bonds.firstRow[molecule]!;
    for (const bond of bondsOf[molecule]!) {
      const features = bondFeatures.subarray(bond * groverBondWidth, (bond + 1) * groverBondWidth);
      const bits = features.reduce((code, each) => 2 * code + each, 0);
      for (const end of [0, 1]) {
        const atom = bondAtoms[2 * bond + end]!;
        const key = atomKinds.kind[firstAtom + atom]! * 2 ** groverBondWidth + bits;
        bondKinds.add(row++, key, () => [atomRow(atom), features]);
      }
    }
  });
  return { atom: atomKinds.collected(real), bond: bondKinds.collected(real) };
}

/** Numbers rows by what they hold. */
class Collector {
  readonly kind: Int32Array;
  readonly #width: number;
  readonly #kinds = new Map<string | number, number>();
  readonly #rows: (readonly ArrayLike<number>[])[] = [[]];

  constructor(rows: number, width: number) {
    this.kind = new Int32Array(rows);
    this.#width = width;
  }

  /** values: asked for once for each key. */
  add(row: number, key: string | number, values: () => readonly ArrayLike<number>[]): void {
    let kind = this.#kinds.get(key);
    if (kind === undefined) {
      this.#kinds.set(key, (kind = this.#rows.length));
      this.#rows.push(values());
    }
    this.kind[row] = kind;
  }

  collected(real: (length: number) => Numbers): Kinds {
    const features = real(this.#rows.length * this.#width);
    this.#rows.forEach((parts, kind) => {
      let start = kind * this.#width;
      for (const part of parts) {
        features.set(part, start);
        start += part.length;
      }
    });
    return { count: this.#rows.length, features, kind: this.kind };
  }
}
