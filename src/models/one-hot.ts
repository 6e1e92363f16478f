/** One-hot features that models have in common: which slot a value sets, those outside of the list the last one, "other". */
import type { Hybridization } from '../chem/index.ts';

const listedHybridizations: readonly Hybridization[] = ['SP', 'SP2', 'SP3', 'SP3D', 'SP3D2'];
export const hybridizationSlots = listedHybridizations.length + 1;

/** 0 to 4 in the order of the list, 5 for any other. */
export function hybridizationSlot(hybridization: Hybridization): number {
  const index = listedHybridizations.indexOf(hybridization);
  return index < 0 ? listedHybridizations.length : index;
}

/** Zeros, [rows, width]. */
export function featureRows(rows: number, width: number, type: 'float32' | 'float64'): Float32Array | Float64Array {
  return type === 'float32' ? new Float32Array(rows * width) : new Float64Array(rows * width);
}
