/** Training, metrics, checkpoints and configurations: what runs in Node and in browsers alike. */

export { fitBeside } from './baselines-beside.ts';
export type { EarlyStopping } from './early-stopping.ts';
export { readEncoder } from './encoder-file.ts';
export { evaluateRows, gatherRows, type RowsEvaluation } from './evaluator.ts';
export { type Destination, type FitOptions, fitAndStore, loopSettings, type RunParts } from './fit-and-store.ts';
export { initFromOf, withModelOf } from './initial-model.ts';
export type { InitialSource } from './initial-weights.ts';
export { predictionsCsv } from './predictions-csv.ts';
export { type DataSource, type PreparedData, type PreparedSplit, prepareData } from './prepare-data.ts';
export { openRunContext, type RunContext, type RunMachine } from './run-context.ts';
export { describeData, describeMachine, describeModel, fitResult, storedResult } from './run-facts.ts';
export { type SplitSetup, splitSetup } from './split-setup.ts';
export { type FoldDestination, trainFold } from './train-fold.ts';
export { type FinishedTraining, fitModel, type InterruptedTraining, type TrainingResult } from './trainer.ts';
export { type TrainingData, type TrainingOptions, targetsOf } from './training-options.ts';
export { UnsupportedCounts } from './unsupported-counts.ts';
export { locateWeights, runtimeText, type WeightsLocation } from './weights-location.ts';
