/**
 * Derivatives against central finite differences along one random direction, first and second order, in one program:
 *
 *     L(x)  = sum(w * y(x))            w: random, so that every element of y counts differently
 *     D(x)  = < gradient of L, d >     against differences of L along d
 *     E(x)  = < gradient of D, e >     against differences of D along e
 */
import { RandomStream } from '../src/base/random.ts';
import type { Feeds, Program, Value } from '../src/runtime/program.ts';
import {
  abs,
  add,
  type Dim,
  type ElementType,
  gradients,
  input,
  multiply,
  type RealType,
  type Shape,
  sum,
  type Tensor,
} from '../src/tensor/index.ts';
import { assertClose } from './assert-close.ts';
import { evaluate, numbersOf, value, withProgram } from './evaluate-tensors.ts';

/** An array with its symbolic shape and its lengths of this time. */
export interface Given {
  readonly shape: Shape;
  readonly dims: readonly number[];
  readonly numbers: readonly number[];
  /** Default: the type under test. */
  readonly type?: ElementType;
}

export interface Problem {
  /** What is differentiated with respect to. */
  readonly variables: readonly Given[];
  /** Whatever else is fed: indices, masks. */
  readonly fixed?: readonly Given[];
  readonly build: (variables: readonly Tensor[], fixed: readonly Tensor[]) => Tensor;
  /** Lengths of the symbols. */
  readonly lengths: ReadonlyMap<string, number>;
}

export interface CheckOptions {
  /** Differentiate once or twice. */
  readonly order: 1 | 2;
  /** Default: both, float32 compared with float64. */
  readonly types?: readonly RealType[];
}

/** What is expected of each type: step of the differences, error allowed in units of the largest term. */
const precision = {
  float64: { step: 2e-3, tolerance: 1e-7 },
  // In float32 smaller steps drown in rounding.
  float32: { step: 3e-2, tolerance: 3e-3 },
} satisfies Record<RealType, { step: number; tolerance: number }>;

export async function checkDerivatives(problem: Problem, options: CheckOptions): Promise<void> {
  const { types = ['float64', 'float32'] } = options;
  const results = [await checkDifferences(problem, types[0]!, options.order)];
  for (const type of types.slice(1)) results.push(await evaluate(...compile(problem, type, 1)));
  for (const other of results.slice(1)) {
    for (const name of Object.keys(other)) {
      assertClose(numbersOf(other[name]!), numbersOf(results[0]![name]!), {
        absolute: 2e-5,
        relative: 2e-5,
        label: `${types[1]} against ${types[0]}, ${name} of ${describe(problem)}`,
      });
    }
  }
}

async function checkDifferences(problem: Problem, type: RealType, order: 1 | 2): Promise<Feeds> {
  const [outputs, feeds] = compile(problem, type, order);
  return await withProgram(outputs, async (program) => {
    const results = await program.run(feeds);
    const label = `${type}, of ${describe(problem)}`;
    await compareAlong(program, feeds, problem, { type, along: 'd', value: 'loss', slope: 'slope', label });
    if (order === 2) {
      await compareAlong(program, feeds, problem, { type, along: 'e', value: 'slope', slope: 'curvature', label });
    }
    return results;
  });
}

interface Comparison {
  readonly type: RealType;
  readonly along: string;
  readonly value: string;
  readonly slope: string;
  readonly label: string;
}

async function compareAlong(program: Program, feeds: Feeds, problem: Problem, comparison: Comparison): Promise<void> {
  const { type, along, value: valueName, slope, label } = comparison;
  const { step, tolerance } = precision[type];
  const at = async (factor: number): Promise<number> => {
    const moved = problem.variables.map(({ dims }, index) => {
      const direction = numbersOf(feeds[`${along}${index}`]!);
      const numbers = numbersOf(feeds[`x${index}`]!).map((number, position) => number + factor * direction[position]!);
      return [`x${index}`, value(type, dims, numbers)] as const;
    });
    const results = await program.run({ ...feeds, ...Object.fromEntries(moved) });
    return numbersOf(results[valueName]!)[0]!;
  };
  const near = (await at(step)) - (await at(-step));
  const far = (await at(2 * step)) - (await at(-2 * step));
  const expected = (8 * near - far) / (12 * step);
  const results = await program.run(feeds);
  const scale = Math.max(1, numbersOf(results.scale!)[0]!);
  assertClose(numbersOf(results[slope]!), [expected], {
    absolute: tolerance * scale,
    relative: tolerance,
    label: `${slope}, ${label}`,
  });
}

/** The outputs loss, slope, curvature (order 2), scale and every gradient, and what is fed. */
function compile(problem: Problem, type: RealType, order: 1 | 2): [Record<string, Tensor>, Feeds] {
  const feeds: Record<string, Value> = {};
  const feed = (name: string, { shape, dims, numbers, type: own = type }: Given): Tensor => {
    feeds[name] = value(own, dims, numbers);
    return input(name, own, shape);
  };
  const random = (name: string, { shape, dims }: Pick<Given, 'shape' | 'dims'>): Tensor => {
    const stream = new RandomStream(1, name);
    return feed(name, { shape, dims, numbers: Array.from({ length: product(dims) }, () => 2 * stream.uniform() - 1) });
  };
  const variables = problem.variables.map((given, index) => feed(`x${index}`, given));
  const fixed = (problem.fixed ?? []).map((given, index) => feed(`fixed${index}`, given));
  const result = problem.build(variables, fixed);
  const weights = random('w', { shape: result.shape, dims: result.shape.map((dim) => lengthOf(dim, problem)) });
  const terms = multiply(result, weights);
  const loss = sum(terms);
  const along = (name: string, tensors: readonly Tensor[]): Tensor[] =>
    tensors.map((tensor, index) => multiply(tensor, random(`${name}${index}`, problem.variables[index]!)));
  const ofLoss = gradients(loss, variables);
  const slopeTerms = along('d', ofLoss);
  const slope = slopeTerms.map((each) => sum(each)).reduce(add);
  const outputs: Record<string, Tensor> = { loss, slope };
  ofLoss.forEach((gradient, index) => {
    outputs[`gradient${index}`] = gradient;
  });
  outputs.scale = [terms, ...slopeTerms].map((each) => sum(abs(each))).reduce(add);
  if (order === 2) {
    outputs.curvature = along('e', gradients(slope, variables))
      .map((each) => sum(each))
      .reduce(add);
  }
  return [outputs, feeds];
}

function lengthOf(dim: Dim, { lengths }: Problem): number {
  if (typeof dim === 'number') return dim;
  return product(dim.split('*').map((part) => lengths.get(part) ?? Number(part)));
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all * each, 1);
}

function describe({ variables, fixed = [] }: Problem): string {
  return [...variables, ...fixed].map(({ shape, dims }) => `[${shape}] as [${dims}]`).join(', ');
}
