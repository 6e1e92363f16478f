/** The recurrence against the equations written as loops, and its second derivative along a whole sequence. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../../test/assert-close.ts';
import { checkDerivatives, type Given, type Problem } from '../../../test/check-derivatives.ts';
import { evaluate, numbersOf, value } from '../../../test/evaluate-tensors.ts';
import { RandomStream } from '../../base/random.ts';
import { gradients } from '../differentiate.ts';
import { lowerToModel } from '../lower.ts';
import { printModel } from '../onnx/print.ts';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { gruRecurrence } from './gru-recurrence.ts';
import { input } from './input.ts';
import { multiply } from './multiply.ts';
import { sum } from './sum.ts';

interface Sizes {
  readonly steps: number;
  readonly directions: number;
  readonly lanes: number;
  readonly width: number;
}

/** Row-major arrays as `gruRecurrence` takes them. */
interface Arrays {
  readonly projected: readonly number[];
  readonly keep: readonly number[];
  readonly initial: readonly number[];
  readonly hiddenWeight: readonly number[];
  readonly hiddenBias: readonly number[];
}

function draw({ steps, directions, lanes, width }: Sizes, seed: number): Arrays {
  const stream = new RandomStream(seed, 'gru');
  const numbers = (count: number): number[] => Array.from({ length: count }, () => 2 * stream.uniform() - 1);
  // A sequence starts at the first step and, in each lane by itself, at about every third one.
  const keep = Array.from({ length: steps * lanes }, (_, index) => (index < lanes || stream.below(3) === 0 ? 0 : 1));
  return {
    projected: numbers(steps * directions * lanes * 3 * width),
    keep,
    initial: keep.flatMap((kept) => numbers(width).map((number) => (kept ? 0 : number))),
    hiddenWeight: numbers(directions * 3 * width * width),
    hiddenBias: numbers(directions * 3 * width),
  };
}

/** PyTorch's equations, one number at a time. */
function statesByLoops({ steps, directions, lanes, width }: Sizes, arrays: Arrays): number[] {
  const states: number[] = [];
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const at = (step: number, direction: number, lane: number): number => (step * directions + direction) * lanes + lane;
  for (let step = 0; step < steps; step++) {
    for (let direction = 0; direction < directions; direction++) {
      for (let lane = 0; lane < lanes; lane++) {
        const index = step * lanes + lane;
        const before = Array.from({ length: width }, (_, column) => {
          const previous = step === 0 ? 0 : states[at(step - 1, direction, lane) * width + column]!;
          return arrays.keep[index]! * previous + arrays.initial[index * width + column]!;
        });
        const hidden = (row: number): number =>
          before.reduce(
            (total, state, column) =>
              total + arrays.hiddenWeight[(direction * 3 * width + row) * width + column]! * state,
            arrays.hiddenBias[direction * 3 * width + row]!,
          );
        const given = (row: number): number => arrays.projected[at(step, direction, lane) * 3 * width + row]!;
        for (let column = 0; column < width; column++) {
          const reset = sigmoid(given(column) + hidden(column));
          const update = sigmoid(given(width + column) + hidden(width + column));
          const candidate = Math.tanh(given(2 * width + column) + reset * hidden(2 * width + column));
          states[at(step, direction, lane) * width + column] = (1 - update) * candidate + update * before[column]!;
        }
      }
    }
  }
  return states;
}

function recurrence(directions: number, width: number): Tensor {
  return gruRecurrence({
    projected: input('projected', 'float64', ['steps', directions, 'lanes', 3 * width]),
    keep: input('keep', 'float64', ['steps', 1, 'lanes', 1]),
    initial: input('initial', 'float64', ['steps', 1, 'lanes', width]),
    hiddenWeight: input('hiddenWeight', 'float64', [directions, 3 * width, width]),
    hiddenBias: input('hiddenBias', 'float64', [directions, 1, 3 * width]),
  });
}

function feedsOf({ steps, directions, lanes, width }: Sizes, arrays: Arrays) {
  return {
    projected: value('float64', [steps, directions, lanes, 3 * width], arrays.projected),
    keep: value('float64', [steps, 1, lanes, 1], arrays.keep),
    initial: value('float64', [steps, 1, lanes, width], arrays.initial),
    hiddenWeight: value('float64', [directions, 3 * width, width], arrays.hiddenWeight),
    hiddenBias: value('float64', [directions, 1, 3 * width], arrays.hiddenBias),
  };
}

test('the states are those of the equations, for any sizes, wherever sequences start', async () => {
  const small = (max: number) => fc.integer({ min: 1, max });
  const sizes = fc.record({ steps: small(6), directions: small(2), lanes: small(3), width: small(4) });
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async (drawn, seed) => {
      const arrays = draw(drawn, seed);
      const { states } = await evaluate({ states: recurrence(drawn.directions, drawn.width) }, feedsOf(drawn, arrays));
      assertClose(numbersOf(states!), statesByLoops(drawn, arrays), { absolute: 1e-12 });
    }),
    { numRuns: 20 },
  );
});

test('a sequence does not feel what stands before it in its lane', async () => {
  const sizes = { steps: 6, directions: 2, lanes: 1, width: 3 };
  const arrays = { ...draw(sizes, 4), keep: [0, 1, 1, 0, 1, 1] };
  const disturbed = {
    ...arrays,
    projected: arrays.projected.map((number, index) => (index < 3 * 18 ? -number : number)),
  };
  const states = { states: recurrence(2, 3) };
  const [first, second] = [
    await evaluate(states, feedsOf(sizes, arrays)),
    await evaluate(states, feedsOf(sizes, disturbed)),
  ];
  const half = 3 * 2 * 3;
  assert.notDeepEqual(numbersOf(first.states!).slice(0, half), numbersOf(second.states!).slice(0, half));
  assert.deepEqual(numbersOf(first.states!).slice(half), numbersOf(second.states!).slice(half));
});

/** The recurrence as a problem for finite differences; what: from the states and the tensors to what is differentiated. */
function problem(sizes: Sizes, seed: number, what: (states: Tensor, inputs: readonly Tensor[]) => Tensor): Problem {
  const { directions, lanes, steps, width } = sizes;
  const arrays = draw(sizes, seed);
  const feeds = feedsOf(sizes, arrays);
  const given = (name: keyof Arrays, shape: Shape): Given => ({ shape, dims: feeds[name].dims, numbers: arrays[name] });
  return {
    lengths: new Map([
      ['steps', steps],
      ['lanes', lanes],
    ]),
    variables: [
      given('projected', ['steps', directions, 'lanes', 3 * width]),
      given('initial', ['steps', 1, 'lanes', width]),
      given('hiddenWeight', [directions, 3 * width, width]),
      given('hiddenBias', [directions, 1, 3 * width]),
    ],
    fixed: [given('keep', ['steps', 1, 'lanes', 1])],
    build(variables, [keep]) {
      const [projected, initial, hiddenWeight, hiddenBias] = variables as [Tensor, Tensor, Tensor, Tensor];
      const states = gruRecurrence({ projected, initial, hiddenWeight, hiddenBias, keep: keep! });
      return what(states, variables);
    },
  };
}

test('gradients and products with the Hessian are right along long sequences in several lanes and both directions', async () => {
  const sizes = { steps: 9, directions: 2, lanes: 3, width: 4 };
  await checkDerivatives(
    problem(sizes, 11, (states) => states),
    { order: 2 },
  );
});

test('the third derivative is right too, which goes through the adjoint of the tangent', async () => {
  const sizes = { steps: 4, directions: 2, lanes: 2, width: 2 };
  for (const which of [0, 1, 2, 3]) {
    const squaredGradient = (states: Tensor, inputs: readonly Tensor[]): Tensor => {
      const [gradient] = gradients(sum(multiply(states, states)), [inputs[which]!]);
      return multiply(gradient!, gradient!);
    };
    await checkDerivatives(problem(sizes, which, squaredGradient), { order: 2, types: ['float64'] });
  }
});

test('equal recurrences are lowered to one loop, whose names hide none outside', () => {
  const inputs = {
    projected: input('state_0', 'float64', ['steps', 1, 'lanes', 6]),
    keep: input('body_state_0', 'float64', ['steps', 1, 'lanes', 1]),
    initial: input('Add_1', 'float64', ['steps', 1, 'lanes', 2]),
    hiddenWeight: input('W', 'float64', [1, 6, 2]),
    hiddenBias: input('b', 'float64', [1, 1, 6]),
  };
  const model = lowerToModel({ first: gruRecurrence(inputs), second: gruRecurrence(inputs) });
  assert.equal(model.graph.nodes.filter(({ opType }) => opType === 'Scan').length, 1);
  const outside = new Set(
    model.graph.nodes.flatMap(({ outputs }) => outputs).concat(model.graph.inputs.map(({ name }) => name)),
  );
  const inside = printModel(model).match(/(?<=^ +)body_\w+(?=[, ].*=)|(?<=^ +input )\w+/gm) ?? [];
  assert.ok(inside.length > 10);
  assert.deepEqual(
    inside.filter((name) => outside.has(name)),
    [],
  );
});
