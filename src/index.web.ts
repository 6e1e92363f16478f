/**
 * The library as the page (web/) sees it: what runs in a browser, and the loaders of what runs there as WebAssembly. Inside the
 * project only; others import `graphsam` (index.browser.ts) or one of its parts (`graphsam/optim`, ...).
 */
export * from './analysis/index.ts';
export * from './applicability/index.ts';
export * from './base/errors.ts';
export {
  fromBase64,
  groupBy,
  mean,
  nameSettings,
  ParameterLayout,
  populationDeviation,
  RandomStream,
  sampleDeviation,
  settingsIn,
  sortedJson,
  toBase64,
} from './base/index.ts';
export { version } from './base/version.ts';
export * from './baselines/index.ts';
export * from './charts/index.ts';
export * from './chem/index.ts';
export { loadChemistry } from './chem/index.web.ts';
export * from './config/index.ts';
export * from './data/index.ts';
export * from './explain/index.ts';
export * from './metrics/index.ts';
export * from './models/index.ts';
export * from './objective/index.ts';
export * from './optim/index.ts';
export * from './platform/index.ts';
export * from './plugins/index.ts';
export * from './predict/index.ts';
export * from './pretraining/index.ts';
export * from './report/index.ts';
export * from './runs/index.ts';
export * from './runs/index.web.ts';
export * from './runtime/index.ts';
export * from './runtime/index.web.ts';
export * from './tasks/index.ts';
export * from './training/index.ts';
