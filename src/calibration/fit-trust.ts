/** All that is fitted to rows that a model was not trained on, and goes with the model: how to correct it, and how far off it is. */
import { z } from 'zod';
import { setting } from '../base/index.ts';
import { Predictions } from '../metrics/index.ts';
import type { TaskDefinition } from '../tasks/index.ts';
import {
  type ClassCalibration,
  calibratedProbabilities,
  classCalibrationSchema,
  type TargetCalibration,
  unchanged,
} from './class-calibration.ts';
import { conformalSchema, keptScores } from './conformal.ts';
import { type CalibrationRows, calibrationMethods, unusable } from './methods.ts';
import { asItIs, fitSpread, type SpreadScaling, scaledSpread, spreadScalingSchema } from './spread-scaling.ts';

export const trustSchema = z.object({
  /** Correction of probabilities; it is a part of the file's computation already. */
  classes: classCalibrationSchema.optional(),
  /** Of the deviations that the model says. */
  spread: spreadScalingSchema.optional(),
  /** Of the deviations of passes with dropout, of quantities. */
  dropout: spreadScalingSchema.optional(),
  conformal: conformalSchema.optional(),
});
export type Trust = z.output<typeof trustSchema>;

/** Rows that the model was not trained on. */
export interface HeldOutRows {
  /** [rows, tasks], NaN where missing; limits are missing. */
  readonly labels: Float64Array;
  readonly predictions: Predictions;
  /** Deviation that the model says of each, [rows, tasks], NaN where it says none; undefined: it says none at all. */
  readonly spread?: ArrayLike<number> | undefined;
  /** In the same way, deviation of passes with dropout. */
  readonly dropoutSpread?: ArrayLike<number> | undefined;
}

export interface FitTrustOptions {
  readonly task: TaskDefinition;
  readonly taskNames: readonly string[];
  readonly classes?: readonly (readonly string[])[] | undefined;
  /** Name of a calibration method, or `none`. */
  readonly calibration: string;
  /** The user asked for that method: what it cannot do is a warning. */
  readonly isAsked: boolean;
}

export interface FittedTrust {
  readonly trust: Trust;
  readonly warnings: readonly string[];
}

/** Fewest scores of which a bound says something: with nine, the largest bounds 90 %. */
const leastScores = 9;

export function fitTrust(rows: HeldOutRows, options: FitTrustOptions): FittedTrust {
  return options.task.classProbabilities ? fitClasses(rows, options) : fitQuantities(rows, options);
}

function fitQuantities(held: HeldOutRows, options: FitTrustOptions): FittedTrust {
  const { rows, tasks } = held.predictions;
  const warnings = withoutProbabilities(options);
  if (rows === 0) return { trust: {}, warnings };
  const targets = Array.from({ length: tasks }, (_, task) => task);
  const scalingsBy = (spread: HeldOutRows['spread']) => targets.map((task) => targetScaling({ ...held, spread }, task));
  const scaling = ownScalings(scalingsBy(held.spread));
  const dropout = dropoutScalings(scalingsBy(held.dropoutSpread));
  const scores = targets.map((task) => {
    const { errors, deviations } = heldOutErrors(held, task, { withSpread: scaling !== undefined });
    const unit = (index: number): number => (scaling ? scaledSpread(deviations[index]!, scaling[task]!) : 1);
    return keptScores(errors.map((error, index) => Math.abs(error) / unit(index)));
  });
  const isKnown = scores.some(({ length }) => length >= leastScores);
  return {
    trust: {
      ...(scaling && { spread: { targets: scaling } }),
      ...(dropout && { dropout: { targets: dropout } }),
      ...(isKnown && {
        conformal: { normalized: scaling !== undefined, targets: scores.map((ofTarget) => ({ scores: [ofTarget] })) },
      }),
    },
    warnings,
  };
}

type Scalings = SpreadScaling['targets'];

/**
 * Of the deviations that the model says. Undefined where the errors of one target cannot be divided by them: the intervals of all are then as
 * wide for every molecule.
 */
function ownScalings(found: readonly (Scalings[number] | undefined)[]): Scalings | undefined {
  return found.every((each) => each !== undefined) ? [...found] : undefined;
}

/** Of each target by itself, since no interval is made of them. Undefined where nothing is known of any. */
function dropoutScalings(found: readonly (Scalings[number] | undefined)[]): Scalings | undefined {
  return found.some((each) => each !== undefined) ? found.map((each) => each ?? asItIs) : undefined;
}

function targetScaling(held: HeldOutRows, task: number): Scalings[number] | undefined {
  if (!held.spread) return undefined;
  const all = heldOutErrors(held, task, { withSpread: false });
  const known = heldOutErrors(held, task, { withSpread: true });
  // With members that are folds, most rows may have been new to one of them only: too few are left to bound anything.
  const isTooFew = known.errors.length < Math.min(leastScores, all.errors.length);
  return isTooFew ? undefined : fitSpread(known.errors, known.deviations);
}

/** Of the rows with a label. withSpread: of those alone of which the model says a deviation. */
function heldOutErrors(
  { labels, predictions, spread }: HeldOutRows,
  task: number,
  { withSpread }: { readonly withSpread: boolean },
): { readonly errors: number[]; readonly deviations: number[] } {
  const { rows, tasks } = predictions;
  const deviationOf = (row: number): number => spread?.[row * tasks + task] ?? Number.NaN;
  const present = labeledRows(labels, { rows, tasks, task }).filter(
    (row) => !withSpread || !Number.isNaN(deviationOf(row)),
  );
  return {
    errors: present.map((row) => labels[row * tasks + task]! - predictions.of(row, task)[0]!),
    deviations: present.map(deviationOf),
  };
}

/** That a method which was asked for has nothing to correct. */
function withoutProbabilities({ task, calibration, isAsked }: FitTrustOptions): string[] {
  if (!isAsked || calibrationMethods.every(({ name }) => name !== calibration)) return [];
  return [
    `Nothing is corrected by ${setting('training.calibration', calibration)}: it is for probabilities, and the task is ${task.name}.`,
  ];
}

function fitClasses(rows: HeldOutRows, options: FitTrustOptions): FittedTrust {
  const { task, taskNames, classes, calibration, isAsked } = options;
  const method = calibrationMethods.find(({ name }) => name === calibration);
  const warnings: string[] = [];
  const fitted = taskNames.map((name, target) => {
    const found = calibrationRows(rows, task, target, classes?.[target]?.length);
    const reason = method && unusable(method, found.labels, found.probabilities[0]?.length ?? 2);
    if (reason !== undefined && isAsked) warnings.push(`The probabilities of ${name} are not corrected: ${reason}.`);
    const correction = method && reason === undefined ? method.fit(found) : unchanged;
    return { correction, scores: classScores(found, correction) };
  });
  const isCorrected = fitted.some(({ correction }) => correction.labels > 0);
  const isKnown = fitted.some(({ scores }) => scores.some((ofClass) => ofClass.length >= leastScores));
  return {
    trust: {
      ...(isCorrected && { classes: { method: calibration, targets: fitted.map(({ correction }) => correction) } }),
      ...(isKnown && { conformal: { normalized: false, targets: fitted.map(({ scores }) => ({ scores })) } }),
    },
    warnings,
  };
}

/** 1 - p(label), of the rows of each class. */
function classScores({ labels, logits }: CalibrationRows, correction: TargetCalibration): number[][] {
  const probabilities = logits.map((row) => calibratedProbabilities(row, correction));
  return (logits[0] ?? []).map((_, at) => {
    const own = probabilities.filter((_row, index) => labels[index] === at);
    return keptScores(own.map((row) => Math.max(0, 1 - row[at]!)));
  });
}

function calibrationRows(
  { labels, predictions }: HeldOutRows,
  task: TaskDefinition,
  target: number,
  classes: number | undefined,
): CalibrationRows {
  const { rows, tasks } = predictions;
  const present = labeledRows(labels, { rows, tasks, task: target });
  const logits = present.map((row) => classLogits(predictions, task, { row, target, classes }));
  return {
    labels: present.map((row) => labels[row * tasks + target]!),
    logits,
    probabilities: logits.map((row) => calibratedProbabilities(row, unchanged)),
  };
}

interface Cell {
  readonly row: number;
  readonly target: number;
  /** Of a target that has fewer than others. */
  readonly classes?: number | undefined;
}

/** Probabilities below are taken for this: float32 knows no smaller difference from 1. */
const leastProbability = 1e-12;

function classLogits(predictions: Predictions, task: TaskDefinition, { row, target, classes }: Cell): number[] {
  const outputs = predictions.of(row, target);
  if (predictions.scores === 'logit') return [0, outputs[0]!];
  const probabilities = task.classProbabilities!(outputs).slice(0, classes);
  return probabilities.map((probability) => Math.log(Math.max(probability, leastProbability)));
}

function labeledRows(
  labels: Float64Array,
  { rows, tasks, task }: { readonly rows: number; readonly tasks: number; readonly task: number },
): number[] {
  return Array.from({ length: rows }, (_, row) => row).filter((row) => !Number.isNaN(labels[row * tasks + task]!));
}

/** The predictions of a model as its corrected file gives them, as users read them. */
export function calibrated(
  predictions: Predictions,
  task: TaskDefinition,
  {
    calibration,
    classes,
  }: {
    readonly calibration: ClassCalibration | undefined;
    readonly classes?: readonly (readonly string[])[] | undefined;
  },
): Predictions {
  const final = task.toFinal(predictions);
  if (!calibration) return final;
  const values = final.values.slice();
  for (let row = 0; row < final.rows; row++) {
    calibration.targets.forEach((correction, target) => {
      const logits = classLogits(predictions, task, { row, target, classes: classes?.[target]?.length });
      const probabilities = calibratedProbabilities(logits, correction);
      const start = row * final.width + target * final.outputs.length;
      // Of yes and no, yes alone is an output.
      values.set(final.outputs.length === 1 ? probabilities.slice(1) : probabilities, start);
    });
  }
  return new Predictions(values, final);
}
