/**
 * The third way to run a formula over vectors (base/formula.ts), beside plain loops and WebAssembly: as an ONNX model, for vectors that lie
 * in the memory of a device. Each operation rounds in float32, as in the other two. Sums are taken in float32 over short rows; the caller
 * adds the rows in float64.
 */
import { type Formula, type Operation, planOf, type Term } from '../base/index.ts';
import {
  abs,
  add,
  concat,
  divide,
  fill,
  input,
  lower,
  maximum,
  minimum,
  multiply,
  negate,
  reshape,
  sqrt,
  subtract,
  sum,
  type Tensor,
} from '../tensor/index.ts';

export const vectorName = (name: string): string => `vector ${name}`;
export const scalarName = (name: string): string => `scalar ${name}`;
export const nextName = (name: string): string => `next ${name}`;
/** Of the products' sum, [rows]. */
export const sumsName = 'sums';

/** Elements of a row: few enough that float32 adds them to seven digits. */
const rowLength = 1024;

export interface FormulaModel {
  readonly model: Uint8Array;
  /** Vectors that the formula overwrites. */
  readonly written: readonly string[];
  readonly hasSum: boolean;
}

/** length: of the vectors, at least 1. */
export function formulaModel<V extends string, S extends string>(formula: Formula<V, S>, length: number): FormulaModel {
  const plan = planOf(formula);
  const tensors = new Map<Term, Tensor>();
  for (const term of plan.terms) tensors.set(term, tensorOf(term, length, tensors));
  const stores = plan.stores.map(({ vector, term }) => [nextName(vector), whole(tensors.get(term)!, length)] as const);
  const factors = plan.sum?.map((term) => tensors.get(term)!);
  const sums = factors && { [sumsName]: rowSums(whole(multiply(factors[0]!, factors[1]!), length), length) };
  return {
    model: lower({ ...Object.fromEntries(stores), ...sums }),
    written: plan.stores.map(({ vector }) => vector),
    hasSum: plan.sum !== undefined,
  };
}

/** The numbers of a vector as they are, for who reads them. Output: `numbers`. */
export function copyModel(length: number): Uint8Array {
  return lower({ numbers: input(vectorName('kept'), 'float32', [length]) });
}

const operations = {
  add,
  subtract,
  multiply,
  divide,
  minimum,
  maximum,
  squareRoot: sqrt,
  absolute: abs,
  negate,
} satisfies Record<Operation, (left: Tensor, right: Tensor) => Tensor>;

function tensorOf(term: Term, length: number, tensors: ReadonlyMap<Term, Tensor>): Tensor {
  if (term.kind === 'vector') return input(vectorName(term.name), 'float32', [length]);
  if (term.kind === 'scalar') return input(scalarName(term.name), 'float32', []);
  const [left, right] = term.operands.map((operand) => tensors.get(operand)!);
  return operations[term.operation](left!, right!);
}

/** A term without a vector in it is one number for all elements. */
function whole(tensor: Tensor, length: number): Tensor {
  return tensor.shape.length === 1 ? tensor : add(tensor, fill('float32', [length], 0));
}

function rowSums(products: Tensor, length: number): Tensor {
  const rows = Math.ceil(length / rowLength);
  const missing = rows * rowLength - length;
  const padded = missing === 0 ? products : concat([products, fill('float32', [missing], 0)], 0);
  return sum(reshape(padded, [rows, rowLength]), [1]);
}
