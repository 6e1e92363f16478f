/** How far a prediction may be off. */
export { ensembleFile, type FileBlend } from './ensemble-file.ts';
export type { KnownModel } from './method.ts';
export { findUncertainty, ownUncertainty, uncertaintyNames } from './registry.ts';
export { type TreeLearner, type TreesOfFile, treeInput, treesFile } from './trees-part.ts';
export {
  type TrustedAnswer,
  type TrustField,
  type TrustOptions,
  type TrustValue,
  trustFields,
  trustValues,
} from './trust-fields.ts';
