/**
 * Looking at what GraphSAM rests on while it trains (--probe): how well its moving average stands for the true perturbation gradient, and
 * whether perturbation gradients change slowly from step to step and update gradients quickly. Source: Wang et al. 2024, arXiv
 * 2406.13137, section 4 (the observation) and its theorem on the gap of the two perturbed losses.
 *
 *     g_t = dL(w_t)                         the true perturbation gradient
 *     d_t                                   what GraphSAM perturbs along instead
 *     u_t                                   the gradient that the base rule gets
 *     gap = L(w + rho d / ||d||) - L(w + rho g / ||g||)
 *     curvature = p^T (u - g) / ||p||^2     of the loss along the perturbation p of the step
 *
 * Two more evaluations a probed step, of the same function (same batch, same dropout), outside the optimizer: the training does not
 * change by a bit. Without a probe nothing of this is made.
 */
import { addScaled, ConfigError, distance, dot, median, norm, type Vector } from '../base/index.ts';
import { type Clock, type Objective, type Optimizer, ruleDefinitions, type StepReport } from '../optim/index.ts';
import type { GradientChange, ProbedApproximation, ProbeRecord, ProbeSummary } from '../runs/index.ts';

/** Optimizers whose last evaluation of a step is the gradient that the base rule gets. */
const probedOptimizers = ['graphsam', 'sam', ...ruleDefinitions.map(({ name }) => name)];

/** A step under observation: it is taken with this objective, and then given the outcome. */
export interface ProbedStep {
  readonly objective: Objective;
  finish(report: StepReport, clock: Clock): Promise<ProbeRecord>;
}

/** Where the loss was evaluated, and its gradient there. */
interface Evaluated {
  readonly weights: Vector;
  readonly gradient: Vector;
}

/** Throws ConfigError if this optimizer's update gradient cannot be seen from outside. */
export function requireProbed(optimizer: string): void {
  if (probedOptimizers.includes(optimizer)) return;
  throw new ConfigError({
    code: 'not-supported',
    path: ['training', 'probe'],
    what: `${optimizer} cannot be probed`,
    advice: `Probe one of ${probedOptimizers.join(', ')}.`,
  });
}

export class Probe {
  readonly #every: number;
  #seen: { readonly step: number; readonly perturbation: Vector; readonly update: Vector } | undefined;

  /** every: steps from one pair of neighboring probed steps to the next. */
  constructor(every: number) {
    this.#every = every;
  }

  /** Before a step, when the objective has its batch and the weights are not yet moved; undefined if this one is not probed. */
  async begin(
    { step }: Clock,
    weights: Vector,
    objective: Objective,
    optimizer: Optimizer,
  ): Promise<ProbedStep | undefined> {
    if (step % this.#every > 1) return undefined;
    const start = weights.slice();
    const perturbation = weights.slice();
    const last: Evaluated = { weights: weights.slice(), gradient: weights.slice() };
    const average = averageOf(optimizer);
    await objective.evaluate(start, perturbation);
    return {
      objective: keepingLast(objective, last),
      finish: async (report, clock) => {
        const isAnchor = report.evaluations.full > 1;
        // Outside of the perturbation window, and where a step was refused, nothing stands for the true gradient.
        const approximates = report.rho !== undefined && !isAnchor;
        const approximation =
          average && approximates ? await approximationOf(objective, { start, perturbation, average }, report) : null;
        const update = last.gradient;
        const before = this.#seen?.step === clock.step - 1 ? this.#seen : undefined;
        this.#seen = { step: clock.step, perturbation, update };
        return {
          epoch: clock.epoch + 1,
          step: clock.step + 1,
          rho: report.rho ?? null,
          perturbationNorm: norm(perturbation),
          updateNorm: norm(update),
          curvature: curvatureAlong({ start, perturbation }, last),
          approximation,
          change: before
            ? {
                perturbation: changeOf(before.perturbation, perturbation),
                update: changeOf(before.update, update),
              }
            : null,
        };
      },
    };
  }
}

/** GraphSAM's moving average, which the coming step perturbs along; undefined for other optimizers. */
function averageOf({ config, state }: Optimizer): Vector | undefined {
  const isGraphSam = config.name === 'graphsam' && config.hyperparameters.variant !== 'authors';
  return isGraphSam ? state().vectors['method.average'] : undefined;
}

/** Cosine and length are those of the average, the gap is at what the step perturbed by, which may have another sign or direction. */
async function approximationOf(
  objective: Objective,
  { start, perturbation, average }: Readonly<Record<'start' | 'perturbation' | 'average', Vector>>,
  report: StepReport,
): Promise<ProbedApproximation> {
  const length = norm(perturbation);
  const at = start.slice();
  addScaled({ result: at, start, direction: perturbation }, { factor: (report.rho ?? 0) / length });
  const { loss } = await objective.evaluate(at, start.slice());
  return {
    cosine: cosine(average, perturbation),
    normRatio: norm(average) / length,
    lossGap: report.loss - loss,
  };
}

/** Along the way from where the step began to where it was evaluated last; null if it did not leave. */
function curvatureAlong(
  { start, perturbation }: Readonly<Record<'start' | 'perturbation', Vector>>,
  { weights, gradient }: Evaluated,
): number | null {
  let rise = 0;
  let squared = 0;
  for (let index = 0; index < start.length; index++) {
    const moved = weights[index]! - start[index]!;
    rise += moved * (gradient[index]! - perturbation[index]!);
    squared += moved * moved;
  }
  return squared > 0 ? rise / squared : null;
}

/** The same objective; each whole evaluation is copied, so that the step's last one is left. */
function keepingLast(objective: Objective, last: Evaluated): Objective {
  const { sampleLosses, outputs, sampleIds } = objective;
  return {
    layout: objective.layout,
    evaluate: async (weights, gradient, options) => {
      const evaluation = await objective.evaluate(weights, gradient, options);
      last.weights.set(weights);
      last.gradient.set(gradient);
      return evaluation;
    },
    ...(sampleLosses && { sampleLosses: sampleLosses.bind(objective) }),
    ...(outputs && { outputs: outputs.bind(objective) }),
    ...(sampleIds && { sampleIds: sampleIds.bind(objective) }),
  };
}

function changeOf(before: Vector, now: Vector): GradientChange {
  return { cosine: cosine(before, now), relative: distance(before, now) / norm(before) };
}

function cosine(left: Vector, right: Vector): number {
  return dot(left, right) / (norm(left) * norm(right));
}

export function summarizeProbe(records: readonly ProbeRecord[]): ProbeSummary {
  const approximations = records.flatMap(({ approximation }) => approximation ?? []);
  const changes = records.flatMap(({ change }) => change ?? []);
  return {
    probes: records.length,
    cosine: middle(approximations.map((found) => found.cosine)),
    normRatio: middle(approximations.map((found) => found.normRatio)),
    lossGap: middle(approximations.map((found) => found.lossGap)),
    perturbationChange: middle(changes.map(({ perturbation }) => perturbation.relative)),
    updateChange: middle(changes.map(({ update }) => update.relative)),
  };
}

function middle(values: readonly number[]): number | null {
  const finite = values.filter(Number.isFinite);
  return finite.length > 0 ? median(finite) : null;
}
