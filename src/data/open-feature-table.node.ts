/** Opening a file of molecule features: CSV or TSV, also packed with gzip. */
import { type FeatureTable, readFeatureTable } from './feature-table.ts';
import { openTable } from './tables/open-table.node.ts';

/** Throws DataError for what cannot be opened, or holds something else than numbers. */
export async function openFeatureTable(path: string): Promise<FeatureTable> {
  return readFeatureTable(await openTable(path, { header: true }));
}
