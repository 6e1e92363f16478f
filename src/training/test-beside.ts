/** What the test metric of a finished training is read beside, classical models on the same split included. */
import type { Split } from '../data/index.ts';
import type { Predictions } from '../metrics/index.ts';
import type { SingleRunEvent, TestContext } from '../runs/index.ts';
import { metricsOf } from '../tasks/index.ts';
import { type BaselinesBeside, baselinesBeside } from './baselines-beside.ts';
import type { RunContext } from './run-context.ts';
import { testContext } from './test-context.ts';

export interface TestedRun {
  /** Of the test rows. */
  readonly predictions: Predictions;
  /** Those that stand in the model file already. Default: they are fitted here. */
  readonly baselines?: BaselinesBeside | undefined;
  readonly onEvent: (event: SingleRunEvent) => void;
}

/** Undefined without test rows. */
export function testBeside(
  context: RunContext,
  split: Split,
  { predictions, baselines, onEvent }: TestedRun,
): TestContext | undefined {
  const { dataset } = context.data;
  const [tracked] = metricsOf(dataset.taskType, context.config.training);
  const around = testContext(dataset, split, predictions, tracked);
  const beside = around && (baselines ?? baselinesBeside(context, split, tracked, onEvent));
  if (beside) onEvent({ kind: 'baselines', metric: tracked.name, isStandardized: around.isStandardized, ...beside });
  return around && { ...around, ...(beside && { baselines: beside.values }) };
}
