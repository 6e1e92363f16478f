/** Models: molecular graph transformers behind one interface. */
export { featurizerChecksum } from './featurizer-checksum.ts';
export type {
  Embeddings,
  ForwardOptions,
  ForwardResult,
  Model,
  ModelFeeds,
  ModelVariant,
  RowEmbeddings,
} from './model.ts';
export { predictBySize } from './predict-by-size.ts';
export { findModel, models } from './registry.ts';
