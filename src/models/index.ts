/** Models: molecular graph transformers behind one interface. */
export type { ForwardOptions, ForwardResult, Model, ModelFeeds, ModelVariant } from './model.ts';
export { findModel, models } from './registry.ts';
