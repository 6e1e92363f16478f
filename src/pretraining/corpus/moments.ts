/** Mean and deviation of columns whose values pass by one row at a time (Welford); missing values do not count. */

/** Of each column; squares: sums of squared differences from the mean. Plain data. */
export interface MomentSums {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

export class Moments {
  readonly #count: Float64Array;
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;

  constructor(columns: number) {
    this.#count = new Float64Array(columns);
    this.#mean = new Float64Array(columns);
    this.#squares = new Float64Array(columns);
  }

  add(row: ArrayLike<number>): void {
    for (let column = 0; column < this.#mean.length; column++) {
      const value = row[column]!;
      if (Number.isNaN(value)) continue;
      const count = ++this.#count[column]!;
      const apart = value - this.#mean[column]!;
      this.#mean[column]! += apart / count;
      this.#squares[column]! += apart * (value - this.#mean[column]!);
    }
  }

  sums(): MomentSums {
    return { count: this.#count, mean: this.#mean, squares: this.#squares };
  }

  /** Rows that were added elsewhere. Source: Chan, Golub and LeVeque 1983, doi 10.1080/00031305.1983.10483115. */
  addSums({ count, mean, squares }: MomentSums): void {
    for (let column = 0; column < this.#mean.length; column++) {
      const [own, other] = [this.#count[column]!, count[column]!];
      if (other === 0) continue;
      const apart = mean[column]! - this.#mean[column]!;
      this.#count[column] = own + other;
      this.#mean[column]! += (apart * other) / (own + other);
      this.#squares[column]! += squares[column]! + (apart * apart * own * other) / (own + other);
    }
  }

  get means(): Float64Array {
    return this.#mean.slice();
  }

  /** Population deviations; 0 where all values are equal. */
  get deviations(): Float64Array {
    return this.#squares.map((squares, column) => Math.sqrt(squares / Math.max(1, this.#count[column]!)));
  }
}
