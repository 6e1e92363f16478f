/**
 * What TypeScript sees of graphsam where a bundler resolves modules (`moduleResolution: bundler`): the compiler then knows neither of
 * Node nor of browsers, so the names of both are here. Types alone: package.json says which entry runs.
 */
export * from './index.browser.ts';
export * from './index.node.ts';
export { type LoadPredictorOptions, loadPredictor } from './predict/index.bundler.ts';
