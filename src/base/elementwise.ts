/**
 * Formulas over whole vectors, written once and run two ways: by a small WebAssembly SIMD program for float32 vectors
 * (formula.simd.ts), and by plain loops for float64 vectors and where SIMD is missing (formula.plain.ts). Both round after
 * every operation in the precision of the vectors, and both sum in float64 in the same order, so their float32 results are
 * equal bit for bit (tested).
 *
 * Why: one Adam update of 2.4 million float32 weights takes 7.4 ms as a JavaScript loop and 2.6 ms this way (one core
 * of an AMD EPYC): JavaScript has no SIMD and converts every float32 to float64 and back.
 */
import { ShapeError } from './errors.ts';
import { runPlain } from './formula.plain.ts';
import { compileSimd, type SimdProgram } from './formula.simd.ts';
import { type Formula, type Plan, planOf, type Rows } from './formula.ts';
import type { Vector } from './parameter-layout.ts';

export type { Formula } from './formula.ts';

/**
 * Runs a formula over all elements and returns its sum, 0 if it has none. Vectors: equally long, of one precision; the
 * same vector may be given twice.
 */
export interface Elementwise<V extends string, S extends string> {
  (vectors: Readonly<Record<V, Vector>>, scalars: Readonly<Record<S, number>>): number;
  /** What it computes, for who runs it elsewhere than in the memory of the program (src/resident). */
  readonly formula: Formula<V, S>;
}

/**
 * Runs a formula over the rows of matrices, [rows, rowLength] row by row, with scalars that differ from row to row, [rows].
 * Returns the formula's sum of each row, zeros if it has none.
 */
export type Rowwise<V extends string, S extends string> = (
  vectors: Readonly<Record<V, Vector>>,
  scalars: Readonly<Record<S, ArrayLike<number>>>,
  rowLength: number,
) => Float64Array;

/**
 * Makes a function of a formula.
 *
 *     const scaledSum = elementwise({
 *       vectors: ['sum', 'direction'], scalars: ['factor'],
 *       result: (vector, scalar) => ({ sum: add(vector.sum, multiply(scalar.factor, vector.direction)) }),
 *     });
 *     scaledSum({ sum: weights, direction: gradient }, { factor: -0.1 });
 *
 * The function throws ShapeError if the vectors differ in length or precision.
 */
export function elementwise<V extends string, S extends string = never>(formula: Formula<V, S>): Elementwise<V, S> {
  return wholly(formula, fastest(planOf(formula)));
}

/** The same for rows: `rowwise(formula)(vectors, scalars, rowLength)`. Throws ShapeError likewise. */
export function rowwise<V extends string, S extends string = never>(formula: Formula<V, S>): Rowwise<V, S> {
  return byRows(formula, fastest(planOf(formula)));
}

/** The formula without SIMD, for any precision: the version that the fast one is tested against. */
export function plainElementwise<V extends string, S extends string = never>(
  formula: Formula<V, S>,
): Elementwise<V, S> {
  const plan = planOf(formula);
  return wholly(formula, (vectors, rows) => runPlain(plan, vectors, rows));
}

/** Likewise for rows. */
export function plainRowwise<V extends string, S extends string = never>(formula: Formula<V, S>): Rowwise<V, S> {
  const plan = planOf(formula);
  return byRows(formula, (vectors, rows) => runPlain(plan, vectors, rows));
}

type Run = (vectors: readonly Vector[], rows: Rows) => void;

/** SIMD where the vectors, their rows and the machine allow it. */
function fastest(plan: Plan): Run {
  let simd: SimdProgram | undefined | 'not tried' = 'not tried';
  return (vectors, rows) => {
    const inFours = rows.length % 4 === 0 || rows.length === vectors[0]!.length;
    if (inFours && vectors[0] instanceof Float32Array) {
      if (simd === 'not tried') simd = compileSimd(plan);
      if (simd !== undefined) return simd(vectors as readonly Float32Array[], rows);
    }
    runPlain(plan, vectors, rows);
  };
}

function wholly<V extends string, S extends string>(formula: Formula<V, S>, run: Run): Elementwise<V, S> {
  const compute = (vectors: Readonly<Record<V, Vector>>, scalars: Readonly<Record<S, number>>): number => {
    const list = formula.vectors.map((name) => vectors[name]);
    requireSameShape(formula.vectors, list);
    const sums = new Float64Array(1);
    run(list, { length: list[0]!.length, scalars: formula.scalars.map((name) => [scalars[name]]), sums });
    return sums[0]!;
  };
  return Object.assign(compute, { formula });
}

function byRows<V extends string, S extends string>(formula: Formula<V, S>, run: Run): Rowwise<V, S> {
  return (vectors, scalars, rowLength) => {
    const list = formula.vectors.map((name) => vectors[name]);
    requireSameShape(formula.vectors, list);
    const rows = rowLength === 0 ? 0 : list[0]!.length / rowLength;
    const values = formula.scalars.map((name) => scalars[name]);
    const other = formula.scalars.find((_, index) => values[index]!.length !== rows);
    if (!Number.isInteger(rows) || other !== undefined) {
      throw new ShapeError({
        code: 'shape-mismatch',
        what: `${list[0]!.length} elements in rows of ${rowLength} do not fit${other ? ` ${scalars[other].length} values of ${other}` : ''}`,
        advice: 'Give whole rows and one scalar a row.',
      });
    }
    const sums = new Float64Array(rows);
    run(list, { length: rowLength, scalars: values, sums });
    return sums;
  };
}

function requireSameShape(names: readonly string[], vectors: readonly Vector[]): void {
  const first = vectors[0]!;
  const other = vectors.findIndex(
    (vector) => vector.length !== first.length || vector.constructor !== first.constructor,
  );
  if (other < 0) return;
  const describe = (index: number): string =>
    `${names[index]} (${vectors[index]!.constructor.name} of ${vectors[index]!.length})`;
  throw new ShapeError({
    code: 'shape-mismatch',
    what: `${describe(0)} and ${describe(other)} do not fit`,
    advice: 'Give vectors of one length and one precision.',
  });
}
