/** What everything else stands on: errors, seeded random streams, vector arithmetic, the layout of parameters. */
export { fromBase64, toBase64 } from './base64.ts';
export { checksum } from './checksum.ts';
export { concatenate } from './concatenate.ts';
export { type Elementwise, elementwise, rowwise } from './elementwise.ts';
export { type ErrorCode, errorCodes } from './error-codes.ts';
export {
  CheckpointError,
  ConfigError,
  DataError,
  type ErrorDetails,
  editDistance,
  GraphsamError,
  MachineError,
  nearestName,
  RunError,
  ShapeError,
  unknownName,
} from './errors.ts';
export {
  absolute,
  add,
  divide,
  type Formula,
  maximum,
  minimum,
  multiply,
  negate,
  type Operation,
  planOf,
  squareRoot,
  subtract,
  type Term,
} from './formula.ts';
export { groupBy } from './group-by.ts';
export { jsonPointer } from './json-pointer.ts';
export { memoryRefused } from './memory.ts';
export { formatBytes, formatCount, formatDuration, formatNumber, listUpTo, plural } from './number-text.ts';
export {
  type ParameterEntry,
  ParameterLayout,
  type ParameterRole,
  type ParameterSpec,
  type Vector,
} from './parameter-layout.ts';
export { itemsOfPart, type Part, partPath } from './part.ts';
export { median, quantile } from './quantile.ts';
export { type RandomState, RandomStream } from './random.ts';
export { register } from './register.ts';
export { cutAtSettings, nameSettings, type SettingNames, setting, settingsIn } from './setting.ts';
export { shellWord } from './shell-word.ts';
export { sortedJson } from './sorted-json.ts';
export { mean, populationDeviation, sampleDeviation, standardError, weightedMean } from './statistics.ts';
export { systemRefusal } from './system-refusal.ts';
export { timeSpanForm, timeSpanSeconds } from './time-span.ts';
export {
  addScaled,
  combine,
  distance,
  dot,
  interpolate,
  norm,
  type Precision,
  precisionOf,
  productSum,
  scale,
  squaredDistance,
  weightedNorm,
  zeros,
} from './vector.ts';
export { version } from './version.ts';
export * as wasm from './wasm-encoding.ts';
