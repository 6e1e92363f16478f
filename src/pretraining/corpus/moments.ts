/** Mean and deviation of columns whose values pass by one row at a time (Welford); missing values do not count. */
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

  get means(): Float64Array {
    return this.#mean.slice();
  }

  /** Population deviations; 0 where all values are equal. */
  get deviations(): Float64Array {
    return this.#squares.map((squares, column) => Math.sqrt(squares / Math.max(1, this.#count[column]!)));
  }
}
