/** What of the data folder needs a file system or the network of Node. */
export {
  cacheFolder,
  findDataset,
  type ObtainedDataset,
  type ObtainOptions,
  obtainDataset,
} from './catalog/obtain-dataset.node.ts';
export * from './index.ts';
export { openFeatureTable } from './open-feature-table.node.ts';
export { openTable, partOfTable, tableChecksum } from './tables/open-table.node.ts';
