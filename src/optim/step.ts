/**
 * One step as a method sees it: the weights, the clock, and evaluations that are counted and checked. The weights
 * themselves are never touched here: a method evaluates at a perturbed copy, so whatever happens, also if the objective
 * throws, they are as they were, bit for bit.
 */
import { addScaled, ConfigError, type ParameterLayout, type Precision, type Vector, zeros } from '../base/index.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { BaseRule } from './definition.ts';
import type { NoiseSource } from './noise.ts';
import type { Clock, EvaluateOptions, Objective } from './objective.ts';
import type { LearningRateRange } from './schedules/schedule.ts';

/**
 * Evaluations of a step: whole loss-and-gradient, the cheap one without mixing, and forward passes without gradient.
 */
export interface EvaluationCounts {
  full: number;
  cheap: number;
  forward: number;
}

/** Thrown inside a step that must not update; the optimizer turns it into a report. Never reaches the caller. */
export class StepSkipped extends Error {}

/** Vectors that are needed only inside a step, by what they hold; allocated once, shared by all methods. */
export class Workspace {
  readonly layout: ParameterLayout;
  readonly precision: Precision;
  readonly #vectors = new Map<string, Vector>();

  constructor(layout: ParameterLayout, precision: Precision) {
    this.layout = layout;
    this.precision = precision;
  }

  vector(name: 'gradient' | 'gradientAtWeights' | 'otherGradient' | 'perturbed' | 'perturbation'): Vector {
    let vector = this.#vectors.get(name);
    if (!vector) this.#vectors.set(name, (vector = zeros(this.layout.size, this.precision)));
    return vector;
  }

  get allocated(): number {
    return this.#vectors.size;
  }
}

export interface MeasuredEvaluation {
  readonly loss: number;
  /** 2-norm of the gradient over all tensors. */
  readonly norm: number;
  readonly outputs: Vector | undefined;
  readonly sampleLosses: Vector | undefined;
}

export interface StepEnvironment {
  readonly weights: Vector;
  readonly objective: Objective;
  readonly clock: Clock;
  /** First epoch of the perturbation window. */
  readonly begin: number;
  readonly learningRate: number;
  /** Lowest and highest learning rate of the schedule. */
  readonly range: LearningRateRange;
  readonly workspace: Workspace;
  readonly arithmetic: Arithmetic;
  readonly noise: NoiseSource;
  /** The base rule's first moment or momentum buffer, if it has one. */
  readonly momentum: Vector | undefined;
  /** Divides by the root of the base rule's second moment (BaseRule), if it has one. */
  readonly precondition: BaseRule['precondition'];
  readonly freshDropout: boolean;
}

export class Step {
  readonly weights: Vector;
  readonly layout: ParameterLayout;
  readonly clock: Clock;
  readonly environment: StepEnvironment;
  readonly counts: EvaluationCounts = { full: 0, cheap: 0, forward: 0 };
  /** Remarks for the report, for instance that a gradient was zero and nothing was perturbed. */
  readonly notes: string[] = [];
  /** Loss of the latest evaluation. */
  lastLoss = Number.NaN;

  constructor(environment: StepEnvironment) {
    this.environment = environment;
    this.weights = environment.weights;
    this.layout = environment.workspace.layout;
    this.clock = environment.clock;
  }

  get noise(): NoiseSource {
    return this.environment.noise;
  }

  /** For schedules of the radius: counted from the first perturbed epoch, for a radius that fell unused before it would be none. */
  get perturbedClock(): Pick<Clock, 'epoch' | 'epochs'> {
    const { begin } = this.environment;
    return { epoch: this.clock.epoch - begin, epochs: this.clock.epochs - begin };
  }

  /** For all that a method with `onDevice` does with vectors. */
  get arithmetic(): Arithmetic {
    return this.environment.arithmetic;
  }

  scratch(name: Parameters<Workspace['vector']>[0]): Vector {
    return this.environment.workspace.vector(name);
  }

  /**
   * Loss and gradient at `at`, the gradient into `into`. A loss or gradient that is not finite ends the step
   * (StepSkipped): nothing is updated. share: the part of the batch that is evaluated, for the counts.
   */
  async evaluate(at: Vector, into: Vector, options: EvaluateOptions = {}, share = 1): Promise<MeasuredEvaluation> {
    const first = this.counts.full + this.counts.cheap === 0;
    const fresh = this.environment.freshDropout && !first ? { freshDropout: true } : {};
    this.counts[options.variant === 'withoutMessagePassing' ? 'cheap' : 'full'] += share;
    const { loss, outputs, sampleLosses } = await this.environment.objective.evaluate(at, into, {
      ...options,
      ...fresh,
    });
    this.lastLoss = loss;
    const where = at === this.weights ? 'the weights' : 'the perturbed weights';
    if (!Number.isFinite(loss)) throw new StepSkipped(`the loss at ${where} is ${loss}`);
    const gradientNorm = await this.arithmetic.norm(into);
    if (!Number.isFinite(gradientNorm)) throw new StepSkipped(`the gradient at ${where} is not finite`);
    return { loss, norm: gradientNorm, outputs, sampleLosses };
  }

  /**
   * Loss of each sample at these weights, [samples]; one forward pass. Throws ConfigError if the objective has none.
   */
  async sampleLosses(at: Vector): Promise<Vector> {
    const { objective } = this.environment;
    if (!objective.sampleLosses) throw missingAbility('gives the loss of each sample (sampleLosses)');
    this.counts.forward += 1;
    return objective.sampleLosses(at);
  }

  /** Outputs without dropout at these weights, [samples, outputs]; one forward pass. Throws ConfigError likewise. */
  async outputs(at: Vector): Promise<Vector> {
    const { objective } = this.environment;
    if (!objective.outputs) throw missingAbility('gives its outputs (outputs)');
    this.counts.forward += 1;
    return objective.outputs(at);
  }

  /** Numbers of the batch's samples in the training set. Throws ConfigError likewise. */
  sampleIds(): readonly number[] {
    const ids = this.environment.objective.sampleIds?.();
    if (!ids) throw missingAbility('numbers its samples (sampleIds)');
    return ids;
  }

  /** weights + factor * direction, in the workspace's `perturbed`; the weights themselves if factor is 0. */
  perturbed(factor: number, direction: Vector): Vector {
    if (factor === 0) return this.weights;
    const result = this.scratch('perturbed');
    this.arithmetic.run(addScaled, { result, start: this.weights, direction }, { factor });
    return result;
  }

  /**
   * The vector divided by the root of the base rule's second moment, in the workspace's `perturbation`, and its 2-norm. Coordinates
   * with small gradients are then perturbed as far as those with large ones (arXiv 2502.02407).
   */
  async preconditioned(vector: Vector): Promise<{ readonly vector: Vector; readonly length: number }> {
    const { precondition } = this.environment;
    if (!precondition)
      throw new ConfigError({
        code: 'not-supported',
        what: 'the base rule keeps no second moment of the gradient: precondition needs adam or adamw',
      });
    const result = this.scratch('perturbation');
    precondition(vector, result, this.arithmetic);
    return { vector: result, length: await this.arithmetic.norm(result) };
  }

  note(text: string): void {
    this.notes.push(text);
  }
}

export function missingAbility(ability: string): ConfigError {
  return new ConfigError({
    code: 'objective-unsuitable',
    what: `this optimizer needs an objective that ${ability}`,
    advice: 'Choose another optimizer, or give the objective that ability.',
  });
}
