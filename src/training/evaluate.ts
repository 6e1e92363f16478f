/** From a model's raw outputs to predictions on original units and to metrics. */
import { RunError, type Vector } from '../base/index.ts';
import { type Standardization, unstandardize } from '../data/index.ts';
import { computeMetrics, type Metric, type MetricValues } from '../metrics/index.ts';
import type { ModelSession } from '../objective/index.ts';

/** Rows asked from the session at once: enough for it to sort by size, few enough that an interruption need not wait long. */
const rowsAtOnce = 512;

export interface EvaluationTable {
  /** Labels of all rows that the session knows, original units or 0/1, [rows, tasks] row-major, NaN where missing. */
  readonly labels: Float64Array;
  /** Of regression targets; undefined for classification, whose raw outputs are logits. */
  readonly standardization?: Standardization | undefined;
}

export interface RowsEvaluation {
  readonly metrics: MetricValues;
  /** Original units, or logits, [rows, tasks] row-major. */
  readonly predictions: Float64Array;
}

/**
 * Predicts these rows and compares with their labels. beforeChunk may throw to stop in between.
 * Throws RunError if a prediction is not finite.
 */
export async function evaluateRows(
  session: Pick<ModelSession, 'predict' | 'tasks'>,
  weights: Vector,
  rows: readonly number[],
  { labels, standardization }: EvaluationTable,
  metrics: readonly Metric[],
  beforeChunk: () => void | Promise<void> = () => {},
): Promise<RowsEvaluation> {
  const { tasks } = session;
  const outputs = new Float32Array(rows.length * tasks);
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await beforeChunk();
    outputs.set(await session.predict(weights, rows.slice(start, start + rowsAtOnce)), start * tasks);
  }
  requireFinite(outputs, rows, tasks);
  const predictions = inOriginalUnits(outputs, standardization);
  const table = { labels: gatherRows(labels, rows, tasks), predictions, tasks };
  return { metrics: computeMetrics(metrics, table), predictions };
}

/** Raw outputs in float64, standardized targets brought back to the units of the table; logits stay logits. */
export function inOriginalUnits(
  outputs: ArrayLike<number>,
  standardization: Standardization | undefined,
): Float64Array {
  return standardization ? unstandardize(outputs, standardization) : Float64Array.from(outputs);
}

/** 1 / (1 + e^-z) of every logit, without overflow. */
export function probabilities(logits: ArrayLike<number>): Float64Array {
  return Float64Array.from(logits, (logit) => {
    const small = Math.exp(-Math.abs(logit));
    return (logit < 0 ? small : 1) / (1 + small);
  });
}

/** The rows of a [all rows, tasks] table, in the order asked for. */
export function gatherRows(table: Float64Array, rows: readonly number[], tasks: number): Float64Array {
  const gathered = new Float64Array(rows.length * tasks);
  rows.forEach((row, place) => {
    gathered.set(table.subarray(row * tasks, (row + 1) * tasks), place * tasks);
  });
  return gathered;
}

function requireFinite(outputs: Float32Array, rows: readonly number[], tasks: number): void {
  const bad = rows.filter((_, place) => !outputs.subarray(place * tasks, (place + 1) * tasks).every(Number.isFinite));
  if (bad.length === 0) return;
  throw new RunError({
    what: `the model's prediction is not a finite number for ${bad.length} of ${rows.length} rows (first: row ${bad[0]})`,
    advice: 'The weights have grown too large: lower the learning rate (--max-lr) or shorten gradients (--grad-clip).',
  });
}
