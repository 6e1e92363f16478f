/**
 * What is said of a prediction beside its value, target by target: `<target>_unc` in the unit of the target, `<target>_mutual_information` and
 * `<target>_entropy` of classes (in nats), at a coverage `<target>_low` and `<target>_high`, or `<target>_set` with the classes that are
 * possible. Deviations are scaled as the model file says.
 *   entropy: of the mean probabilities; mutual information: that less the mean entropy of the members, the part that they disagree on
 * Source of the two: Depeweg et al. 2018, arXiv 1710.07283.
 */
import { mean, sampleDeviation } from '../base/index.ts';
import {
  type Conformal,
  conformalBound,
  labelSet,
  type SpreadScaling,
  scaledSpread,
  type Trust,
} from '../calibration/index.ts';
import { findTask, type TargetSpace, type TaskType } from '../tasks/index.ts';

export interface TrustedModel extends TargetSpace {
  readonly taskType: TaskType;
  readonly trust?: Trust | undefined;
}

export interface TrustOptions {
  /** Deviations or entropies are wanted, and the model gives them. */
  readonly withUncertainty: boolean;
  /** Of intervals or sets of classes, above 0 and below 1; undefined: none. */
  readonly coverage?: number | undefined;
  /** Deviations and entropies are those of so many passes with dropout; 0 or undefined: of the model itself. */
  readonly dropoutPasses?: number | undefined;
}

export interface TrustField {
  /** Behind the name of the target. */
  readonly suffix: string;
  readonly kind: 'number' | 'text';
}

export type TrustValue = number | string | undefined;

/** What a model answers for one molecule. */
export interface TrustedAnswer {
  /** As users read them, [tasks, outputs]. */
  readonly values: ArrayLike<number>;
  /** Deviations, [tasks, outputs]. */
  readonly spread?: ArrayLike<number> | undefined;
  /** Of each member, as values. */
  readonly members?: readonly ArrayLike<number>[] | undefined;
  /** Of each pass with dropout, as values. */
  readonly passes?: readonly ArrayLike<number>[] | undefined;
}

/** Of every target. */
export function trustFields({ taskType }: TrustedModel, { withUncertainty, coverage }: TrustOptions): TrustField[] {
  const names = findTask(taskType).classProbabilities
    ? { uncertainty: ['_mutual_information', '_entropy'], range: ['_set'] }
    : { uncertainty: ['_unc'], range: ['_low', '_high'] };
  const suffixes = [...(withUncertainty ? names.uncertainty : []), ...(coverage === undefined ? [] : names.range)];
  return suffixes.map((suffix) => ({ suffix, kind: suffix === '_set' ? 'text' : 'number' }));
}

/** A value for each field, target by target, [tasks][fields]. */
export function trustValues(model: TrustedModel, answer: TrustedAnswer, options: TrustOptions): TrustValue[][] {
  const { classProbabilities } = findTask(model.taskType);
  const outputs = answer.values.length / model.taskNames.length;
  return model.taskNames.map((_, task) => {
    const own = (values: ArrayLike<number>): number[] =>
      Array.from({ length: outputs }, (_output, at) => values[task * outputs + at]!);
    if (!classProbabilities) return quantityValues(model.trust, { task, own, answer }, options);
    const { length } = model.classes?.[task] ?? ['0', '1'];
    const of = (values: ArrayLike<number>): number[] => classProbabilities(own(values)).slice(0, length);
    return classValues(model, { task, of, answer }, options);
  });
}

interface Quantity {
  readonly task: number;
  readonly own: (values: ArrayLike<number>) => number[];
  readonly answer: TrustedAnswer;
}

function quantityValues(
  trust: Trust | undefined,
  { task, own, answer }: Quantity,
  { withUncertainty, coverage }: TrustOptions,
): TrustValue[] {
  const [value] = own(answer.values) as [number];
  const said = answer.spread && own(answer.spread)[0]!;
  const deviation = said === undefined ? undefined : scaled(said, trust?.spread?.targets[task]);
  const ofPasses = answer.passes && (sampleDeviation(answer.passes.map((pass) => own(pass)[0]!)) ?? 0);
  const half = coverage === undefined ? undefined : halfWidth(trust?.conformal, { task, deviation }, coverage);
  return [
    ...(withUncertainty ? [ofPasses === undefined ? deviation : scaled(ofPasses, trust?.dropout?.targets[task])] : []),
    ...(coverage === undefined ? [] : half === undefined ? [undefined, undefined] : [value - half, value + half]),
  ];
}

/** As it is where no factor was fitted to it. */
function scaled(deviation: number, scaling: SpreadScaling['targets'][number] | undefined): number {
  return scaling ? scaledSpread(deviation, scaling) : deviation;
}

/** Undefined where the validation part had too few rows for the coverage. */
function halfWidth(
  conformal: Conformal | undefined,
  { task, deviation }: { readonly task: number; readonly deviation: number | undefined },
  coverage: number,
): number | undefined {
  const scores = conformal?.targets[task]?.scores[0];
  const unit = conformal?.normalized ? deviation : 1;
  if (!scores || unit === undefined) return undefined;
  const half = conformalBound(scores, coverage) * unit;
  return Number.isFinite(half) ? half : undefined;
}

interface Classes {
  readonly task: number;
  readonly of: (values: ArrayLike<number>) => number[];
  readonly answer: TrustedAnswer;
}

function classValues(
  { trust, classes }: TrustedModel,
  { task, of, answer }: Classes,
  { withUncertainty, coverage }: TrustOptions,
): TrustValue[] {
  const probabilities = of(answer.values);
  const scores = trust?.conformal?.targets[task]?.scores;
  const names = classes?.[task] ?? ['0', '1'];
  const set = scores && coverage !== undefined && labelSet(probabilities, scores, coverage).map((at) => names[at]!);
  return [
    ...(withUncertainty ? entropies((answer.passes ?? answer.members)?.map(of)) : []),
    ...(coverage === undefined ? [] : [set ? set.join('|') || 'none' : undefined]),
  ];
}

/** Mutual information and total entropy. */
function entropies(members: readonly (readonly number[])[] | undefined): [TrustValue, TrustValue] {
  if (!members) return [undefined, undefined];
  const averaged = members[0]!.map((_, at) => mean(members.map((each) => each[at]!)));
  const total = entropy(averaged);
  const expected = mean(members.map(entropy));
  return [Math.max(0, total - expected), total];
}

function entropy(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, each) => (each > 0 ? sum - each * Math.log(each) : sum), 0);
}
