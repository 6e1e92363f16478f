/** What a model predicts for some rows, as a value: a number for each row, target and named output. */

/** Logits (decision at 0) or probabilities (decision at 0.5). Ranking metrics are the same for both, but logits never saturate. */
export type ScoreKind = 'logit' | 'probability';

export interface PredictionShape {
  readonly tasks: number;
  /** Names of a target's outputs. Default `value`. */
  readonly outputs?: readonly string[];
  /** What the outputs are to metrics that decide. Default logit. */
  readonly scores?: ScoreKind;
}

export class Predictions {
  /** [rows, tasks, outputs] row-major. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly tasks: number;
  readonly outputs: readonly string[];
  readonly scores: ScoreKind;

  constructor(values: ArrayLike<number>, { tasks, outputs = ['value'], scores = 'logit' }: PredictionShape) {
    this.values = values instanceof Float64Array ? values : Float64Array.from(values);
    this.tasks = tasks;
    this.outputs = outputs;
    this.scores = scores;
    this.rows = this.values.length / this.width;
  }

  /** Of no rows at all. */
  static none(): Predictions {
    return new Predictions(new Float64Array(), { tasks: 1 });
  }

  /** Numbers of a row. */
  get width(): number {
    return this.tasks * this.outputs.length;
  }

  /** All numbers of a row, [tasks, outputs]. */
  row(row: number): Float64Array {
    return this.values.subarray(row * this.width, (row + 1) * this.width);
  }

  /** One target's outputs in one row, [outputs]. */
  of(row: number, task: number): Float64Array {
    const start = row * this.width + task * this.outputs.length;
    return this.values.subarray(start, start + this.outputs.length);
  }

  ofRows(rows: readonly number[]): Predictions {
    const { width } = this;
    const gathered = new Float64Array(rows.length * width);
    rows.forEach((row, index) => {
      gathered.set(this.row(row), index * width);
    });
    return new Predictions(gathered, this);
  }

  /** One target's outputs in these rows, [rows, outputs]. */
  ofTask(task: number, rows: readonly number[]): Float64Array {
    const { length } = this.outputs;
    const gathered = new Float64Array(rows.length * length);
    rows.forEach((row, index) => {
      gathered.set(this.of(row, task), index * length);
    });
    return gathered;
  }
}
