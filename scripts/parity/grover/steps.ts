/**
 * GROVER's training loop under Adam, SAM and GraphSAM, in float64. The original back-propagates the array of losses of a perturbed
 * batch with itself as the seed: the update gradient of SAM and GraphSAM is that of half the sum of squared losses, a loss for each
 * label that is present.
 */
import type { Vector } from '../../../src/base/parameter-layout.ts';
import type { Chemistry } from '../../../src/chem/index.ts';
import type { GroverFeatures } from '../../../src/models/index.ts';
import { createOptimizer } from '../../../src/optim/create-optimizer.ts';
import type { Evaluation } from '../../../src/optim/objective.ts';
import type { OptimizerConfig } from '../../../src/optim/optimizer.ts';
import type { Runtime } from '../../../src/runtime/index.ts';
import { findTask } from '../../../src/tasks/index.ts';
import type { ParityResult } from '../part.ts';
import { Differences } from './difference.ts';
import { type GoldenConfig, ourConfig, readMolecules, type Tensors, theirName } from './golden.ts';
import { Network } from './network.ts';
import { finalOutputs, lossOf } from './task.ts';

const methods = ['adam', 'sam', 'graphsam'] as const;

interface Clipped {
  readonly rho: number;
  readonly radius: number;
  readonly adaptive: boolean;
}

export interface GoldenSteps {
  readonly config: GoldenConfig;
  readonly optimizer: {
    readonly adam: { readonly beta1: number; readonly beta2: number; readonly eps: number };
    readonly sam: Clipped;
    readonly graphsam: Clipped & { readonly alpha: number; readonly gamma: number; readonly epoch_steps: number };
  };
  readonly schedule: {
    readonly epochs: number;
    readonly steps_per_epoch: number;
    readonly warmup_epochs: number;
    readonly init_lr: number;
    readonly max_lr: number;
    readonly final_lr: number;
  };
  readonly batches: readonly {
    readonly smiles: readonly string[];
    readonly targets: readonly (readonly (number | null)[])[];
  }[];
  readonly initial_parameters: Tensors;
  readonly adam: Run;
  readonly sam: Run;
  readonly graphsam: Run;
}

interface Run {
  readonly steps: readonly {
    readonly epoch: number;
    readonly batch: number;
    readonly lr: number;
    readonly loss: number;
    readonly rho?: number;
    readonly gradient_norms: Readonly<Record<string, number | null>>;
    readonly perturbation_norms?: Readonly<Record<string, number>>;
    readonly perturbed_loss?: number;
    readonly eval_output_after: readonly (readonly (readonly number[])[])[];
  }[];
  readonly final_parameters: Tensors;
}

const tolerance = 1e-9;

export async function* checkSteps(
  file: string,
  golden: GoldenSteps,
  chemistry: Chemistry,
  runtime: Runtime,
): AsyncIterable<ParityResult> {
  const task = findTask(golden.config.dataset_type);
  const options = {
    config: ourConfig(golden.config, { randomHops: false }),
    tasks: golden.config.num_tasks,
    task,
    loss: lossOf(task),
    type: 'float64',
    mode: 'training',
  } as const;
  const network = await Network.open(options, runtime);
  const features = golden.batches.map(({ smiles }) => readMolecules(smiles, chemistry));
  for (const method of methods) {
    const differences = new Differences();
    await replay(golden, method, { network, features, differences });
    yield differences.result(file, method, tolerance);
  }
  await network.release();
}

interface ReplaySetup {
  readonly network: Network;
  /** Of the molecules of each batch. */
  readonly features: readonly (readonly GroverFeatures[])[];
  readonly differences: Differences;
}

async function replay(
  golden: GoldenSteps,
  method: (typeof methods)[number],
  { network, features, differences }: ReplaySetup,
): Promise<void> {
  const { layout } = network;
  const task = findTask(golden.config.dataset_type);
  const weights = new Float64Array(layout.size);
  for (const { name } of layout.entries) {
    layout.view(weights, name).set(golden.initial_parameters[theirName(name)]!.data);
  }
  const { epochs, steps_per_epoch: stepsPerEpoch } = golden.schedule;
  const optimizer = createOptimizer(optimizerConfig(golden, method), layout, { precision: 'float64' });
  for (const [step, expected] of golden[method].steps.entries()) {
    const evaluated: Evaluated[] = [];
    const batch = { features: features[expected.batch]!, targets: golden.batches[expected.batch]!.targets };
    const evaluate = async (at: Vector, gradient: Vector): Promise<Evaluation> => {
      const values = await network.run(at, batch);
      gradient.set(at === weights ? values.gradient : values.squaredGradient);
      const loss = values.value('loss')[0]!;
      evaluated.push({ moved: at.map((value, index) => value - weights[index]!), loss, gradient: gradient.slice() });
      return { loss };
    };
    const clock = { step, epoch: expected.epoch, stepInEpoch: step % stepsPerEpoch, stepsPerEpoch, epochs };
    const report = await optimizer.step(weights, { layout, evaluate }, clock);
    const what = `${method}, step ${step}`;
    const last = evaluated.at(-1)!;
    differences.compare(`${what}, learning rate`, [report.learningRate], [expected.lr]);
    differences.compare(`${what}, loss`, [report.loss], [expected.loss]);
    if (expected.rho !== undefined) differences.compare(`${what}, rho`, [report.rho ?? Number.NaN], [expected.rho]);
    if (expected.perturbed_loss !== undefined) {
      differences.compare(`${what}, perturbed loss`, [last.loss], [expected.perturbed_loss]);
    }
    for (const { name } of layout.entries) {
      const theirs = theirName(name);
      const scale = Math.max(1, expected.gradient_norms[theirs] ?? 0);
      const gradientNorm = Math.hypot(...layout.view(last.gradient, name));
      differences.compare(
        `${what}, gradient of ${name}`,
        [gradientNorm],
        [expected.gradient_norms[theirs] ?? 0],
        scale,
      );
      if (!expected.perturbation_norms) continue;
      const moved = Math.hypot(...layout.view(last.moved, name));
      differences.compare(`${what}, perturbation of ${name}`, [moved], [expected.perturbation_norms[theirs] ?? 0]);
    }
    for (const [index, outputs] of expected.eval_output_after.entries()) {
      // Hops are fixed here, so that training and evaluation compute the same.
      const values = await network.run(weights, {
        features: features[index]!,
        targets: golden.batches[index]!.targets,
      });
      differences.compare(`${what}, outputs`, finalOutputs(task, golden.config.num_tasks, values), outputs.flat());
    }
  }
  for (const { name } of layout.entries) {
    const expected = golden[method].final_parameters[theirName(name)];
    if (expected) differences.compare(`${method}, final ${name}`, layout.view(weights, name), expected.data);
  }
}

interface Evaluated {
  readonly moved: Vector;
  readonly loss: number;
  readonly gradient: Vector;
}

function optimizerConfig({ optimizer, schedule }: GoldenSteps, method: (typeof methods)[number]): OptimizerConfig {
  const { beta1, beta2, eps: epsilon } = optimizer.adam;
  const { sam, graphsam } = optimizer;
  const clipped = ({ rho, radius, adaptive }: Clipped) => ({
    variant: 'authors',
    rho,
    radius,
    adaptive,
    lossScaled: false,
  });
  const hyperparameters = {
    adam: { beta1, beta2, epsilon },
    // Its radius stays.
    sam: { ...clipped(sam), gamma: 1 },
    graphsam: { ...clipped(graphsam), beta: graphsam.alpha, gamma: graphsam.gamma, lambda: graphsam.epoch_steps },
  }[method];
  return {
    name: method,
    hyperparameters,
    ...(method !== 'adam' && { base: { name: 'adam', hyperparameters: { beta1, beta2, epsilon } } }),
    schedule: {
      name: 'warmup-exponential',
      warmupEpochs: schedule.warmup_epochs,
      totalEpochs: schedule.epochs,
      initialLearningRate: schedule.init_lr,
      learningRate: schedule.max_lr,
      finalLearningRate: schedule.final_lr,
    },
  };
}
