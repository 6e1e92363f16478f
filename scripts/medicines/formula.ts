/** Molecular formulas, to compare a structure with what is known of the medicine. */
import { elements } from '../../src/chem/elements.ts';
import type { Molecule } from '../../src/chem/molecule.ts';

/** Formula in Hill order (C, H, then by the alphabet), charge last as `+`, `+2`, `-`. */
export function formulaOf(molecule: Molecule): string {
  const counts = new Map<string, number>();
  const add = (symbol: string, count: number) => counts.set(symbol, (counts.get(symbol) ?? 0) + count);
  let charge = 0;
  for (const atom of molecule.atoms) {
    add(elements[atom.atomicNumber]!.symbol, 1);
    if (atom.implicitHydrogens > 0) add('H', atom.implicitHydrogens);
    charge += atom.formalCharge;
  }
  const first = counts.has('C') ? ['C', 'H'] : [];
  const rest = [...counts.keys()].filter((symbol) => !first.includes(symbol)).sort();
  const written = [...first, ...rest].filter((symbol) => counts.has(symbol));
  return written.map((symbol) => symbol + numberUnlessOne(counts.get(symbol)!)).join('') + chargeText(charge);
}

function chargeText(charge: number): string {
  return charge === 0 ? '' : (charge > 0 ? '+' : '-') + numberUnlessOne(Math.abs(charge));
}

function numberUnlessOne(count: number): string {
  return count === 1 ? '' : String(count);
}
