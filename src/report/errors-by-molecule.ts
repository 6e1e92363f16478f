/** How wrong each test molecule is, over all tasks: which are worst, and which scaffolds are hard. */
import { formatNumber, mean, populationDeviation, standardError } from '../base/index.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import type { TaskDefinition } from '../tasks/index.ts';
import type { TestedTask, TestTable } from './run-tables.ts';

export interface WorstPrediction {
  readonly smiles: string;
  readonly line: string;
  readonly task: string;
  /** As text, the prediction too. */
  readonly label: string;
  readonly prediction: string;
  /** What they are sorted by: the error of the task type, of several quantities in standard deviations of their labels. */
  readonly error: number;
}

/** The `count` molecules that are predicted worst, the worst first, each with its worst task. */
export function worstPredictions(table: TestTable, definition: TaskDefinition, count: number): WorstPrediction[] {
  const { smiles, lines, tasks } = table;
  const errorsOf = taskErrors(tasks, definition);
  const worst = smiles.flatMap((text, row) => {
    const errors = errorsOf(row);
    const task = errors.reduce(
      (best, error, at) => (error > (errors[best] ?? -1) || Number.isNaN(errors[best]) ? at : best),
      0,
    );
    const error = errors[task]!;
    if (Number.isNaN(error)) return [];
    const { name, labels, predictions, classes } = tasks[task]!;
    const { columns } = definition;
    const [prediction] = columns.cells(predictions[row]!, classes, formatNumber) as [string];
    const label = classes ? columns.label(labels[row]!, classes) : formatNumber(labels[row]!);
    return [{ smiles: text, line: lines[row]!, task: name, label, prediction, error }];
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
 * Error of each molecule, [molecules]: mean over its labels, not a number without a label. Quantities are measured in standard
 * deviations of their labels if there are several.
 */
export function errorOfMolecules({ smiles, tasks }: TestTable, definition: TaskDefinition): Float64Array {
  const errorsOf = taskErrors(tasks, definition);
  return Float64Array.from(smiles, (_, row) => {
    const errors = errorsOf(row).filter((error) => !Number.isNaN(error));
    return mean(errors);
  });
}

/**
 * Errors of a row, [tasks]; not a number where a label is missing. In the unit of the label, or in standard deviations of the labels
 * where there are several quantities, so that they can be compared.
 */
export function taskErrors(tasks: TestTable['tasks'], { report }: TaskDefinition): (row: number) => number[] {
  const scales = tasks.map((task) => (report.scalesErrors && tasks.length > 1 ? spreadOfLabels(task) : 1));
  return (row) =>
    tasks.map(({ labels, predictions }, task) => {
      const label = labels[row]!;
      return Number.isNaN(label) ? Number.NaN : report.error(label, predictions[row]!) / scales[task]!;
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
  return { error: mean(values), standardError: standardError(values) ?? undefined };
}

/** Standard deviation of the labels; 1 if they do not differ. */
function spreadOfLabels({ labels }: TestedTask): number {
  const present = labels.filter((label) => !Number.isNaN(label));
  return populationDeviation(present) || 1;
}
