/**
 * Trajectories of the GraphSAM authors' optimizers and of the base rules (golden/optim): every step's loss,
 * perturbation, radius, gradient average and weights, in float64.
 *
 * The file ending in `_cpuAlias` shows what the original does on a CPU, where it loses its gradient average: perturbed
 * on the first step of an epoch only. No option of ours imitates it; the check alternates between rho and rho 0 and
 * carries the state over.
 */
import type { Vector } from '../../src/base/parameter-layout.ts';
import { createOptimizer } from '../../src/optim/create-optimizer.ts';
import type { Clock } from '../../src/optim/objective.ts';
import type { Optimizer, OptimizerConfig } from '../../src/optim/optimizer.ts';
import type { ScheduleConfig } from '../../src/optim/schedules/registry.ts';
import { type TanhNetwork, tanhNetwork } from '../../src/optim/testing/tanh-network.ts';
import type { ParityPart, ParityResult } from './part.ts';
import { type Comparison, checkFiles, flatten, type NestedNumbers, startComparison } from './trajectory.ts';

const tolerance = 1e-9;

type Tensors = Readonly<Record<string, NestedNumbers>>;

interface TrajectoryStep {
  readonly epoch: number;
  readonly i: number;
  readonly lr: number;
  readonly lossAtW: number;
  readonly rho?: number;
  readonly epsilon?: Tensors | null;
  readonly lossPerturbed?: number | null;
  readonly nextDirection?: Tensors;
  readonly gv?: Tensors | null;
  readonly params: Tensors;
}

interface BaseConfig {
  readonly kind: string;
  readonly lr: number;
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  readonly weight_decay: number;
}

interface TrajectoryConfig {
  readonly algorithm: 'base' | 'sam' | 'asam' | 'graphsam' | 'looksam';
  readonly variant?: 'paper' | 'authors' | 'authors-cpu-alias';
  readonly base: BaseConfig;
  readonly rho0?: number;
  readonly radius0?: number;
  readonly adaptive?: boolean;
  readonly alpha?: number;
  readonly beta?: number;
  readonly gamma?: number;
  readonly lambda?: number;
  readonly epochSteps?: number;
  readonly k?: number;
  readonly eta?: number;
  readonly t?: 'inEpoch' | 'global';
  readonly normaliseAnchor?: boolean;
  readonly closure?: 'plain' | 'lossScaled';
  readonly closureZerosGradients?: boolean;
  readonly noam?: Readonly<Record<string, number>> | null;
}

interface Trajectory {
  readonly config: TrajectoryConfig;
  readonly problem: {
    readonly parameterOrder: readonly string[];
    readonly shapes: Readonly<Record<string, readonly number[]>>;
    readonly epochs: number;
    readonly stepsPerEpoch: number;
    readonly initialParameters: Tensors;
    readonly batches: readonly {
      readonly x: readonly (readonly number[])[];
      readonly y: readonly (readonly number[])[];
    }[];
  };
  readonly steps: readonly TrajectoryStep[];
}

export const optimParity: ParityPart = {
  path: 'optim',
  check: (folder) =>
    checkFiles<Trajectory>(folder, 'optim', async function* (trajectory, file) {
      yield { file, what: 'float64 trajectory', tolerance, ...(await replay(trajectory)) };
    }),
};

async function replay(trajectory: Trajectory): Promise<Omit<ParityResult, 'file' | 'what' | 'tolerance'>> {
  const { config, problem } = trajectory;
  const [inputs, hidden] = problem.shapes.W1 as [number, number];
  const network = tanhNetwork(inputs, problem.shapes.W2![1]!, { hidden });
  const toVector = (tensors: Tensors): Float64Array =>
    Float64Array.from(problem.parameterOrder.flatMap((name) => flatten(tensors[name]!)));
  const weights = toVector(problem.initialParameters);
  const optimizerOf = optimizers(config, network);
  const comparison = startComparison(tolerance);
  for (const [index, expected] of trajectory.steps.entries()) {
    const { x, y } = problem.batches[expected.i]!;
    network.setBatch({ inputs: x, targets: y });
    const clock: Clock = {
      step: index,
      epoch: expected.epoch,
      stepInEpoch: expected.i,
      stepsPerEpoch: problem.stepsPerEpoch,
      epochs: problem.epochs,
    };
    await compareStep(comparison, { optimizer: optimizerOf(clock), network, weights, clock, expected, toVector });
  }
  return comparison.result();
}

/** The optimizer for a step: always the same one, but for the CPU's aliased gradients. */
function optimizers(config: TrajectoryConfig, network: TanhNetwork): (clock: Clock) => Optimizer {
  const create = (changed: object = {}): Optimizer => {
    const chosen = optimizerConfig(config);
    const hyperparameters = { ...chosen.hyperparameters, ...changed };
    return createOptimizer({ ...chosen, hyperparameters }, network.layout, { precision: 'float64' });
  };
  const optimizer = create();
  if (config.variant !== 'authors-cpu-alias') return () => optimizer;
  const unperturbed = create({ rho: 0 });
  return ({ stepInEpoch }) => {
    const [next, previous] = stepInEpoch === 0 ? [optimizer, unperturbed] : [unperturbed, optimizer];
    if (stepInEpoch < 2) next.load(previous.state());
    return next;
  };
}

interface StepComparison {
  readonly optimizer: Optimizer;
  readonly network: TanhNetwork;
  readonly weights: Float64Array;
  readonly clock: Clock;
  readonly expected: TrajectoryStep;
  readonly toVector: (tensors: Tensors) => Float64Array;
}

async function compareStep(
  comparison: Comparison,
  { optimizer, network, weights, clock, expected, toVector }: StepComparison,
): Promise<void> {
  const before = weights.slice();
  const evaluated: { readonly at: Vector; readonly loss: number }[] = [];
  const recording = {
    ...network,
    evaluate: async (at: Vector, gradient: Vector) => {
      const evaluation = await network.evaluate(at, gradient);
      evaluated.push({ at: at.slice(), loss: evaluation.loss });
      return evaluation;
    },
  };
  const report = await optimizer.step(weights, recording, clock);
  const at = (what: string): string => `epoch ${clock.epoch}, step ${clock.stepInEpoch}, ${what}`;
  const last = evaluated.at(-1)!;
  comparison.number(at('learning rate'), report.learningRate, expected.lr);
  comparison.vector(at('weights'), weights, toVector(expected.params));
  if (report.lossAt === 'weights') comparison.number(at('loss'), report.loss, expected.lossAtW);
  if (expected.epsilon) {
    comparison.number(at('perturbed loss'), last.loss, expected.lossPerturbed!);
    comparison.vector(
      at('perturbation'),
      last.at.map((value, index) => value - before[index]!),
      toVector(expected.epsilon),
    );
  }
  // The alternation of the CPU file sets rho to 0 where the original lost its direction.
  if (expected.rho !== undefined && report.rho !== undefined && report.perturbationNorm > 0) {
    comparison.number(at('rho'), report.rho, expected.rho);
  }
  const { vectors } = optimizer.state();
  if (expected.nextDirection) {
    comparison.vector(at('average'), vectors['method.average']!, toVector(expected.nextDirection));
  }
  if (expected.gv) {
    comparison.vector(at('orthogonal part'), vectors['method.orthogonal']!, toVector(expected.gv));
  }
}

function optimizerConfig(config: TrajectoryConfig): OptimizerConfig {
  const base = baseRule(config.base);
  const name = config.algorithm === 'base' ? base.name : config.algorithm;
  return { name, hyperparameters: hyperparameters(config), base, schedule: scheduleOf(config) };
}

function scheduleOf({ noam, base }: TrajectoryConfig): ScheduleConfig {
  if (!noam) return { name: 'constant', learningRate: base.lr };
  return {
    name: 'warmup-exponential',
    warmupEpochs: noam.warmup_epochs,
    totalEpochs: noam.total_epochs,
    initialLearningRate: noam.init_lr,
    learningRate: noam.max_lr,
    finalLearningRate: noam.final_lr,
  };
}

/** Options that a file does not mention stay undefined and take our defaults. */
function hyperparameters(config: TrajectoryConfig): Record<string, unknown> {
  const authors = config.variant?.startsWith('authors');
  const common = { rho: config.rho0, ...(authors && { variant: 'authors' }) };
  const clipped = {
    radius: config.radius0,
    adaptive: config.adaptive,
    gamma: config.gamma,
    lambda: config.lambda ?? config.epochSteps,
    lossScaled: config.closure && config.closure === 'lossScaled',
  };
  switch (config.algorithm) {
    case 'base':
      return {};
    case 'sam':
      return authors ? { ...common, ...clipped } : common;
    case 'asam':
      return { ...common, eta: config.eta, adaptiveTensors: 'all' };
    case 'graphsam':
      return {
        ...common,
        ...clipped,
        beta: config.beta ?? config.alpha,
        anchor: config.normaliseAnchor ? 'unit' : undefined,
      };
    case 'looksam':
      return {
        ...common,
        k: config.k,
        alpha: config.alpha,
        period: config.t === 'inEpoch' ? 'epoch' : 'training',
        accumulate: config.closureZerosGradients === undefined ? undefined : !config.closureZerosGradients,
      };
  }
}

function baseRule({ kind, betas, eps, momentum, dampening, nesterov, weight_decay: weightDecay }: BaseConfig) {
  const moments = betas && { beta1: betas[0], beta2: betas[1], epsilon: eps };
  return { name: kind, hyperparameters: { ...moments, momentum, dampening, nesterov, weightDecay } };
}
