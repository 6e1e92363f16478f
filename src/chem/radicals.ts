/**
 * Unpaired electrons of an atom by the rule of RDKit 2022.09, which the features follow. Later versions give none to a bonded atom of
 * an element that binds any number of neighbors (`C[Hg+]` has 1 by the rule here), count the valence of anions otherwise, and
 * let thallium bind anything; so the toolkit's own number is not read.
 *   any valence:   max(0, outer electrons - charge) mod 2, whatever is bound
 *   otherwise:     the smaller of what is missing from an octet (in a hypervalent atom: from the next valence) and what is left unbound
 */
import { elements, featureValences } from './elements.ts';
import type { Atom } from './molecule.ts';

/** valence: bond orders and hydrogens. Atoms without brackets are filled up with hydrogens, and have none. */
export function unpairedElectrons(atom: Atom, valence: number): number {
  const { atomicNumber, formalCharge, bracketed, aromatic } = atom;
  const valences = featureValences(atomicNumber);
  const { outerElectrons } = elements[atomicNumber]!;
  // The toolkit reads the number in a table of structures; and of aromatic atoms it counts the bonds as it draws them.
  if (!bracketed || atomicNumber === 0 || (aromatic && valences[0] !== -1)) return atom.radicalElectrons;
  if (valences[0] === -1) return Math.max(0, outerElectrons - formalCharge) % 2;
  const shell = atomicNumber <= 2 ? 2 : 8;
  const missing = shell - outerElectrons - valence + formalCharge;
  const open = missing < 0 ? missingFromNext(valences, valence - formalCharge) : missing;
  const unbound = outerElectrons - valence - formalCharge;
  return unbound < 0 ? open : Math.min(open, unbound);
}

function missingFromNext(valences: readonly number[], used: number): number {
  if (valences.length < 2) return 0;
  const next = valences.find((valence) => valence >= used);
  return next === undefined ? 0 : next - used;
}
