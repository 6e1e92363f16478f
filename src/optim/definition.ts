/**
 * What the registry knows of a base rule or a method. Help, documentation, the command line and the shared tests are
 * made from these entries; nothing is listed a second time.
 */
import type { z } from 'zod';
import type { ParameterLayout, Precision, Vector } from '../base/index.ts';
import type { Aliases } from '../config/index.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { GradientEstimate, Method, MethodContext } from './method.ts';
import type { PartState } from './state.ts';
import type { EvaluationCounts, Step } from './step.ts';

export interface Citation {
  readonly paper: string;
  /** Identifier at arxiv.org, for instance 2010.01412. */
  readonly arxiv: string;
}

interface Described<H extends z.ZodObject> {
  /** As on the command line. */
  readonly name: string;
  /** As in its paper. */
  readonly title: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** When to choose it, for docs/optimizers.md. */
  readonly guidance: string;
  readonly citation: Citation;
  readonly hyperparameters: H;
  /** Other names of hyper-parameters, alias to name. */
  readonly aliases?: Aliases;
  /** Throws ConfigError for hyper-parameters that contradict each other. */
  readonly check?: (hyperparameters: z.output<H>) => void;
  /**
   * Whether everything that it does with vectors goes through an Arithmetic, so that they may lie in the memory of a device.
   * Default: never.
   */
  readonly onDevice?: (hyperparameters: z.output<H>) => boolean;
}

/** A base rule: turns a gradient into an update. */
export interface BaseRule {
  readonly state: PartState;
  /** First moment or momentum buffer, if the rule keeps one. */
  readonly momentum: Vector | undefined;
  /** result = vector / (root of the second moment + epsilon), a copy before the first update; of rules that keep a second moment. */
  precondition?(vector: Vector, result: Vector, arithmetic: Arithmetic): void;
  /** Of rules that choose themselves where the gradient is taken (`standsAlone`); as a method's, in a step that may be rejected. */
  estimate?(step: Step): Promise<GradientEstimate>;
  /** Standard deviation of each weight, of rules that learn a distribution of weights; a copy. */
  posteriorDeviation?(): Vector;
  /** One update of the weights, in place. */
  apply(weights: Vector, gradient: Vector, learningRate: number, arithmetic: Arithmetic): void;
  /** The same with the decay after the step, of rules that shrink the weights before it (GradientEstimate.decaysAfter). */
  applyThenDecay?(weights: Vector, gradient: Vector, learningRate: number, arithmetic: Arithmetic): void;
}

export interface RuleContext {
  readonly layout: ParameterLayout;
  readonly precision: Precision;
  /** A state vector: zeros, as long as the weights. */
  readonly allocate: () => Vector;
}

export interface RuleDefinition<H extends z.ZodObject = z.ZodObject> extends Described<H> {
  readonly kind: 'rule';
  /** State vectors, as long as the weights. */
  readonly memory: (hyperparameters: z.output<H>) => number;
  /** Scratch vectors beyond one gradient; default 0. */
  readonly transient?: number;
  /** It keeps a second moment of the gradient that a perturbation can be divided by the root of (`BaseRule.precondition`). */
  readonly preconditions?: boolean;
  /** It chooses itself where its gradient is taken, so that no method can sit on it. */
  readonly standsAlone?: boolean;
  /** It learns a distribution of the weights, from which networks can be drawn (`BaseRule.posteriorDeviation`). */
  readonly learnsPosterior?: boolean;
  /** Peak of the learning rate that it needs, where Adam's will not do: far lower ones are cautioned, a search lies around it. */
  readonly learningRate?: number;
  readonly create: (hyperparameters: z.output<H>, context: RuleContext) => BaseRule;
}

/** What a method asks of the objective beyond loss and gradient. */
export type Need = 'nextBatch' | 'sampleLosses' | 'outputs' | 'consistency' | 'sampleIds' | 'withoutMessagePassing';

/** A base rule with its checked hyper-parameters. */
export interface ChosenRule {
  readonly name: string;
  readonly hyperparameters: Readonly<Record<string, unknown>>;
}

export interface Memory {
  /** Vectors as long as the weights that are kept from step to step and saved. */
  readonly persistent: number;
  /** Scratch vectors beyond one gradient. */
  readonly transient: number;
  /** Anything else, in words. */
  readonly other?: string;
}

/** Epochs from 0: from <= epoch < until; until undefined: to the end. */
export interface EpochSpan {
  readonly from: number;
  readonly until?: number | undefined;
  /** The hyper-parameters that make it so, for messages. */
  readonly because: string;
  /** What to change if that is too late; undefined: nothing can begin earlier. */
  readonly advice: string | undefined;
}

export interface MethodDefinition<H extends z.ZodObject = z.ZodObject> extends Described<H> {
  readonly kind: 'method';
  /** Evaluations a step, on average over an epoch. */
  readonly evaluations: (hyperparameters: z.output<H>, stepsPerEpoch: number) => EvaluationCounts;
  readonly memory: (hyperparameters: z.output<H>) => Memory;
  readonly needs: (hyperparameters: z.output<H>) => readonly Need[];
  /** Hyper-parameters under which the method is exactly its base rule, if there are any (shared tests). */
  readonly reducesToBase?: Readonly<Record<string, unknown>>;
  /** What the user should know before a training with these hyper-parameters: settings that failed in ours, and what works. */
  readonly caution?: (hyperparameters: z.output<H>) => string | undefined;
  /** Epochs in which it does more than its base rule; begin: the first that the perturbation window allows. Default: all of these. */
  readonly actsIn?: (hyperparameters: z.output<H>, begin: number) => EpochSpan;
  /** Whether it multiplies gradients by the loss, which must not be below 0 then. Default: never. */
  readonly multipliesByLoss?: (hyperparameters: z.output<H>) => boolean;
  /** Throws ConfigError if the base rule cannot serve. */
  readonly checkRule?: (rule: ChosenRule) => void;
  readonly create: (hyperparameters: z.output<H>, context: MethodContext & { readonly rule: ChosenRule }) => Method;
}

/** Checks a definition against its own schema and forgets the schema's type, so that all fit in one list. */
export function defineRule<H extends z.ZodObject>(definition: Omit<RuleDefinition<H>, 'kind'>): RuleDefinition {
  return { kind: 'rule', ...definition } as unknown as RuleDefinition;
}

export function defineMethod<H extends z.ZodObject>(definition: Omit<MethodDefinition<H>, 'kind'>): MethodDefinition {
  return { kind: 'method', ...definition } as unknown as MethodDefinition;
}
