/** What a finished training leaves beside its epochs: the model file with what was fitted to the validation part, and predictions. */
import type { ModelSession } from '../objective/index.ts';
import { cardMetadata, type FinishedRun, type RunDestination, type SingleRunEvent } from '../runs/index.ts';
import { dropoutSpread } from './dropout-spread.ts';
import { type CorrectedPart, correctedPart, fitHeldOut, scaledDeviations } from './held-out.ts';
import { keptMolecules } from './kept-molecules.ts';
import { predictionsCsv } from './predictions-csv.ts';
import type { PreparedSplit } from './prepare-data.ts';
import type { RunContext } from './run-context.ts';
import { modelCardOf, runResult } from './run-facts.ts';
import type { SplitSetup } from './split-setup.ts';
import { testBeside } from './test-beside.ts';
import type { FinishedTraining } from './trainer.ts';

export interface TrainedFold {
  readonly session: ModelSession;
  readonly setup: SplitSetup;
  readonly result: FinishedTraining;
}

export interface FinishOptions {
  readonly files: RunDestination;
  readonly onEvent: (event: SingleRunEvent) => void;
}

/** Writes the files and returns the result of the run. */
export async function finishFold(
  context: RunContext,
  { split, report }: PreparedSplit,
  { session, setup, result }: TrainedFold,
  { files, onEvent }: FinishOptions,
): Promise<FinishedRun> {
  const { dataset } = context.data;
  const { training } = context.config;
  const { validation: metrics, validationPredictions: predictions } = result;
  const { head } = setup.session;
  // The loop keeps values only.
  const spreadOf = async (rows: readonly number[]): Promise<Float64Array | undefined> =>
    head.spread?.of(await session.predict(result.weights, rows), setup.standardization);
  const [ofVal, ofTest] = [await spreadOf(split.val), await spreadOf(split.test)];
  const weights = Float32Array.from(result.weights);
  const ofPasses = await dropoutSpread(context, setup, { rows: split.val, weights, session });
  const held = { rows: split.val, predictions, spread: ofVal, dropoutSpread: ofPasses };
  const fitted = fitHeldOut(dataset, held, training);
  for (const message of fitted.warnings) onEvent({ kind: 'warning', message });
  const correct = (part: CorrectedPart, rows: readonly number[]): CorrectedPart =>
    correctedPart(dataset, { ...part, rows, scales: setup.data.scales }, { fitted, training });
  const validation = correct({ predictions, metrics }, split.val);
  const test = correct({ predictions: result.testPredictions, metrics: result.test }, split.test);
  const card = { ...modelCardOf(context, setup, result, report.algorithm), trust: fitted.trust };
  const metadata = { ...cardMetadata(card), ...keptMolecules(context, split.train, onEvent) };
  const model = session.exportOnnx(weights, metadata, fitted.trust.classes);
  await files.write('model', model);
  const table = (rows: readonly number[], part: CorrectedPart, spread: Float64Array | undefined): string =>
    predictionsCsv(dataset, rows, part.predictions, scaledDeviations(spread, fitted));
  await files.write('predictions', table(split.test, test, ofTest));
  await files.write('validationPredictions', table(split.val, validation, ofVal));
  const judged = { ...result, validation: validation.metrics, test: test.metrics };
  return runResult(files, judged, testBeside(context, split, { predictions: test.predictions, onEvent }));
}
