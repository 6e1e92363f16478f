/** Prediction as a stream: what runs in Node and in browsers alike. Threads and files: the `.node.ts` files of this folder. */
export { joinModelFiles, type ModelFile } from './join-model-files.ts';
export { joinWithTrust, type ValidatedModel } from './join-with-trust.ts';
export type { LoadedPredictor } from './loaded-predictor.ts';
export { type ModelPredictor, type ModelPredictorOptions, openModelPredictor } from './model-predictor.ts';
export { type PredictionSummary, type PredictTableOptions, predictTable } from './predict-table.ts';
export { fieldValues, type PredictedField, type PredictedTargets, predictedFields } from './predicted-fields.ts';
export {
  formatFloat32,
  freeNames,
  headerLine,
  type PredictionColumns,
  predictionColumns,
  predictionLine,
  reasonOf,
  shortFloat32,
} from './prediction-columns.ts';
export type { MoleculePrediction, PredictionStream, PredictOptions, Structures } from './prediction-stream.ts';
export type { OpenPredictor, OpenPredictorOptions, Predictor, Structure, StructurePrediction } from './predictor.ts';
export { rowLength } from './row-length.ts';
export { evaluateSettingsSchema, modelAndTableSchema, predictSettingsSchema } from './settings.ts';
export { type UnseenSummary, unseenNote, unseenSentence } from './unseen-elements.ts';
