/** The file of features that a prediction is given, opened for what its model wants. */
import { openFeatureTable } from '../data/index.node.ts';
import type { FeatureTable } from '../data/index.ts';
import { idsWithoutFeatures, type ModelCard } from '../runs/index.ts';
import { type FileFeatures, fileFeatures } from './feature-reader.ts';

export interface OpenFileFeatures extends FileFeatures {
  readonly table: FeatureTable;
}

/** Undefined for a model that wants none. Throws DataError if it does and the file, or a column of it, is missing. */
export async function openFileFeatures(
  card: ModelCard,
  {
    featuresPath,
    featuresIdColumn,
  }: { readonly featuresPath?: string | undefined; readonly featuresIdColumn?: string | undefined },
  where: string,
): Promise<OpenFileFeatures | undefined> {
  if (featuresPath === undefined && featuresIdColumn !== undefined) throw idsWithoutFeatures();
  const table = featuresPath === undefined ? undefined : await openFeatureTable(featuresPath, featuresIdColumn);
  const features = fileFeatures(card, table, where);
  return features && table && { ...features, table };
}
