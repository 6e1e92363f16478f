/** Tables of molecules, data sets, splits, packing and batching: what runs in Node and in browsers alike. */
export { type BatchOptions, batches, drawEvenly, mixedBlocks, shuffleBlocks } from './batches.ts';
export {
  type BuiltInDataset,
  type DatasetEntry,
  datasetEntry,
  datasets,
  type PublishedDataset,
} from './catalog/entries.ts';
export { type ColumnReader, columnReader, followColumns } from './column-features.ts';
export { type ColumnChoice, type ColumnOptions, chooseColumns } from './columns/choose-columns.ts';
export { recognize } from './columns/known-tables.ts';
export { type Dataset, type LoadedDataset, type Reject, selectRows } from './dataset.ts';
export { type DuplicateGroup, findDuplicates } from './duplicates.ts';
export { errorScales } from './error-scales.ts';
export { exactTargets, weighedTargets } from './exact-targets.ts';
export { type FeatureRow, type FeatureRows, featureRowsOf, followFeatures, requireRows } from './feature-rows.ts';
export { type FeatureTable, readFeatureTable } from './feature-table.ts';
export { isDecimalComma } from './labels/label-cell.ts';
export { type LabelOptions, parseLabelMap } from './labels/read-labels.ts';
export { targetTransforms, unscaled } from './labels/target-scale.ts';
export { type Lanes, packLanes } from './lanes.ts';
export {
  type CorpusFacts,
  type CorpusOptions,
  type CorpusRows,
  corpusMolecules,
  corpusPosition,
  type RowsRead,
  readCorpus,
  readRows,
} from './load-corpus.ts';
export { loadDataset } from './load-dataset.ts';
export { loadFiles } from './load-files.ts';
export type { LoadOptions } from './load-options.ts';
export {
  type FeatureScaling,
  featureScalings,
  fitFeatureScaling,
  scaledRows,
} from './molecule-features/feature-scaling.ts';
export {
  type FeatureGenerator,
  featureGenerators,
  findFeatureGenerator,
  isFeatureGenerator,
} from './molecule-features/generators.ts';
export {
  type MoleculeFeatures,
  missingNote,
  missingValues,
  moleculeFeatures,
} from './molecule-features/molecule-features.ts';
export { type AtomOrder, atomOrders, defaultAtomOrder, formerAtomOrder, readingOrder } from './molecules/atom-order.ts';
export {
  defaultMaxAtoms,
  isRefused,
  type ReadMolecule,
  type ReadMoleculeOptions,
  type Refusal,
  type RefusedMolecule,
  readMolecule,
} from './molecules/read-molecule.ts';
export {
  type MoleculeStream,
  type StreamedMolecule,
  type StreamOptions,
  streamMolecules,
} from './molecules/stream-molecules.ts';
export { describeReject, rejectsCsv } from './rejects.ts';
export { checkSplit } from './splits/check-split.ts';
export { columnSplit } from './splits/column-split.ts';
export { crossValidationSplits } from './splits/cross-validation.ts';
export {
  byScaffold,
  defaultFolds,
  givenSplit,
  makeSplits,
  type SplitOptions,
  type SplitType,
  scaffoldsOf,
  splitTypes,
} from './splits/make-splits.ts';
export { randomSplit } from './splits/random-split.ts';
export { scaffoldBalancedSplit } from './splits/scaffold-balanced-split.ts';
export { scaffoldSplit } from './splits/scaffold-split.ts';
export { type PartName, partNames, type Split } from './splits/split.ts';
export {
  ofSplit,
  type PartReport,
  reportFolds,
  reportSplit,
  type SplitReport,
  type TaskInPart,
} from './splits/split-report.ts';
export { defaultSplitSizes, parseSplitSizes, type SplitSizes } from './splits/split-sizes.ts';
export {
  countSplitsOfFile,
  type FileSplits,
  readSplitsFile,
  type SplitTarget,
  splitsFileContent,
} from './splits/splits-file.ts';
export type { ByteRange } from './tables/byte-range.ts';
export type { ByteStream } from './tables/byte-stream.ts';
export { utf16Of } from './tables/encodings.ts';
export { interruptibleTable } from './tables/interruptible.ts';
export { type ReadTableOptions, readTable } from './tables/read-table.ts';
export { rowsOfGroup } from './tables/row-starts.ts';
export { allRows, sampleRows } from './tables/sample-rows.ts';
export { type Delimiter, delimiterNames, type Table, type TableFormat, type TableRow } from './tables/table.ts';
export { csvLine, disarmed, quoteCell } from './tables/write-csv.ts';
export { textHash } from './text-hash.ts';
