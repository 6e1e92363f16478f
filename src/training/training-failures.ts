/** How a training that goes wrong says so. */
import { RunError, setting } from '../base/index.ts';
import type { Clock, StepReport } from '../optim/index.ts';
import type { EpochSums } from '../runs/index.ts';
import type { TrainingData } from './training-options.ts';

const advice =
  `The last good checkpoint is kept. Lower the learning rate (${setting('schedule.learningRate')}) or rho. ` +
  `${setting('optimizer.clipNorm')} limits the gradient norm.`;

/** The loss of this batch is NaN or infinite. statistics: of the epoch's steps before it. */
export function lossNotFinite(
  { describeRow = (row) => `row ${row}` }: Pick<TrainingData, 'describeRow'>,
  statistics: EpochSums,
  { loss, learningRate, skipped }: StepReport,
  { clock, rows }: { readonly clock: Clock; readonly rows: readonly number[] },
): RunError {
  const { epoch, stepInEpoch, stepsPerEpoch } = clock;
  const norm =
    statistics.updates > 0
      ? `the largest gradient norm of the epoch so far was ${statistics.largestGradientNorm.toPrecision(4)}`
      : 'it is the first step of the epoch';
  const details = [`learning rate ${learningRate}`, norm, skipped].filter(Boolean).join(', ');
  return new RunError({
    code: 'not-finite',
    what: `the loss is ${loss} (${details}); the batch holds ${rows.map(describeRow).join(', ')}`,
    where: `epoch ${epoch + 1}, step ${stepInEpoch + 1} of ${stepsPerEpoch}`,
    advice: `${advice} Check the labels of these rows.`,
  });
}

/** Every step of an epoch was skipped, for instance because no gradient was finite. epoch: from 0. */
export function nothingUpdated({ skipped }: EpochSums, epoch: number): RunError {
  const reasons = Object.entries(skipped).map(([reason, times]) => `${reason} (${times} steps)`);
  return new RunError({
    code: 'nothing-learned',
    what: `no step updated the weights: ${reasons.join('; ')}`,
    where: `epoch ${epoch + 1}`,
    advice,
  });
}

export function metricUndefined(metric: string): string {
  return (
    `${metric} is undefined on the validation part (one class only, or too few rows), so no epoch can be chosen by it. ` +
    `Give validation a larger share. ${setting('training.trackingMetric')} chooses another metric.`
  );
}
