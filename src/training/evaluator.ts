/** How weights are evaluated after an epoch: by metrics of their predictions, on original units, or by a session's own measures. */
import { concatenate, RunError, setting, type Vector } from '../base/index.ts';
import { computeMetrics, type Metric, type MetricValues, Predictions } from '../metrics/index.ts';
import type { MeasuringSession, ModelSession, PredictingSession } from '../objective/index.ts';

/** Rows asked from the session at once: enough for it to sort by size, few enough that an interruption need not wait long. */
const rowsAtOnce = 512;

export interface EvaluationTable {
  /** Labels of all rows that the session knows, as metrics read them, [rows, tasks] row-major, NaN where missing. */
  readonly labels: Float64Array;
  /** From raw outputs to what metrics read. Default: they are read as they stand. */
  /** Deviation of each of several targets, [tasks], by which their errors become comparable; undefined: they are so already. */
  readonly scales?: readonly number[] | undefined;
  readonly read?: ((raw: ArrayLike<number>) => Predictions) | undefined;
}

export interface RowsEvaluation {
  readonly metrics: MetricValues;
  readonly predictions: Predictions;
}

export interface Evaluator {
  /** Chooses the best epoch. */
  readonly tracked: Pick<Metric, 'name' | 'direction'>;
  /** beforeChunk may throw to stop in between. Measures come without predictions. */
  evaluate(weights: Vector, rows: readonly number[], beforeChunk: () => void | Promise<void>): Promise<RowsEvaluation>;
}

export interface EvaluatedByPredictions {
  readonly session: PredictingSession;
  /** Reported for validation and test; the first one chooses the best epoch. */
  readonly metrics: readonly [Metric, ...Metric[]];
}

export interface EvaluatedByMeasures {
  readonly session: MeasuringSession;
  readonly metrics?: undefined;
}

export function evaluatorOf(
  options: (EvaluatedByPredictions | EvaluatedByMeasures) & { readonly data: EvaluationTable },
): Evaluator {
  const { session, metrics, data } = options;
  if ('measure' in session) {
    return {
      tracked: session.tracked,
      evaluate: async (weights, rows, beforeChunk) => ({
        metrics: await session.measure(weights, rows, beforeChunk),
        predictions: Predictions.none(),
      }),
    };
  }
  return {
    tracked: metrics![0],
    evaluate: (weights, rows, beforeChunk) =>
      evaluateRows(session, weights, rows, { ...data, metrics: metrics!, beforeChunk }),
  };
}

interface EvaluateOptions extends EvaluationTable {
  readonly metrics: readonly Metric[];
  /** May throw to stop in between. */
  readonly beforeChunk?: (() => void | Promise<void>) | undefined;
}

/**
 * Predicts these rows and compares with their labels.
 * Throws RunError if a prediction is not finite.
 */
export async function evaluateRows(
  session: Pick<ModelSession, 'predict' | 'tasks'>,
  weights: Vector,
  rows: readonly number[],
  options: EvaluateOptions,
): Promise<RowsEvaluation> {
  const { labels, scales, read = (raw) => new Predictions(raw, { tasks: session.tasks }) } = options;
  const { metrics, beforeChunk = () => {} } = options;
  const chunks: Float32Array[] = [];
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await beforeChunk();
    chunks.push(await session.predict(weights, rows.slice(start, start + rowsAtOnce)));
  }
  const outputs = concatenate(Float32Array, chunks);
  requireFinite(outputs, rows);
  const predictions = read(outputs);
  return {
    metrics: computeMetrics(metrics, gatherRows(labels, rows, session.tasks), predictions, { scales }),
    predictions,
  };
}

/** The rows of a [all rows, tasks] table, in the order asked for. */
export function gatherRows(table: Float64Array, rows: readonly number[], tasks: number): Float64Array {
  const gathered = new Float64Array(rows.length * tasks);
  rows.forEach((row, index) => {
    gathered.set(table.subarray(row * tasks, (row + 1) * tasks), index * tasks);
  });
  return gathered;
}

function requireFinite(outputs: Float32Array, rows: readonly number[]): void {
  const width = outputs.length / rows.length;
  const bad = rows.filter((_, index) => !outputs.subarray(index * width, (index + 1) * width).every(Number.isFinite));
  if (bad.length === 0) return;
  throw new RunError({
    code: 'not-finite',
    what: `the model's prediction is not a finite number for ${bad.length} of ${rows.length} rows (first: row ${bad[0]})`,
    advice: `The weights have grown too large: lower the learning rate (${setting('schedule.learningRate')}). ${setting('optimizer.clipNorm')} limits the gradient norm.`,
  });
}
