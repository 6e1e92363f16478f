/** Training, metrics, checkpoints and configurations: what runs in Node and in browsers alike. */

export type { EarlyStopping } from './early-stopping.ts';
export { evaluateRows, gatherRows, type RowsEvaluation } from './evaluate.ts';
export { predictionsCsv } from './predictions-csv.ts';
export { type DataSource, type PreparedData, type PreparedSplit, prepareData } from './prepare-data.ts';
export { notTold, openRunContext } from './run-context.ts';
export type { RunContext, RunMachine } from './run-facts.ts';
export { describeData, describeMachine, describeModel, fitResult, storedResult } from './run-facts.ts';
export { type SplitSetup, splitSetup } from './split-setup.ts';
export { type SplitPlace, trainSplit } from './train-split.ts';
export { type FinishedTraining, type InterruptedTraining, type TrainingResult, trainModel } from './trainer.ts';
export type { TrainingData, TrainingOptions } from './training-options.ts';
export { targetsOf } from './training-options.ts';
