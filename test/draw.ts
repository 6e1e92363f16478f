/** Random shapes with symbols, and arrays of them, for property tests of computations. */
import fc, { type GeneratorValue } from 'fast-check';
import { RandomStream } from '../src/base/random.ts';
import { type Dim, dimProduct } from '../src/tensor/index.ts';
import type { Given } from './check-derivatives.ts';

/** An axis as the computation knows it, a number or a symbol, and how long it is this time. */
export interface Axis {
  readonly dim: Dim;
  readonly length: number;
}

/** any: -2 .. 2. positive: 0.5 .. 2. apart: at least 0.1 from zero and from every other number of this problem. */
export type Spread = 'any' | 'positive' | 'apart';

const one: Axis = { dim: 1, length: 1 };

export class Draw {
  /** Lengths of the symbols drawn so far. */
  readonly lengths = new Map<string, number>();
  readonly #generate: GeneratorValue;
  #placesTaken = 0;

  constructor(generate: GeneratorValue) {
    this.#generate = generate;
  }

  integer(min: number, max: number): number {
    return this.#generate(fc.integer, { min, max });
  }

  either<Item>(first: Item, second: Item): Item {
    return this.#generate(fc.boolean) ? first : second;
  }

  /** A symbol that is 0 to 3 long, or a number from 1: ONNX Runtime plans memory wrongly for lengths declared as 0. */
  axis(shortest = 0): Axis {
    if (this.either(true, false)) return this.fixedAxis(Math.max(shortest, 1), 3);
    const length = this.integer(shortest, 3);
    const dim = `s${this.lengths.size}`;
    this.lengths.set(dim, length);
    return { dim, length };
  }

  fixedAxis(shortest: number, longest: number): Axis {
    const length = this.integer(shortest, longest);
    return { dim: length, length };
  }

  axes(fewest: number, most: number, shortest = 0): Axis[] {
    return Array.from({ length: this.integer(fewest, most) }, () => this.axis(shortest));
  }

  /** Some of the axes cut to 1, some leading ones left out: what broadcasts to them. */
  broadcastable(axes: readonly Axis[]): Axis[] {
    return axes.slice(this.integer(0, axes.length)).map((axis) => this.either(axis, one));
  }

  order(length: number): number[] {
    return this.#generate(fc.shuffledSubarray<number>, [...Array(length).keys()], {
      minLength: length,
      maxLength: length,
    });
  }

  variable(axes: readonly Axis[], spread: Spread = 'any'): Given {
    return given(axes, this.#numbers(elements(axes), spread));
  }

  /** Zeros and ones. */
  mask(axes: readonly Axis[]): Given {
    return given(
      axes,
      Array.from({ length: elements(axes) }, () => this.integer(0, 1)),
    );
  }

  /** Whole numbers below a bound, in an array. */
  indices(axes: readonly Axis[], bound: number): Given {
    const numbers = Array.from({ length: elements(axes) }, () => this.integer(0, bound - 1));
    return { ...given(axes, numbers), type: this.either('int32', 'int64') };
  }

  /** Some rows in some places, each at most once, and the inverse. */
  placement(rows: Axis, places: readonly Axis[]): { index: Given; positions: Given } {
    const [rowOrder, placeOrder] = [this.order(rows.length), this.order(elements(places))];
    const placed = this.integer(0, Math.min(rowOrder.length, placeOrder.length));
    const index = placeOrder.map(() => -1);
    const positions = rowOrder.map(() => -1);
    for (let pair = 0; pair < placed; pair++) {
      index[placeOrder[pair]!] = rowOrder[pair]!;
      positions[rowOrder[pair]!] = placeOrder[pair]!;
    }
    return {
      index: { ...given(places, index), type: 'int64' },
      positions: { ...given([rows], positions), type: 'int64' },
    };
  }

  /** Each segment with one row or more; some rows may be in none. Segments that outnumber the rows are left out. */
  segments(rows: Axis): { members: Given; membership: Given } {
    const rowOrder = this.order(rows.length);
    const count = this.integer(0, rows.length);
    const rowsOf = rowOrder.slice(0, count).map((row) => [row]);
    for (const row of rowOrder.slice(count)) if (count > 0 && this.either(true, false)) rowsOf[row % count]!.push(row);
    const longest = Math.max(1, ...rowsOf.map((each) => each.length)) + this.integer(0, 1);
    const segments: Axis = this.either<Axis>({ dim: count, length: count }, { dim: 'segments', length: count });
    this.lengths.set('segments', count);
    return {
      members: {
        ...given(
          [segments, { dim: longest, length: longest }],
          rowsOf.flatMap((each) => Array.from({ length: longest }, (_, index) => each[index % each.length]!)),
        ),
        type: 'int64',
      },
      membership: given(
        [segments, rows],
        rowsOf.flatMap((each) => Array.from({ length: rows.length }, (_, row) => (each.includes(row) ? 1 : 0))),
      ),
    };
  }

  #numbers(count: number, spread: Spread): number[] {
    const stream = new RandomStream(this.integer(0, 1e6), 'numbers');
    if (spread === 'any') return Array.from({ length: count }, () => 4 * stream.uniform() - 2);
    if (spread === 'positive') return Array.from({ length: count }, () => 0.5 + 1.5 * stream.uniform());
    // A part of a grid of its own: 0.2, -0.2, 0.4, ... in random order.
    const indices = Array.from({ length: count }, () => this.#placesTaken++);
    for (let last = count - 1; last > 0; last--) {
      const other = stream.below(last + 1);
      [indices[last], indices[other]] = [indices[other]!, indices[last]!];
    }
    return indices.map((index) => (index % 2 === 0 ? 0.1 : -0.1) * (index + 2 - (index % 2)));
  }
}

function given(axes: readonly Axis[], numbers: readonly number[]): Given {
  return { shape: axes.map(({ dim }) => dim), dims: axes.map(({ length }) => length), numbers };
}

function elements(axes: readonly Axis[]): number {
  return Number(dimProduct(axes.map(({ length }) => length)));
}
