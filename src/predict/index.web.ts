/** Prediction in browsers and workers. */
export * from './index.ts';
export { type LoadPredictorOptions, loadPredictor } from './load-model.web.ts';
