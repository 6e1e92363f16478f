/**
 * What a model answers for a molecule, as named fields: tables have a column for each, the library and the service a value for each.
 * Whatever a model answers beyond its targets' values belongs into these two functions, and is then everywhere.
 */
import type { ModelCard } from '../runs/index.ts';
import { findTask, predictionNames } from '../tasks/index.ts';
import { type TrustField, type TrustOptions, trustFields } from '../uncertainty/index.ts';
import type { StructurePrediction } from './predictor.ts';

/** What a model predicts, as far as its fields need it: a part of its card. */
export interface PredictedTargets extends Pick<ModelCard, 'tasks' | 'taskType' | 'classes'> {
  /** The most similar training molecule is wanted too. Default false. */
  readonly withApplicability?: boolean | undefined;
  /** Values are numbers of a vector: their columns are named as the targets are, and not as predictions of them. Default false. */
  readonly areVectors?: boolean | undefined;
  /** What is said of a prediction beside its value; undefined: nothing. */
  readonly trustOptions?: TrustOptions | undefined;
}

export interface PredictedField {
  /** `logS_prediction` */
  readonly name: string;
  readonly kind: 'number' | 'text';
}

/** The fields of a model, in their order. */
export function predictedFields(targets: PredictedTargets): PredictedField[] {
  return [...targetFields(targets), ...(targets.withApplicability ? applicabilityFields(targets) : [])];
}

/** A value for each field, undefined where there is none: for all of a molecule that cannot be predicted. */
export function fieldValues(prediction: StructurePrediction, targets: PredictedTargets): FieldValue[] {
  const { withApplicability } = targets;
  return [...targetValues(prediction, targets), ...(withApplicability ? applicabilityValues(prediction, targets) : [])];
}

type FieldValue = number | string | undefined;

function targetFields(targets: PredictedTargets): PredictedField[] {
  const { columns } = findTask(targets.taskType);
  if (targets.areVectors) return targets.tasks.map((name) => ({ name, kind: 'number' }));
  return targets.tasks.flatMap((target, task) => {
    const classes = targets.classes?.[task];
    const suffixes = columns.suffixes(classes);
    // What a cell holds shows in the cells of any outputs.
    const cells = columns.cells(new Float64Array(suffixes.length), classes, (value) => value);
    const own = predictionNames(target, suffixes).map(
      (name, at): PredictedField => ({ name, kind: typeof cells[at] === 'string' ? 'text' : 'number' }),
    );
    const beside = trustFieldsOf(targets).map(({ suffix, kind }) => ({ name: target + suffix, kind }));
    return [...own, ...beside];
  });
}

function targetValues({ values, trust }: StructurePrediction, targets: PredictedTargets): FieldValue[] {
  const { columns } = findTask(targets.taskType);
  const outputs = (values?.length ?? 0) / targets.tasks.length;
  const fields = trustFieldsOf(targets);
  return targets.tasks.flatMap((_, task): readonly FieldValue[] => {
    const classes = targets.classes?.[task];
    if (!values) return [...columns.suffixes(classes), ...fields].map(() => undefined);
    const own = columns.cells(values.slice(task * outputs, (task + 1) * outputs), classes, (value) => value);
    return [...own, ...fields.map((_field, at) => trust?.[task]?.[at])];
  });
}

function trustFieldsOf({ tasks, taskType, classes, trustOptions }: PredictedTargets): TrustField[] {
  return trustOptions ? trustFields({ taskNames: tasks, taskType, classes }, trustOptions) : [];
}

/** `nearest_training_smiles`, `..._similarity`, a label a target, and the fraction of its atoms whose environment no training molecule has. */
function applicabilityFields({ tasks, classes }: PredictedTargets): PredictedField[] {
  const prefix = 'nearest_training_';
  const kind = classes ? 'text' : 'number';
  return [
    { name: `${prefix}smiles`, kind: 'text' },
    { name: `${prefix}similarity`, kind: 'number' },
    ...tasks.map((task): PredictedField => ({ name: prefix + task, kind })),
    { name: 'unseen_environments', kind: 'number' },
  ];
}

function applicabilityValues({ applicability: found }: StructurePrediction, targets: PredictedTargets): FieldValue[] {
  if (!found) return applicabilityFields(targets).map(() => undefined);
  const { taskType, classes } = targets;
  const { columns } = findTask(taskType);
  const labels = found.labels.map((label, task): FieldValue => {
    if (Number.isNaN(label)) return undefined;
    return classes ? columns.label(label, classes[task]) : label;
  });
  return [found.smiles, rounded(found.similarity), ...labels, rounded(found.unseenEnvironments)];
}

function rounded(share: number): number {
  return Number(share.toFixed(4));
}
