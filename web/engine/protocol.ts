/**
 * What the page and its workers say to each other: plain data that is copied between threads, and nothing else. The page itself
 * never sees a message; it calls client.ts, which is written in these types.
 *
 * Tables, splits, models, optimizers and trainings are described by the library's own configuration (TrainConfigInput), so that
 * whatever the page does can be done by the command line, and the run folder says the same.
 */
export type {
  Applicability,
  Backend,
  EpochReport,
  FinishedRun,
  Initialization,
  ModelCard,
  OptimizerDescription,
  Position,
  PredictionSummary,
  SingleRunEvent,
  SplitReport,
  SplitType,
  StructurePrediction,
  TaskType,
  TrainConfig,
  TrainConfigInput,
} from '../../src/index.web.ts';
export {
  groupBy,
  mean,
  nameSettings,
  pairedDifference,
  quoteCell,
  sampleDeviation,
  settingsIn,
  standardizedNote,
  trainingOf,
  unseenNote,
} from '../../src/index.web.ts';
export type * from './protocol/catalog.ts';
export type * from './protocol/inchi.ts';
export type * from './protocol/predictions.ts';
export type * from './protocol/results.ts';
export * from './protocol/table.ts';
export type * from './protocol/training.ts';
