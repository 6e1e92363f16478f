/** What every optimizer promises, checked for all of the registry: a new one is tested by being listed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ParameterLayout, type Vector } from '../base/parameter-layout.ts';
import { RandomStream } from '../base/random.ts';
import { createOptimizer } from './create-optimizer.ts';
import type { NoiseSource } from './noise.ts';
import type { Evaluation, Objective } from './objective.ts';
import type { Optimizer, OptimizerConfig, OptimizerOptions } from './optimizer.ts';
import { methodDefinitions, optimizerDefinitions, ruleDefinitions } from './registry.ts';
import { runToy, type ToyTraining, toySize, toyTraining } from './testing/toy-training.ts';

const steps = toySize.epochs * toySize.stepsPerEpoch;

/** Settings under which a method acts within the few epochs of the toy, where its defaults would sleep. */
const awake: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  saf: { startEpoch: -1, delta: 1, lambda: 3 },
  mesa: { startEpoch: -1, lambda: 3, decay: 0.9 },
};

/** Settings under which the cost of a step is not a matter of chance. */
const surely: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  esam: { betaKeep: 1 },
  rst: { probability: 1 },
  'ae-sam': { lambda1: -100, lambda2: -100 },
};

/** MSAM needs a momentum. */
const sgd = { name: 'sgd', hyperparameters: { momentum: 0.9 } };
const adam = { name: 'adam' };
const schedule = { name: 'constant', learningRate: 0.02 } as const;

const isRule = (name: string): boolean => ruleDefinitions.some((rule) => rule.name === name);

function baseConfigOf(name: string, changed: object = {}, base: OptimizerConfig['base'] = sgd): OptimizerConfig {
  return { name, hyperparameters: { ...awake[name], ...changed }, schedule, ...(isRule(name) ? {} : { base }) };
}

function create(config: OptimizerConfig, training: ToyTraining, options: OptimizerOptions = {}): Optimizer {
  return createOptimizer(config, training.objective.layout, { precision: 'float64', ...options });
}

/** Options that change what a method computes, so that each of its forms keeps the promises. */
const variants: readonly (readonly [name: string, hyperparameters: Readonly<Record<string, unknown>>])[] = [
  ['sgd', { momentum: 0.9, nesterov: true, weightDecay: 0.01 }],
  ['adam', { amsgrad: true }],
  ['adamomentum', { rectify: true, beta2: 0.9 }],
  ['ivon', { clipRadius: 0.5, beta2: 0.9 }],
  ['graphsam', { anchor: 'unit', smooth: true }],
  ['graphsam', { variant: 'authors' }],
  ['graphsam', { anchorEvery: 5, rhoSchedule: 'cosine' }],
  ['graphsam', { rhoSchedule: 'inverse-root', granularity: 'tensor' }],
  ['graphsam', { beta: 1, rhoSchedule: 'none' }],
  ['graphsam', { beta: 0 }],
  ['graphsam', { direction: 'ahead', rhoSchedule: 'none' }],
  ['graphsam', { direction: 'true-sign', rhoSchedule: 'none' }],
  ['graphsam', { lossBudget: 0.05, annealFrom: 0.5 }],
  ['msam', { lossBudget: 0.05 }],
  ['sam', { every: 2 }],
  // A budget that falls to 0 leaves SAM one gradient a step in the last epoch.
  ['sam', { lossBudget: 0.05, annealFrom: 1 }],
  ['sam', { lossBudget: 0.05, annealFrom: 1, adaptive: true }],
  ['sam', { variant: 'authors' }],
  ['sam', { adaptive: true }],
  ['asam', { adaptiveTensors: 'all' }],
  ['looksam', { granularity: 'tensor', k: 2 }],
  ['looksam', { variant: 'authors', period: 'epoch' }],
  ['esam', { gammaSelect: 1 }],
  ['gsam', { adaptive: 'absolute', minimize: 'clean', rhoSchedule: 'linear' }],
  ['f-sam', { variant: 'paper' }],
  ['cr-sam', { coefficients: 'normalized' }],
  ['pugd', { accumulate: false }],
  ['rwp', { alpha: 1 }],
  ['m-arwp', { sameBatch: true, inc: 3 }],
  ['gnm', { variant: 'code' }],
  ['fgsam', { variant: 'convex' }],
  ['fgsam-plus', { variant: 'code', topologyNorm: true }],
];

const cases = [
  ...optimizerDefinitions.map((definition) => ({ definition, changed: {} })),
  ...variants.map(([name, changed]) => ({
    definition: optimizerDefinitions.find((definition) => definition.name === name)!,
    changed,
  })),
];

for (const { definition, changed } of cases) {
  const { name } = definition;
  const configOf = (caseName: string, more: object = {}): OptimizerConfig =>
    baseConfigOf(caseName, { ...changed, ...more });
  describe(`${name} ${Object.keys(changed).length > 0 ? JSON.stringify(changed) : ''}`, () => {
    test('costs the evaluations and the memory that the registry promises', async () => {
      const training = toyTraining();
      const config = configOf(name, surely[name] ?? {});
      const optimizer = create(config, training);
      const reports = await runToy(optimizer, training.initialWeights('float64'), training, { last: steps });
      assert.deepEqual(reports.map(({ skipped }) => skipped).filter(Boolean), []);
      const mean = (kind: 'full' | 'cheap' | 'forward'): number =>
        reports.reduce((sum, { evaluations }) => sum + evaluations[kind], 0) / steps;
      const { hyperparameters } = optimizer.config;
      const promised =
        definition.kind === 'rule'
          ? { full: 1, cheap: 0, forward: 0 }
          : definition.evaluations(hyperparameters, toySize.stepsPerEpoch);
      for (const kind of ['full', 'cheap', 'forward'] as const) {
        assert.ok(Math.abs(mean(kind) - promised[kind]) < 1e-12, `${kind}: ${mean(kind)}, promised ${promised[kind]}`);
      }
      const promisedMemory =
        definition.kind === 'rule'
          ? { persistent: definition.memory(hyperparameters), transient: definition.transient ?? 0 }
          : {
              persistent: definition.memory(hyperparameters).persistent + 1, // the momentum of the base rule
              transient: definition.memory(hyperparameters).transient,
            };
      assert.deepEqual(optimizer.memory(), promisedMemory);
    });

    test('never moves the weights while it evaluates, and updates them once a step', async () => {
      const training = toyTraining();
      const optimizer = create(configOf(name), training);
      const weights = training.initialWeights('float64');
      for (let step = 0; step < 7; step++) {
        const before = weights.slice();
        const watching = watch(training.objective, () => assert.deepEqual(weights, before));
        await runToy(optimizer, weights, training, { first: step, last: step + 1, objective: watching });
        assert.notDeepEqual(weights, before);
      }
    });

    test('resumes from its state in the middle of an epoch, bit for bit', async () => {
      const training = toyTraining();
      for (const middle of [7, 13]) {
        const whole = create(configOf(name), training, { seed: 3 });
        const weights = training.initialWeights('float64');
        await runToy(whole, weights, training, { last: middle });
        const state = structuredClone(whole.state());
        const resumedWeights = weights.slice();
        await runToy(whole, weights, training, { first: middle, last: steps });

        const resumed = create(configOf(name), training, { seed: 99 });
        resumed.load(state);
        await runToy(resumed, resumedWeights, training, { first: middle, last: steps });
        assert.deepEqual(resumedWeights, weights);
        assert.deepEqual(resumed.state(), whole.state());
      }
    });

    test('refuses non-finite losses and gradients and objectives that fail, without a trace', async () => {
      const training = toyTraining();
      const optimizer = create(configOf(name), training);
      const weights = training.initialWeights('float64');
      for (let step = 0; step < 7; step++) {
        const before = { weights: weights.slice(), state: optimizer.state() };
        const unchanged = (): void => {
          assert.deepEqual(weights, before.weights);
          assert.deepEqual(optimizer.state(), before.state);
        };
        const evaluations = await countEvaluations(optimizer, weights, training, step);
        optimizer.load(before.state);
        weights.set(before.weights);
        for (let which = 0; which < evaluations; which++) {
          for (const spoil of [nanGradient, infiniteLoss]) {
            const objective = spoiled(training.objective, which, spoil);
            const [report] = await runToy(optimizer, weights, training, { first: step, last: step + 1, objective });
            assert.match(report!.skipped ?? '', /not finite|Infinity/);
            unchanged();
          }
          const objective = spoiled(training.objective, which, () => {
            throw new Error('the lamp went out');
          });
          const running = runToy(optimizer, weights, training, { first: step, last: step + 1, objective });
          await assert.rejects(running, /the lamp went out/);
          unchanged();
        }
        await runToy(optimizer, weights, training, { first: step, last: step + 1 });
        assert.ok(weights.every(Number.isFinite));
      }
    });

    test('permuting the parameters permutes the result', async () => {
      const training = toyTraining();
      const order = ['W2', 'W1', 'b1'];
      const permuted = permutedObjective(training.objective, order);
      const plainWeights = training.initialWeights('float64');
      const permutedWeights = permuted.toPermuted(plainWeights);
      const noise = (): NoiseSource => new RandomStream(5, 'noise');
      const plainOptimizer = create(configOf(name), training, { noise: noise() });
      const permutedOptimizer = createOptimizer(configOf(name), permuted.objective.layout, {
        precision: 'float64',
        // RST draws once a step, ESAM once a tensor.
        noise: permutedNoise(noise(), permuted.toPermuted, name === 'rst' ? [0] : permuted.positions),
      });
      for (let step = 0; step < 8; step++) {
        const range = { first: step, last: step + 1 };
        await runToy(plainOptimizer, plainWeights, training, range);
        await runToy(permutedOptimizer, permutedWeights, training, { ...range, objective: permuted.objective });
        const expected = permuted.toPermuted(plainWeights);
        permutedWeights.forEach((value, index) => {
          assert.ok(Math.abs(value - expected[index]!) < 1e-12, `step ${step}: ${value}, expected ${expected[index]}`);
        });
      }
    });

    test('gives one result for one seed', async () => {
      const training = toyTraining();
      const run = async (seed: number): Promise<Vector> => {
        const weights = training.initialWeights('float64');
        await runToy(create(configOf(name), training, { seed }), weights, training, { last: 8 });
        return weights;
      };
      assert.deepEqual(await run(1), await run(1));
      const random = ['rwp', 'arwp', 'm-arwp', 'gnm', 'esam', 'rst', 'ivon'].includes(name);
      assert.equal(isEqual(await run(1), await run(2)), !random);
    });

    test('computes in float32 what it computes in float64', async () => {
      const training = toyTraining();
      const double = training.initialWeights('float64');
      const single = training.initialWeights('float32');
      await runToy(create(configOf(name), training, { seed: 4 }), double, training, { last: 8 });
      await runToy(create(configOf(name), training, { seed: 4, precision: 'float32' }), single, training, { last: 8 });
      single.forEach((value, index) => {
        assert.ok(Math.abs(value - double[index]!) < 2e-4, `[${index}]: ${value} and ${double[index]}`);
      });
    });

    test('lowers the loss with its defaults', async () => {
      const training = toyTraining();
      const config = {
        ...configOf(name),
        schedule: { name: 'constant', learningRate: name === 'pugd' ? 0.05 : 0.02 },
      } as const;
      const optimizer = create(config, training);
      const weights = training.initialWeights('float64');
      const before = await meanLoss(training, weights);
      await runToy(optimizer, weights, training, { last: 80 });
      const after = await meanLoss(training, weights);
      assert.ok(after < 0.9 * before, `${before} before, ${after} after 80 steps`);
    });

    test('stays put where every gradient is zero', async () => {
      const training = toyTraining();
      // Weight decay moves weights by itself.
      const still = 'weightDecay' in definition.hyperparameters.shape ? { weightDecay: 0 } : {};
      const flat: Objective = {
        ...training.objective,
        evaluate: async (weights, gradient, options) => {
          const { outputs } = await training.objective.evaluate(weights, gradient, options);
          gradient.fill(0);
          return { loss: 0, ...(outputs && { outputs }) };
        },
      };
      const optimizer = create(configOf(name, still), training);
      const weights = training.initialWeights('float64');
      const before = weights.slice();
      const reports = await runToy(optimizer, weights, training, { last: 7, objective: flat });
      assert.deepEqual(weights, before);
      assert.ok(reports.every(({ skipped, loss }) => skipped === undefined && loss === 0));
    });

    test('refuses an unknown hyper-parameter and lists the known ones', () => {
      assert.throws(
        () => create(configOf(name, { rhoo: 1 }), toyTraining()),
        (error: Error) =>
          error.name === 'ConfigError' && error.message.includes(Object.keys(definition.hyperparameters.shape)[0]!),
      );
    });
  });
}

for (const definition of methodDefinitions) {
  const { name, reducesToBase } = definition;
  describe(`${name} on a base rule`, () => {
    test('acts: its trajectory is not that of the base rule', async () => {
      const training = toyTraining();
      assert.equal(
        isEqual(await weightsAfter(baseConfigOf(name), training), await weightsAfter({ ...sgd, schedule }, training)),
        false,
      );
    });

    if (reducesToBase) {
      test(`is the base rule, bit for bit, with ${JSON.stringify(reducesToBase)}`, async () => {
        const training = toyTraining();
        for (const base of [sgd, adam]) {
          const reduced = await weightsAfter(baseConfigOf(name, reducesToBase, base), training);
          assert.deepEqual(reduced, await weightsAfter({ ...base, schedule }, training));
        }
      });
    }

    test('shortens gradients to clipNorm', async () => {
      const training = toyTraining();
      const clipped = await weightsAfter(
        { ...baseConfigOf(name, {}, { name: 'sgd', hyperparameters: { momentum: 0.5 } }), clipNorm: 1e-3 },
        training,
        1,
      );
      const moved = Math.hypot(...clipped.map((value, index) => value - training.initialWeights('float64')[index]!));
      assert.ok(Math.abs(moved - 1e-3 * schedule.learningRate) < 1e-9, `moved ${moved}`);
    });
  });
}

async function weightsAfter(config: OptimizerConfig, training: ToyTraining, last = 12): Promise<Vector> {
  const weights = training.initialWeights('float64');
  await runToy(create(config, training), weights, training, { last });
  return weights;
}

const isEqual = (left: Vector, right: Vector): boolean => left.every((value, index) => value === right[index]);

async function meanLoss(training: ToyTraining, weights: Vector): Promise<number> {
  let sum = 0;
  for (let step = 0; step < toySize.stepsPerEpoch; step++) {
    training.clockAt(step);
    sum += (await training.objective.evaluate(weights, weights.slice())).loss;
  }
  return sum / toySize.stepsPerEpoch;
}

function watch(objective: Objective, look: () => void): Objective {
  return {
    ...objective,
    evaluate: (...call) => {
      look();
      return objective.evaluate(...call);
    },
  };
}

async function countEvaluations(
  optimizer: Optimizer,
  weights: Vector,
  training: ToyTraining,
  step: number,
): Promise<number> {
  let count = 0;
  const objective = watch(training.objective, () => {
    count += 1;
  });
  await runToy(optimizer, weights, training, { first: step, last: step + 1, objective });
  return count;
}

type Spoil = (evaluation: Evaluation, gradient: Vector) => Evaluation;

const nanGradient: Spoil = (evaluation, gradient) => {
  gradient[gradient.length - 1] = Number.NaN;
  return evaluation;
};

const infiniteLoss: Spoil = (evaluation) => ({ ...evaluation, loss: Number.POSITIVE_INFINITY });

/** The evaluation number `which` of the step, from 0, goes wrong. */
function spoiled(objective: Objective, which: number, spoil: Spoil): Objective {
  let count = 0;
  return {
    ...objective,
    evaluate: async (weights, gradient, options) => {
      const evaluation = await objective.evaluate(weights, gradient, options);
      return count++ === which ? spoil(evaluation, gradient) : evaluation;
    },
  };
}

/** The same function of weights whose tensors stand in another order. */
function permutedObjective(objective: Objective, order: readonly string[]) {
  const { layout } = objective;
  const permutedLayout = new ParameterLayout(order.map((name) => layout.entry(name)));
  const copy = (from: Vector, fromLayout: ParameterLayout, toLayout: ParameterLayout): Float64Array => {
    const result = new Float64Array(from.length);
    for (const name of order) toLayout.view(result, name).set(fromLayout.view(from, name));
    return result;
  };
  const toPlain = (vector: Vector): Float64Array => copy(vector, permutedLayout, layout);
  const toPermuted = (vector: Vector): Float64Array => copy(vector, layout, permutedLayout);
  const wrapped: Objective = {
    ...objective,
    layout: permutedLayout,
    evaluate: async (weights, gradient, options) => {
      const plainGradient = new Float64Array(gradient.length);
      const evaluation = await objective.evaluate(toPlain(weights), plainGradient, options);
      gradient.set(toPermuted(plainGradient));
      return evaluation;
    },
    sampleLosses: (weights) => objective.sampleLosses!(toPlain(weights)),
    outputs: (weights) => objective.outputs!(toPlain(weights)),
  };
  const names = layout.entries.map(({ name }) => name);
  return { objective: wrapped, toPermuted, positions: order.map((name) => names.indexOf(name)) };
}

/** Draws in the plain order, handed out in the permuted one. */
function permutedNoise(
  source: NoiseSource,
  toPermuted: (vector: Vector) => Float64Array,
  positions: readonly number[],
): NoiseSource {
  let drawn: number[] = [];
  let taken = positions.length;
  return {
    fillNormal: (vector) => {
      source.fillNormal(vector);
      vector.set(toPermuted(vector));
    },
    uniform: () => {
      if (taken === positions.length) {
        drawn = positions.map(() => source.uniform());
        taken = 0;
      }
      return drawn[positions[taken++]!]!;
    },
    state: () => source.state(),
    load: (state) => source.load(state),
  };
}
