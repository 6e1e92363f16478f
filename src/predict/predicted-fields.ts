/**
 * What a model answers for a molecule, as named fields: tables have a column for each, the library and the service a value for each.
 * Whatever a model answers beyond its targets' values belongs into these two functions, and is then everywhere.
 */
import type { ModelCard } from '../runs/index.ts';
import { findTask, predictionNames } from '../tasks/index.ts';
import type { StructurePrediction } from './predictor.ts';

/** What a model predicts, as far as its fields need it: a part of its card. */
export type PredictedTargets = Pick<ModelCard, 'tasks' | 'taskType' | 'classes'>;

export interface PredictedField {
  /** `logS_prediction` */
  readonly name: string;
  readonly kind: 'number' | 'text';
}

/** The fields of a model, in their order. */
export function predictedFields(targets: PredictedTargets): PredictedField[] {
  const { columns } = findTask(targets.taskType);
  return targets.tasks.flatMap((target, task) => {
    const classes = targets.classes?.[task];
    const suffixes = columns.suffixes(classes);
    // What a cell holds shows in the cells of any outputs.
    const cells = columns.cells(new Float64Array(suffixes.length), classes, (value) => value);
    return predictionNames(target, suffixes).map(
      (name, at): PredictedField => ({ name, kind: typeof cells[at] === 'string' ? 'text' : 'number' }),
    );
  });
}

/** A value for each field, undefined where there is none: for all of a molecule that cannot be predicted. */
export function fieldValues(
  { values }: StructurePrediction,
  targets: PredictedTargets,
): (number | string | undefined)[] {
  const { columns } = findTask(targets.taskType);
  const outputs = (values?.length ?? 0) / targets.tasks.length;
  return targets.tasks.flatMap((_, task): readonly (number | string | undefined)[] => {
    const classes = targets.classes?.[task];
    if (!values) return columns.suffixes(classes).map(() => undefined);
    return columns.cells(values.slice(task * outputs, (task + 1) * outputs), classes, (value) => value);
  });
}
