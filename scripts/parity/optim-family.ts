/**
 * Trajectories of the sharpness-aware family (golden/optim-family): every step's losses, perturbation, kept state and
 * weights, in float64, noise injected where the file lists it.
 *
 * The objective is a plain closure (tanh-network.ts). Consistency terms (saf, mesa) are added to its loss there, in the
 * form that the run's `kind` names; the second batch of a step is the file's `batches2`; the mixing between samples is
 * its matrix `A`. Runs of variant `code-literal` record an artifact of automatic differentiation that is no gradient of
 * anything, and are left out.
 */
import type { Vector } from '../../src/base/parameter-layout.ts';
import { createOptimizer } from '../../src/optim/create-optimizer.ts';
import type { NoiseSource } from '../../src/optim/noise.ts';
import type { Clock, EvaluateOptions } from '../../src/optim/objective.ts';
import type { Optimizer } from '../../src/optim/optimizer.ts';
import { type Divergence, type Samples, type TanhNetwork, tanhNetwork } from '../../src/optim/testing/tanh-network.ts';
import { type Base, optimizerConfig } from './optim-family-config.ts';
import type { ParityPart, ParityResult } from './part.ts';
import { type Comparison, checkFiles, flatten, type NestedNumbers, startComparison } from './trajectory.ts';

/** ESAM's constant of 1e-7 makes the file's second implementation differ by that much in the perturbation. */
const tolerances = { usual: 1e-9, topk: 1e-6 };

type Tensors = readonly NestedNumbers[];

interface Step {
  readonly epoch: number;
  readonly step: number;
  readonly t: number;
  readonly batch: readonly number[];
  readonly loss: number;
  readonly grad_evaluated: boolean;
  readonly perturbation: Tensors | null;
  readonly loss_perturbed: number | null;
  readonly update_grad: Tensors;
  readonly params: Tensors;
  readonly extra?: Readonly<Record<string, unknown>>;
}

interface Run {
  readonly name: string;
  readonly base: Base;
  readonly hyper: Readonly<Record<string, unknown>>;
  readonly variant?: string;
  readonly steps: readonly Step[];
}

interface FamilyFile {
  readonly algorithm: string;
  readonly problem: {
    readonly param_shapes: readonly (readonly number[])[];
    readonly init_params: Tensors;
    readonly X: readonly (readonly number[])[];
    readonly Y: readonly (readonly number[])[];
    readonly A?: readonly (readonly number[])[];
    readonly epochs: number;
    readonly steps_per_epoch: number;
    readonly batches2?: readonly (readonly (readonly number[])[])[];
  };
  readonly noise?: { readonly draws: readonly Tensors[] };
  readonly runs: readonly Run[];
}

export const optimFamilyParity: ParityPart = {
  path: 'optim-family',
  check: (folder) =>
    checkFiles<FamilyFile>(folder, 'optim-family', async function* (family, file) {
      for (const run of family.runs) {
        if (run.variant !== 'code-literal') yield { file, what: run.name, ...(await replay(family, run)) };
      }
    }),
};

interface Replay {
  readonly family: FamilyFile;
  readonly run: Run;
  readonly network: TanhNetwork;
  readonly optimizer: Optimizer;
  readonly weights: Float64Array;
  readonly comparison: Comparison;
}

async function replay(family: FamilyFile, run: Run): Promise<Omit<ParityResult, 'file' | 'what'>> {
  const { problem } = family;
  const [[inputs, hidden], , [, outputs]] = problem.param_shapes as [[number, number], number[], [number, number]];
  const divergence = (run.hyper.kind as Divergence | undefined) ?? 'gaussian';
  const filterAxis = (run.hyper.filter_axis as number | undefined) ?? 1;
  const mixing = problem.A && { mixing: problem.A };
  const network = tanhNetwork(inputs, outputs, { hidden, divergence, filterAxis, ...mixing });
  const tolerance = run.hyper.selection === 'topk' ? tolerances.topk : tolerances.usual;
  const draws = listedNoise(family.noise?.draws ?? []);
  const optimizer = createOptimizer(optimizerConfig(family.algorithm, run), network.layout, {
    precision: 'float64',
    noise: draws.source,
  });
  const weights = Float64Array.from(flatten(problem.init_params));
  const context = { family, run, network, optimizer, weights, comparison: startComparison(tolerance) };
  for (const step of run.steps) {
    draws.setStep(step.t);
    await replayStep(context, step);
  }
  return { tolerance, ...context.comparison.result() };
}

/** Hands out the file's draws of the present step, in order. */
function listedNoise(draws: readonly Tensors[]): { source: NoiseSource; setStep: (step: number) => void } {
  let present: readonly number[] = [];
  let taken = 0;
  return {
    setStep: (step) => {
      present = draws[step] ? flatten(draws[step]) : [];
      taken = 0;
    },
    source: {
      fillNormal: (vector) => vector.set(present),
      uniform: () => present[taken++]!,
      state: () => [0, 0, 0, 0],
      load: () => {},
    },
  };
}

async function replayStep(
  { family, run, network, optimizer, weights, comparison }: Replay,
  expected: Step,
): Promise<void> {
  const { problem } = family;
  const samples = (positions: readonly number[]): Samples => ({
    inputs: positions.map((position) => problem.X[position]!),
    targets: positions.map((position) => problem.Y[position]!),
    ids: positions,
  });
  const second = problem.batches2?.[expected.epoch]?.[expected.step];
  network.setBatch(samples(expected.batch), second && samples(second));
  const clock: Clock = {
    step: expected.t,
    epoch: expected.epoch,
    stepInEpoch: expected.step,
    stepsPerEpoch: problem.steps_per_epoch,
    epochs: problem.epochs,
  };
  const before = weights.slice();
  const evaluated: { readonly at: Vector; readonly loss: number; readonly options: EvaluateOptions }[] = [];
  const recording = {
    ...network,
    evaluate: async (at: Vector, gradient: Vector, options: EvaluateOptions = {}) => {
      const evaluation = await network.evaluate(at, gradient, options);
      evaluated.push({ at: at.slice(), loss: evaluation.loss, options });
      return evaluation;
    },
  };
  const report = await optimizer.step(weights, recording, clock);

  const at = (what: string): string => `${run.name}, step ${expected.t}, ${what}`;
  const extra = expected.extra ?? {};
  const stored = extra.params_unperturbed ?? expected.params;
  comparison.vector(at('weights'), weights, Float64Array.from(flatten(stored as Tensors)));
  const clean = evaluated.find((evaluation) => isAt(evaluation.at, before));
  if (clean && extra.total_loss === undefined) comparison.number(at('loss'), clean.loss, expected.loss);
  if (extra.total_loss !== undefined) comparison.number(at('total loss'), report.loss, extra.total_loss as number);
  if (extra.rho !== undefined) comparison.number(at('rho'), report.rho!, extra.rho as number);
  const perturbed = evaluated.find((evaluation) => !isAt(evaluation.at, before));
  // MSAM's file gives the perturbation of the next step.
  if (expected.perturbation && perturbed && extra.params_unperturbed === undefined) {
    const perturbation = perturbed.at.map((value, index) => value - before[index]!);
    comparison.vector(at('perturbation'), perturbation, Float64Array.from(flatten(expected.perturbation)));
    const whole = perturbed.options.samples === undefined;
    if (whole && expected.loss_perturbed !== null) {
      comparison.number(at('perturbed loss'), perturbed.loss, expected.loss_perturbed);
    }
    if (!whole) compareSelection(comparison, at('selected samples'), perturbed.options, extra);
  }
  compareState(comparison, at, optimizer, extra);
}

const isAt = (point: Vector, weights: Vector): boolean => point.every((value, index) => value === weights[index]);

function compareSelection(
  comparison: Comparison,
  what: string,
  { samples = [] }: EvaluateOptions,
  { selected_positions }: Readonly<Record<string, unknown>>,
): void {
  comparison.vector(what, Float64Array.from(samples), Float64Array.from(selected_positions as number[]).sort());
}

/** What the files call the state that a method keeps, and what we call it. */
const stateNames: Readonly<Record<string, string>> = {
  m: 'common',
  F: 'past',
  g_v: 'orthogonal',
  eps_next: 'average',
  ema_params: 'average',
  momentum_buffer: 'momentum',
};

function compareState(
  comparison: Comparison,
  at: (what: string) => string,
  optimizer: Optimizer,
  extra: Readonly<Record<string, unknown>>,
): void {
  const { vectors } = optimizer.state();
  for (const [theirs, ours] of Object.entries(stateNames)) {
    const kept = vectors[`method.${ours}`] ?? (theirs === 'momentum_buffer' ? vectors[`rule.${ours}`] : undefined);
    if (extra[theirs] && kept) {
      comparison.vector(at(theirs), kept, Float64Array.from(flatten(extra[theirs] as Tensors)));
    }
  }
}
