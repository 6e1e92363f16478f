/**
 * A method on a base rule under a schedule: what createOptimizer gives. Its functions are properties, so that they can be passed on
 * alone and an optimizer can be wrapped by spreading it.
 */
import {
  CheckpointError,
  ConfigError,
  type ParameterLayout,
  type Precision,
  precisionOf,
  scale,
  type Vector,
  zeros,
} from '../base/index.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { BaseRule } from './definition.ts';
import { plain } from './family/plain.ts';
import { type Method, noState } from './method.ts';
import type { NoiseSource } from './noise.ts';
import type { Optimizer } from './optimizer.ts';
import { isPerturbed, type PerturbationWindow, perturbedEpochs } from './perturbation-window.ts';
import type { ResolvedConfig } from './resolve-config.ts';
import type { Schedule } from './schedules/schedule.ts';
import { checkPart, loadPart, type OptimizerState, savePart } from './state.ts';
import { Step, StepSkipped, Workspace } from './step.ts';

export interface ComposedParts {
  readonly name: string;
  readonly resolved: ResolvedConfig;
  readonly schedule: Schedule;
  readonly layout: ParameterLayout;
  readonly precision: Precision;
  readonly noise: NoiseSource;
  readonly arithmetic: Arithmetic;
  readonly clipNorm: number | undefined;
  readonly freshDropout: boolean;
  readonly perturb: PerturbationWindow;
}

export class ComposedOptimizer implements Optimizer {
  readonly config: Optimizer['config'];
  readonly #parts: ComposedParts;
  readonly #method: Method;
  /** Acts outside of the window. */
  readonly #plain = plain();
  readonly #rule: BaseRule;
  readonly #workspace: Workspace;

  constructor(parts: ComposedParts) {
    const { name, resolved, layout, precision } = parts;
    const { method, rule, hyperparameters, base } = resolved;
    const context = { layout, precision, allocate: (): Vector => zeros(layout.size, precision), rule: base };
    this.config = { name, hyperparameters, base };
    this.#parts = parts;
    this.#rule = rule.create(base.hyperparameters, context);
    this.#method = method?.create(hyperparameters, context) ?? ownEstimate(this.#rule) ?? plain();
    this.#workspace = new Workspace(layout, precision);
  }

  readonly step: Optimizer['step'] = async (weights, objective, clock) => {
    const { schedule, layout, precision, noise, arithmetic, clipNorm, freshDropout, perturb } = this.#parts;
    requireFittingWeights(weights, layout, precision);
    const learningRate = schedule.learningRate(clock);
    const range = schedule.range(clock);
    const { momentum, precondition } = this.#rule;
    const workspace = this.#workspace;
    const environment = {
      weights,
      objective,
      clock,
      begin: perturbedEpochs(perturb, clock.epochs).from,
      learningRate,
      range,
      workspace,
      arithmetic,
      noise,
      momentum,
      precondition,
      freshDropout,
    };
    const step = new Step(environment);
    const method = isPerturbed(perturb, clock) ? this.#method : this.#plain;
    const outcome = await estimateOf(method, step, noise);
    const common = { learningRate, evaluations: step.counts, notes: step.notes };
    if ('skipped' in outcome) return { ...skippedReport, ...common, loss: step.lastLoss, skipped: outcome.skipped };

    const { gradient, gradientNorm, loss, lossAt, rho, perturbationNorm } = outcome;
    outcome.commit?.();
    if (clipNorm !== undefined && gradientNorm > clipNorm) {
      arithmetic.run(scale, { vector: gradient }, { factor: clipNorm / gradientNorm });
    }
    const update = [weights, gradient, learningRate, arithmetic] as const;
    if (outcome.decaysAfter && this.#rule.applyThenDecay) this.#rule.applyThenDecay(...update);
    else this.#rule.apply(...update);
    method.afterUpdate?.(weights);
    await arithmetic.settle();
    return { ...common, loss, lossAt, rho, gradientNorm, perturbationNorm, skipped: undefined };
  };

  readonly isWarmingUp: Optimizer['isWarmingUp'] = (clock) => this.#parts.schedule.isWarmingUp(clock);

  readonly memory: Optimizer['memory'] = () => {
    const kept = [...Object.values(this.#method.state.vectors), ...Object.values(this.#rule.state.vectors)];
    const persistent = kept.filter((vector) => vector.length === this.#parts.layout.size).length;
    return { persistent, transient: Math.max(0, this.#workspace.allocated - 1) };
  };

  readonly posteriorDeviation: NonNullable<Optimizer['posteriorDeviation']> = () => this.#rule.posteriorDeviation?.();

  readonly state: Optimizer['state'] = () => {
    const parts = [savePart('method', this.#method.state), savePart('rule', this.#rule.state)];
    return {
      version: 1,
      ...this.#names,
      vectors: Object.assign({}, ...parts.map(({ vectors }) => vectors)),
      scalars: Object.assign({ noise: this.#parts.noise.state() }, ...parts.map(({ scalars }) => scalars)),
    };
  };

  readonly load: Optimizer['load'] = (state) => {
    requireSameOptimizer(state, this.#names);
    checkPart('method', this.#method.state, state);
    checkPart('rule', this.#rule.state, state);
    loadPart('method', this.#method.state, state);
    loadPart('rule', this.#rule.state, state);
    this.#parts.noise.load(state.scalars.noise as ReturnType<NoiseSource['state']>);
  };

  get #names(): OptimizerNames {
    const { method, rule } = this.#parts.resolved;
    return { method: method?.name ?? 'none', rule: rule.name };
  }
}

/** The method of a rule that chooses itself where its gradient is taken; its state is the rule's. */
function ownEstimate({ estimate }: BaseRule): Method | undefined {
  return estimate && { state: noState(), estimate };
}

type OptimizerNames = Pick<OptimizerState, 'method' | 'rule'>;

const skippedReport = { lossAt: 'weights', rho: undefined, gradientNorm: Number.NaN, perturbationNorm: 0 } as const;

type Outcome =
  | (Awaited<ReturnType<Method['estimate']>> & { readonly gradientNorm: number })
  | { readonly skipped: string };

/** Whatever fails, the noise is wound back: a step that did not happen leaves no trace. */
async function estimateOf(method: Method, step: Step, noise: NoiseSource): Promise<Outcome> {
  const noiseBefore = noise.state();
  try {
    const estimate = await method.estimate(step);
    const gradientNorm = estimate.norm ?? (await step.arithmetic.norm(estimate.gradient));
    if (!Number.isFinite(gradientNorm)) throw new StepSkipped('the update gradient is not finite');
    return { ...estimate, gradientNorm };
  } catch (error) {
    noise.load(noiseBefore);
    if (error instanceof StepSkipped) return { skipped: error.message };
    throw error;
  }
}

function requireFittingWeights(weights: Vector, layout: ParameterLayout, precision: Precision): void {
  if (weights.length === layout.size && precisionOf(weights) === precision) return;
  throw new ConfigError({
    code: 'layout-mismatch',
    what: `weights are ${weights.length} ${precisionOf(weights)} numbers, the optimizer is for ${layout.size} ${precision}`,
    advice: 'Give the weights of the layout that the optimizer was made with, and its precision.',
  });
}

function requireSameOptimizer(state: OptimizerState, { method, rule }: OptimizerNames): void {
  if (state.version !== 1) {
    throw new CheckpointError({
      code: 'newer-format',
      what: `optimizer state has version ${state.version}, known is 1`,
      advice: 'It was written by a newer graphsam: update.',
    });
  }
  if (state.method === method && state.rule === rule) return;
  throw new CheckpointError({
    code: 'optimizer-state-mismatch',
    what: `the state is that of ${state.method} on ${state.rule}, the optimizer is ${method} on ${rule}`,
    advice: 'Resume with the optimizer that the checkpoint was made with.',
  });
}
