/**
 * What stands around an atom or a bond, as a text: the classes of contextual property prediction. Atoms: the symbol, then each
 * distinct pair (neighbor's symbol, bond type) with how often it occurs, in order of spelling: `C_C-SINGLE2_O-DOUBLE1`. Bonds: their own
 * type and stereo, then those of every other bond at their two ends, each after the symbol of the end it hangs on:
 * `SINGLE-NONE_C:DOUBLE-NONE1_C:SINGLE-NONE1`.
 * Source: Rong et al. 2020, arXiv 2007.02835. Departure: the direction marks beside double bonds are left out.
 */
import { adjacencyOf } from './adjacency.ts';
import { elements } from './elements.ts';
import type { Molecule } from './molecule.ts';

export interface MoleculeContexts {
  /** [atoms] */
  readonly atoms: readonly string[];
  /** [bonds], in the order of the molecule's bonds. */
  readonly bonds: readonly string[];
}

export function contextsOf(molecule: Molecule): MoleculeContexts {
  const { atoms, bonds } = molecule;
  const { offsets, neighbors, bonds: bondOf } = adjacencyOf(molecule);
  const symbols = atoms.map(({ atomicNumber }) => elements[atomicNumber]!.symbol);
  const edgesOf = (atom: number): number[] =>
    Array.from({ length: offsets[atom + 1]! - offsets[atom]! }, (_, index) => offsets[atom]! + index);
  const kind = (bond: number): string => `${bonds[bond]!.type}-${bonds[bond]!.stereo}`.toUpperCase();
  return {
    atoms: symbols.map((symbol, atom) => {
      const pairs = edgesOf(atom).map(
        (index) => `${symbols[neighbors[index]!]}-${bonds[bondOf[index]!]!.type.toUpperCase()}`,
      );
      return [symbol, ...counted(pairs)].join('_');
    }),
    bonds: bonds.map(({ begin, end }, bond) => {
      const around = [begin, end].flatMap((atom) =>
        edgesOf(atom)
          .filter((index) => bondOf[index] !== bond)
          .map((index) => `${symbols[atom]}:${kind(bondOf[index]!)}`),
      );
      return [kind(bond), ...counted(around)].join('_');
    }),
  };
}

/** Each distinct text followed by how often it occurs, in order of spelling. */
function counted(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([text, count]) => `${text}${count}`);
}
