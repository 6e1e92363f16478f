/** Opening a file of molecule features: CSV or TSV, also packed with gzip. */
import { type FeatureTable, readFeatureTable } from './feature-table.ts';
import { openTable } from './tables/open-table.node.ts';

/** Throws DataError for what cannot be opened, or holds something else than numbers and ids. */
export async function openFeatureTable(path: string, idColumn?: string): Promise<FeatureTable> {
  return readFeatureTable(await openTable(path, { header: true }), idColumn);
}
