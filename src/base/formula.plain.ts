/** Formulas as plain loops: for float64, where SIMD is missing, and as what the SIMD form is tested against. */
import { type Operation, type Plan, partsOfSum, type Rows, type Term, totalOf } from './formula.ts';
import type { Vector } from './parameter-layout.ts';

/** Elements at a time: the temporary arrays of all terms stay in the processor's nearest cache. Divisible by four. */
const blockLength = 512;

/** Vectors in the order of the plan. parts: what the sum of the first row begins with. */
export function runPlain(
  plan: Plan,
  vectors: readonly Vector[],
  rows: Rows,
  parts: Float64Array = new Float64Array(partsOfSum),
): void {
  const { length } = vectors[0]!;
  const allocate = (size: number): Vector =>
    vectors[0] instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  const values = new Map<Term, Vector>();
  for (const term of plan.terms) values.set(term, allocate(Math.min(blockLength, rows.length)));
  for (let row = 0, rowStart = 0; rowStart < length; row++, rowStart += rows.length) {
    plan.scalars.forEach((name, index) => {
      const term = plan.terms.find((candidate) => candidate.kind === 'scalar' && candidate.name === name);
      if (term) values.get(term)!.fill(rows.scalars[index]![row]!);
    });
    const rowEnd = Math.min(rowStart + rows.length, length);
    for (let start = rowStart; start < rowEnd; start += blockLength) {
      runBlock(plan, vectors, values, { start, end: Math.min(start + blockLength, rowEnd), parts });
    }
    if (plan.sum) rows.sums[row] = totalOf(parts);
    parts.fill(0);
  }
}

function runBlock(
  plan: Plan,
  vectors: readonly Vector[],
  values: ReadonlyMap<Term, Vector>,
  { start, end, parts }: { readonly start: number; readonly end: number; readonly parts: Float64Array },
): void {
  for (const term of plan.terms) {
    const target = values.get(term)!;
    if (term.kind === 'vector') target.set(vectors[plan.vectors.indexOf(term.name)]!.subarray(start, end));
    if (term.kind === 'operation') {
      const operands = term.operands.map((operand) => values.get(operand)!);
      operations[term.operation](target, operands[0]!, operands[1] ?? operands[0]!, end - start);
    }
  }
  for (const { vector, term } of plan.stores) {
    vectors[plan.vectors.indexOf(vector)]!.set(values.get(term)!.subarray(0, end - start), start);
  }
  if (plan.sum) addProducts(parts, values.get(plan.sum[0])!, values.get(plan.sum[1])!, end - start);
}

/** Four sums side by side: a single one would wait for its own last addition at every element. */
function addProducts(parts: Float64Array, left: Vector, right: Vector, length: number): void {
  const whole = length - (length % partsOfSum);
  let [first, second, third, fourth] = parts as unknown as [number, number, number, number];
  for (let index = 0; index < whole; index += 4) {
    first += left[index]! * right[index]!;
    second += left[index + 1]! * right[index + 1]!;
    third += left[index + 2]! * right[index + 2]!;
    fourth += left[index + 3]! * right[index + 3]!;
  }
  parts.set([first, second, third, fourth]);
  for (let index = whole; index < length; index++) parts[index - whole]! += left[index]! * right[index]!;
}

type PlainOperation = (target: Vector, left: Vector, right: Vector, length: number) => void;

/** Storing into a Float32Array rounds: for these operations the same as computing in float32. */
const operations = {
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
