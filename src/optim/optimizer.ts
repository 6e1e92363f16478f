/**
 * Joins a method of the family, a base rule and a learning-rate schedule into an optimizer. The method says which
 * gradient, the rule what to do with it, the schedule how far; none knows the others.
 */
import { CheckpointError, ConfigError, unknownName } from '../base/errors.ts';
import type { ParameterLayout, Vector } from '../base/parameter-layout.ts';
import { norm, type Precision, precisionOf, scale, zeros } from '../base/vector.ts';
import { withoutAblationName } from './ablations.ts';
import type { ChosenRule, MethodDefinition, RuleDefinition } from './definition.ts';
import { plain } from './family/plain.ts';
import type { LossPlace, Method } from './method.ts';
import { type NoiseSource, seededNoise } from './noise.ts';
import type { Clock, Objective } from './objective.ts';
import { checkOptions } from './options.ts';
import { methodDefinitions, optimizerNames, ruleDefinitions } from './registry.ts';
import { createSchedule, type ScheduleConfig } from './schedules/registry.ts';
import { checkPart, loadPart, type OptimizerState, savePart } from './state.ts';
import { type EvaluationCounts, Step, StepSkipped, Workspace } from './step.ts';

export interface OptimizerConfig {
  /** A method or a base rule of the registry, or an ablation (ablations.ts). */
  readonly name: string;
  readonly hyperparameters?: Readonly<Record<string, unknown>>;
  /** The base rule beneath a method; default adam. */
  readonly base?: { readonly name: string; readonly hyperparameters?: Readonly<Record<string, unknown>> };
  /** Default: constant, 1e-3. */
  readonly schedule?: ScheduleConfig;
  /** Longest update gradient, over all tensors; a longer one is shortened to it. Default: none. */
  readonly clipNorm?: number;
  /**
   * Draw new dropout masks for every evaluation of a step. Default false: all evaluations of a step see one function.
   */
  readonly freshDropout?: boolean;
}

export interface OptimizerOptions {
  /** Of the weights; default float32. */
  readonly precision?: Precision;
  /** Of the noise of random methods; default 0. */
  readonly seed?: number;
  /** Noise to be used instead of the seed's. */
  readonly noise?: NoiseSource;
}

/** What a step did. */
export interface StepReport {
  /** Not finite only if the step was skipped for it. */
  readonly loss: number;
  readonly lossAt: LossPlace;
  readonly learningRate: number;
  /** Radius or noise scale in force, if the method has one. */
  readonly rho: number | undefined;
  /** 2-norm of the gradient that the base rule got, before clipping. */
  readonly gradientNorm: number;
  readonly perturbationNorm: number;
  readonly evaluations: Readonly<EvaluationCounts>;
  /** Why nothing was updated; undefined if the weights were. */
  readonly skipped: string | undefined;
  /** For instance that a gradient was zero and nothing was perturbed. */
  readonly notes: readonly string[];
}

export interface Optimizer {
  /** Resolved: with all defaults, as a run's configuration keeps it. */
  readonly config: {
    readonly name: string;
    readonly hyperparameters: Readonly<Record<string, unknown>>;
    readonly base: ChosenRule;
  };
  /**
   * One update of the weights, in place. If a loss or gradient is not finite, or the objective throws, weights and
   * state are as before, bit for bit. The weights are never moved to a perturbed point.
   */
  step(weights: Vector, objective: Objective, clock: Clock): Promise<StepReport>;
  /** Vectors in use so far, as long as the weights: kept ones of method and rule, and scratch beyond one gradient. */
  memory(): { readonly persistent: number; readonly transient: number };
  /** A copy of all that resuming needs. */
  state(): OptimizerState;
  /** Throws CheckpointError, and changes nothing, if the state is another optimizer's or damaged. */
  load(state: OptimizerState): void;
}

/**
 * Makes an optimizer.
 *
 *     const optimizer = createOptimizer({ name: 'graphsam', base: { name: 'adam' } }, objective.layout);
 *     const report = await optimizer.step(weights, objective, clock);
 *
 * Throws ConfigError for unknown names, values out of range, and a base rule that cannot serve beneath the method.
 */
export function createOptimizer(
  config: OptimizerConfig,
  layout: ParameterLayout,
  { precision = 'float32', seed = 0, noise = seededNoise(seed) }: OptimizerOptions = {},
): Optimizer {
  const named = withoutAblationName(config);
  const resolved = resolveConfig(named);
  const allocate = (): Vector => zeros(layout.size, precision);
  const context = { layout, precision, allocate, rule: resolved.base };
  const method = resolved.method?.create(resolved.hyperparameters, context) ?? plain();
  const adapted = resolved.method?.adaptRule?.(resolved.base) ?? resolved.base;
  const rule = resolved.rule.create(adapted.hyperparameters, context);
  const schedule = createSchedule(config.schedule ?? { name: 'constant' });
  const workspace = new Workspace(layout, precision);
  const { clipNorm, freshDropout = false } = config;
  if (clipNorm !== undefined && !(clipNorm > 0)) {
    throw new ConfigError({ what: `clipNorm is ${clipNorm}`, advice: 'Give a number above 0, or none.' });
  }

  return {
    config: { name: named.name, hyperparameters: resolved.hyperparameters, base: resolved.base },
    step: async (weights, objective, clock) => {
      requireFittingWeights(weights, layout, precision);
      const learningRate = schedule.learningRate(clock);
      const range = schedule.range(clock);
      const { momentum } = rule;
      const step = new Step({
        weights,
        objective,
        clock,
        learningRate,
        range,
        workspace,
        noise,
        momentum,
        freshDropout,
      });
      const outcome = await directionOf(method, step, noise);
      const common = { learningRate, evaluations: step.counts, notes: step.notes };
      if ('skipped' in outcome) return { ...skippedReport, ...common, loss: step.lastLoss, skipped: outcome.skipped };

      const { gradient, gradientNorm, loss, lossAt, rho, perturbationNorm } = outcome;
      outcome.commit?.();
      if (clipNorm !== undefined && gradientNorm > clipNorm) {
        scale({ vector: gradient }, { factor: clipNorm / gradientNorm });
      }
      rule.apply(weights, gradient, learningRate);
      method.afterUpdate?.(weights);
      return { ...common, loss, lossAt, rho, gradientNorm, perturbationNorm, skipped: undefined };
    },
    memory: () => {
      const kept = [...Object.values(method.state.vectors), ...Object.values(rule.state.vectors)];
      const persistent = kept.filter((vector) => vector.length === layout.size).length;
      return { persistent, transient: Math.max(0, workspace.allocated - 1) };
    },
    state: () => {
      const parts = [savePart('method', method.state), savePart('rule', rule.state)];
      return {
        version: 1,
        method: resolved.method?.name ?? 'none',
        rule: resolved.rule.name,
        vectors: Object.assign({}, ...parts.map(({ vectors }) => vectors)),
        scalars: Object.assign({ noise: noise.state() }, ...parts.map(({ scalars }) => scalars)),
      };
    },
    load: (state) => {
      requireSameOptimizer(state, resolved.method?.name ?? 'none', resolved.rule.name);
      checkPart('method', method.state, state);
      checkPart('rule', rule.state, state);
      loadPart('method', method.state, state);
      loadPart('rule', rule.state, state);
      noise.load(state.scalars.noise as ReturnType<NoiseSource['state']>);
    },
  };
}

const skippedReport = { lossAt: 'weights', rho: undefined, gradientNorm: Number.NaN, perturbationNorm: 0 } as const;

type Outcome =
  | (Awaited<ReturnType<Method['direction']>> & { readonly gradientNorm: number })
  | { readonly skipped: string };

/** Whatever fails, the noise is wound back: a step that did not happen leaves no trace. */
async function directionOf(method: Method, step: Step, noise: NoiseSource): Promise<Outcome> {
  const noiseBefore = noise.state();
  try {
    const direction = await method.direction(step);
    const gradientNorm = direction.norm ?? norm(direction.gradient);
    if (!Number.isFinite(gradientNorm)) throw new StepSkipped('the update gradient is not finite');
    return { ...direction, gradientNorm };
  } catch (error) {
    noise.load(noiseBefore);
    if (error instanceof StepSkipped) return { skipped: error.message };
    throw error;
  }
}

interface ResolvedConfig {
  readonly method: MethodDefinition | undefined;
  readonly rule: RuleDefinition;
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  readonly base: ChosenRule;
}

function resolveConfig({ name, hyperparameters = {}, base }: OptimizerConfig): ResolvedConfig {
  const alone = ruleDefinitions.find((rule) => rule.name === name);
  if (alone) {
    if (base && base.name !== name) {
      throw new ConfigError({
        what: `${name} is a base rule and cannot sit on the base rule ${base.name}`,
        advice: `Choose ${base.name} as optimizer, or a method of the family.`,
      });
    }
    const checked = checkOptions(name, alone.hyperparameters, { ...base?.hyperparameters, ...hyperparameters });
    return { method: undefined, rule: alone, hyperparameters: checked, base: { name, hyperparameters: checked } };
  }
  const method = methodDefinitions.find((candidate) => candidate.name === name);
  if (!method) throw unknownName('optimizer', name, optimizerNames);
  const baseName = base?.name ?? 'adam';
  const rule = ruleDefinitions.find((candidate) => candidate.name === baseName);
  if (!rule)
    throw unknownName(
      'base rule',
      baseName,
      ruleDefinitions.map((candidate) => candidate.name),
    );
  return {
    method,
    rule,
    hyperparameters: checkOptions(name, method.hyperparameters, hyperparameters, method.aliases),
    base: {
      name: baseName,
      hyperparameters: checkOptions(baseName, rule.hyperparameters, base?.hyperparameters ?? {}),
    },
  };
}

function requireFittingWeights(weights: Vector, layout: ParameterLayout, precision: Precision): void {
  if (weights.length === layout.size && precisionOf(weights) === precision) return;
  throw new ConfigError({
    what: `weights are ${weights.length} ${precisionOf(weights)} numbers, the optimizer is for ${layout.size} ${precision}`,
    advice: 'Give the weights of the layout that the optimizer was made with, and its precision.',
  });
}

function requireSameOptimizer(state: OptimizerState, method: string, rule: string): void {
  if (state.version !== 1) {
    throw new CheckpointError({
      what: `optimizer state has version ${state.version}, known is 1`,
      advice: 'It was written by a newer graphsam: update.',
    });
  }
  if (state.method === method && state.rule === rule) return;
  throw new CheckpointError({
    what: `the state is that of ${state.method} on ${state.rule}, the optimizer is ${method} on ${rule}`,
    advice: 'Resume with the optimizer that the checkpoint was made with.',
  });
}
