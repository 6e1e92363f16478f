/** Models: molecular graph transformers behind one interface. */

export { type ComptFeatures, comptAtomWidth, comptFeatures } from './compt/features.ts';
export { compt } from './compt/index.ts';
export { featurizerChecksum } from './featurizer-checksum.ts';
export { type GroverFeatures, groverAtomWidth, groverBondWidth, groverFeatures } from './grover/features.ts';
export { grover } from './grover/index.ts';
export type {
  Embeddings,
  ForwardOptions,
  ForwardResult,
  Model,
  ModelFeed,
  ModelFeeds,
  ModelVariant,
  RowEmbeddings,
  TrainingRecipe,
} from './model.ts';
export { modelOnDevice } from './on-device.ts';
export { predictBySize } from './predict-by-size.ts';
export { defineModel, findModel, modelNames, models, registerModel } from './registry.ts';
