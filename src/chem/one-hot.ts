/** One-hot features that models have in common: which slot a value sets, those outside of the list the last one, "other". */
import { elements } from './elements.ts';
import type { Hybridization } from './hybridization.ts';
import type { Molecule } from './molecule.ts';

/** Elements beyond this one, and dummy atoms, share the slot "other". */
const lastElement = 100;
export const elementSlots = lastElement + 1;

const isListed = (atomicNumber: number): boolean => atomicNumber >= 1 && atomicNumber <= lastElement;

/** 0 for hydrogen to 99 for fermium, 100 for any other. */
export function elementSlot(atomicNumber: number): number {
  return isListed(atomicNumber) ? atomicNumber - 1 : lastElement;
}

/** Symbols of the elements that share the slot "other" (`*` is a dummy atom), each once, by atomic number. */
export function elementsWithoutFeature({ atoms }: Molecule): string[] {
  const numbers = new Set(atoms.map(({ atomicNumber }) => atomicNumber));
  return [...numbers]
    .filter((number) => !isListed(number))
    .sort((left, right) => left - right)
    .map((number) => elements[number]!.symbol);
}

const listedHybridizations: readonly Hybridization[] = ['SP', 'SP2', 'SP3', 'SP3D', 'SP3D2'];
export const hybridizationSlots = listedHybridizations.length + 1;

/** 0 to 4 in the order of the list, 5 for any other. */
export function hybridizationSlot(hybridization: Hybridization): number {
  const place = listedHybridizations.indexOf(hybridization);
  return place < 0 ? listedHybridizations.length : place;
}

/** Zeros, [rows, width]. */
export function featureRows(rows: number, width: number, type: 'float32' | 'float64'): Float32Array | Float64Array {
  return type === 'float32' ? new Float32Array(rows * width) : new Float64Array(rows * width);
}
