/** One-hot slots of elements, which models have in common: an element outside of the list sets the last one, "other". */
import { elementSymbol } from './elements.ts';
import type { Molecule } from './molecule.ts';

/** Elements beyond this one, and dummy atoms, share the slot "other". */
const lastElement = 100;
export const elementSlots = lastElement + 1;

const isListed = (atomicNumber: number): boolean => atomicNumber >= 1 && atomicNumber <= lastElement;

/** 0 for hydrogen to 99 for fermium, 100 for any other. */
export function elementSlot(atomicNumber: number): number {
  return isListed(atomicNumber) ? atomicNumber - 1 : lastElement;
}

/** Atomic numbers that occur in any of the molecules, ascending; 0 is a dummy atom. */
export function elementsOf(molecules: readonly Molecule[]): number[] {
  const numbers = new Set(molecules.flatMap(({ atoms }) => atoms.map(({ atomicNumber }) => atomicNumber)));
  return [...numbers].sort((left, right) => left - right);
}

/** Symbols of the elements that share the slot "other" (`*` is a dummy atom), each once, by atomic number. */
export function elementsWithoutFeature(molecule: Molecule): string[] {
  return elementsOf([molecule])
    .filter((number) => !isListed(number))
    .map(elementSymbol);
}
