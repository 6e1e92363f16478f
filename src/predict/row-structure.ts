/** What a model is given of a row of a table. */
import type { TableRow } from '../data/index.ts';
import type { Structure, StructureRecord } from './predictor.ts';

/** What a model wants of a row beside its structure, or why there is none. */
export type RowFeatures = Pick<StructureRecord, 'features' | 'reason'>;

/** featuresOf: undefined for a model that wants nothing beside structures. */
export function structureReader(
  smilesColumn: number,
  featuresOf?: ((row: TableRow) => RowFeatures) | undefined,
): (row: TableRow) => Structure {
  return (row) => {
    const { cells, molblock, damage } = row;
    if (damage !== undefined) return { reason: damage };
    const features = featuresOf?.(row);
    if (molblock !== undefined) return { molblock, ...features };
    const smiles = cells[smilesColumn]!;
    return features ? { smiles, ...features } : smiles;
  };
}
