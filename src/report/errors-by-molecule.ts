/** How wrong each test molecule is, over all tasks: which are worst, and which scaffolds are hard. */
import { type Chemistry, isRejection } from '../chem/index.ts';
import type { TaskType } from '../metrics/index.ts';
import type { TestedTask, TestTable } from './run-tables.ts';

export interface WorstPrediction {
  readonly smiles: string;
  readonly line: string;
  readonly task: string;
  readonly label: number;
  readonly prediction: number;
  /** What they are sorted by: |prediction - label|, for several regression tasks in standard deviations of the task's labels. */
  readonly error: number;
}

/** The `count` molecules that are predicted worst, the worst first, each with its worst task. */
export function worstPredictions(table: TestTable, taskType: TaskType, count: number): WorstPrediction[] {
  const { smiles, lines, tasks } = table;
  const scales = scalesOf(tasks, taskType);
  const worst = smiles.flatMap((text, row) => {
    const errors = tasks.map(
      ({ labels, predictions }, task) => Math.abs(labels[row]! - predictions[row]!) / scales[task]!,
    );
    const task = errors.reduce(
      (best, error, at) => (error > (errors[best] ?? -1) || Number.isNaN(errors[best]) ? at : best),
      0,
    );
    const error = errors[task]!;
    if (Number.isNaN(error)) return [];
    const { name, labels, predictions } = tasks[task]!;
    return [{ smiles: text, line: lines[row]!, task: name, label: labels[row]!, prediction: predictions[row]!, error }];
  });
  return worst.sort((a, b) => b.error - a.error).slice(0, count);
}

export interface ErrorGroup {
  /** Scaffold SMILES, empty for molecules without a ring. */
  readonly scaffold: string;
  readonly molecules: number;
  /** Mean over its molecules of `errorOfMolecules`. */
  readonly error: number;
  /** Standard error of that mean; undefined for a single molecule. */
  readonly standardError: number | undefined;
}

/**
 * Error of each molecule, [molecules]: mean over its labels of |prediction - label|, not a number without a label. Regression tasks
 * are measured in standard deviations of their labels if there are several.
 */
export function errorOfMolecules({ smiles, tasks }: TestTable, taskType: TaskType): Float64Array {
  const scales = scalesOf(tasks, taskType);
  return Float64Array.from(smiles, (_, row) => {
    const errors = tasks
      .map(({ labels, predictions }, task) => Math.abs(labels[row]! - predictions[row]!) / scales[task]!)
      .filter((error) => !Number.isNaN(error));
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  });
}

/** Groups of test molecules with one Bemis-Murcko scaffold, the largest first. Molecules that the toolkit refuses are left out. */
export function errorsByScaffold(chemistry: Chemistry, smiles: readonly string[], errors: Float64Array): ErrorGroup[] {
  const byScaffold = new Map<string, number[]>();
  smiles.forEach((text, row) => {
    const molecule = chemistry.parse(text);
    if (isRejection(molecule) || Number.isNaN(errors[row])) return;
    const scaffold = chemistry.scaffold(molecule);
    const values = byScaffold.get(scaffold) ?? [];
    values.push(errors[row]!);
    byScaffold.set(scaffold, values);
  });
  const groups = [...byScaffold].map(([scaffold, values]) => ({
    scaffold,
    molecules: values.length,
    ...meanOf(values),
  }));
  return groups.sort((a, b) => b.molecules - a.molecules || b.error - a.error);
}

/** Mean and its standard error over molecules. */
export function meanOf(values: readonly number[]): Pick<ErrorGroup, 'error' | 'standardError'> {
  const error = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - error) ** 2, 0);
  const standardError = values.length > 1 ? Math.sqrt(squares / (values.length - 1) / values.length) : undefined;
  return { error, standardError };
}

/** By which errors are divided, so that tasks in different units can stand side by side, [tasks]. */
function scalesOf(tasks: TestTable['tasks'], taskType: TaskType): number[] {
  return tasks.map((task) => (taskType === 'regression' && tasks.length > 1 ? spreadOfLabels(task) : 1));
}

/** Standard deviation of the labels; 1 if they do not differ. */
function spreadOfLabels({ labels }: TestedTask): number {
  const present = labels.filter((label) => !Number.isNaN(label));
  const mean = present.reduce((sum, label) => sum + label, 0) / present.length;
  const variance = present.reduce((sum, label) => sum + (label - mean) ** 2, 0) / present.length;
  return variance > 0 ? Math.sqrt(variance) : 1;
}
