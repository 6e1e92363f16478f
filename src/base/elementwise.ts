/**
 * Formulas over whole vectors, written once and run two ways: by a small WebAssembly SIMD program for float32 vectors
 * (vector.simd.ts), and by plain loops for float64 vectors and where SIMD is missing. Both round after every operation
 * in the precision of the vectors, so their float32 results are equal bit for bit (tested).
 *
 * Why: one Adam update of 2.4 million float32 weights takes 7.4 ms as a JavaScript loop and 2.6 ms this way (one core
 * of an AMD EPYC): JavaScript has no SIMD and converts every float32 to float64 and back.
 */
import { ShapeError } from './errors.ts';
import type { Vector } from './parameter-layout.ts';
import { compileSimd, type SimdProgram } from './vector.simd.ts';

export type Operation =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'minimum'
  | 'maximum'
  | 'squareRoot'
  | 'absolute'
  | 'negate';

/** A term of a formula: the present element of a vector, a number given at each call, or an operation on terms. */
export type Term =
  | { readonly kind: 'vector'; readonly name: string }
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'operation'; readonly operation: Operation; readonly operands: readonly Term[] };

const operation = (name: Operation, ...operands: Term[]): Term => ({ kind: 'operation', operation: name, operands });
export const add = (left: Term, right: Term): Term => operation('add', left, right);
export const subtract = (left: Term, right: Term): Term => operation('subtract', left, right);
export const multiply = (left: Term, right: Term): Term => operation('multiply', left, right);
export const divide = (left: Term, right: Term): Term => operation('divide', left, right);
export const minimum = (left: Term, right: Term): Term => operation('minimum', left, right);
export const maximum = (left: Term, right: Term): Term => operation('maximum', left, right);
export const squareRoot = (term: Term): Term => operation('squareRoot', term);
export const absolute = (term: Term): Term => operation('absolute', term);
export const negate = (term: Term): Term => operation('negate', term);

export interface Formula<V extends string, S extends string> {
  readonly vectors: readonly V[];
  readonly scalars: readonly S[];
  /** From the elements before to the elements after: the vectors that it returns are overwritten. */
  readonly result: (vector: Readonly<Record<V, Term>>, scalar: Readonly<Record<S, Term>>) => Partial<Record<V, Term>>;
}

/** Runs a formula over all elements. Vectors: equally long, of one precision; the same vector may be given twice. */
export type Elementwise<V extends string, S extends string> = (
  vectors: Readonly<Record<V, Vector>>,
  scalars: Readonly<Record<S, number>>,
) => void;

/** What both executors read: the terms in an order in which operands come first, and which of them are stored where. */
export interface Plan {
  readonly vectors: readonly string[];
  readonly scalars: readonly string[];
  readonly terms: readonly Term[];
  readonly stores: readonly { readonly vector: string; readonly term: Term }[];
}

/**
 * Makes a function of a formula. Equal sub-terms are computed once if they are the same object.
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
  const plan = planOf(formula);
  let simd: SimdProgram | undefined | 'not tried' = 'not tried';
  return (vectors, scalars) => {
    const list = formula.vectors.map((name) => vectors[name]);
    const values = formula.scalars.map((name) => scalars[name]);
    requireSameShape(formula.vectors, list);
    if (list[0] instanceof Float32Array) {
      if (simd === 'not tried') simd = compileSimd(plan);
      if (simd !== undefined) return simd(list as Float32Array[], values);
    }
    runPlain(plan, list, values);
  };
}

/** The formula without SIMD, for any precision: the version that the fast one is tested against. */
export function plainElementwise<V extends string, S extends string = never>(
  formula: Formula<V, S>,
): Elementwise<V, S> {
  const plan = planOf(formula);
  return (vectors, scalars) => {
    const list = formula.vectors.map((name) => vectors[name]);
    requireSameShape(formula.vectors, list);
    const values = formula.scalars.map((name) => scalars[name]);
    runPlain(plan, list, values);
  };
}

function planOf<V extends string, S extends string>(formula: Formula<V, S>): Plan {
  const named = <N extends string>(kind: 'vector' | 'scalar', names: readonly N[]): Record<N, Term> =>
    Object.fromEntries(names.map((name): [N, Term] => [name, { kind, name }])) as Record<N, Term>;
  const results = formula.result(named('vector', formula.vectors), named('scalar', formula.scalars));
  const stores = Object.entries(results).map(([vector, term]) => ({ vector, term: term as Term }));
  const terms: Term[] = [];
  const visit = (term: Term): void => {
    if (terms.includes(term)) return;
    if (term.kind === 'operation') term.operands.forEach(visit);
    terms.push(term);
  };
  for (const { term } of stores) visit(term);
  return { vectors: formula.vectors, scalars: formula.scalars, terms, stores };
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
    what: `${describe(0)} and ${describe(other)} do not fit`,
    advice: 'Give vectors of one length and one precision.',
  });
}

/** Elements at a time: the temporary arrays of all terms stay in the processor's nearest cache. */
const plainBlock = 512;

function runPlain(plan: Plan, vectors: readonly Vector[], scalars: readonly number[]): void {
  const length = vectors[0]!.length;
  const allocate = (size: number): Vector =>
    vectors[0] instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  const blockLength = Math.min(plainBlock, length);
  const values = new Map<Term, Vector>();
  for (const term of plan.terms) {
    const block = allocate(blockLength);
    if (term.kind === 'scalar') block.fill(scalars[plan.scalars.indexOf(term.name)]!);
    values.set(term, block);
  }
  for (let start = 0; start < length; start += blockLength) {
    const end = Math.min(start + blockLength, length);
    for (const term of plan.terms) {
      const target = values.get(term)!;
      if (term.kind === 'vector') target.set(vectors[plan.vectors.indexOf(term.name)]!.subarray(start, end));
      if (term.kind === 'operation') {
        const operands = term.operands.map((operand) => values.get(operand)!);
        plainOperations[term.operation](target, operands[0]!, operands[1] ?? operands[0]!, end - start);
      }
    }
    for (const { vector, term } of plan.stores) {
      vectors[plan.vectors.indexOf(vector)]!.set(values.get(term)!.subarray(0, end - start), start);
    }
  }
}

type PlainOperation = (target: Vector, left: Vector, right: Vector, length: number) => void;

/** Storing into a Float32Array rounds: for these operations the same as computing in float32. */
const plainOperations = {
  add: (target, left, right, length) => {
    for (let index = 0; index < length; index++) target[index] = left[index]! + right[index]!;
  },
  subtract: (target, left, right, length) => {
    for (let index = 0; index < length; index++) target[index] = left[index]! - right[index]!;
  },
  multiply: (target, left, right, length) => {
    for (let index = 0; index < length; index++) target[index] = left[index]! * right[index]!;
  },
  divide: (target, left, right, length) => {
    for (let index = 0; index < length; index++) target[index] = left[index]! / right[index]!;
  },
  minimum: (target, left, right, length) => {
    for (let index = 0; index < length; index++) target[index] = Math.min(left[index]!, right[index]!);
  },
  maximum: (target, left, right, length) => {
    for (let index = 0; index < length; index++) target[index] = Math.max(left[index]!, right[index]!);
  },
  squareRoot: (target, left, _right, length) => {
    for (let index = 0; index < length; index++) target[index] = Math.sqrt(left[index]!);
  },
  absolute: (target, left, _right, length) => {
    for (let index = 0; index < length; index++) target[index] = Math.abs(left[index]!);
  },
  negate: (target, left, _right, length) => {
    for (let index = 0; index < length; index++) target[index] = -left[index]!;
  },
} satisfies Record<Operation, PlainOperation>;
