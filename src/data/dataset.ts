/** A table of molecules in memory, ready for splitting and training: what was accepted, and where each row came from. */
import type { Molecule } from '../chem/index.ts';
import type { TaskType } from '../tasks/index.ts';
import type { Refusal } from './molecules/read-molecule.ts';
import type { PartName } from './splits/split.ts';

export interface Dataset {
  /** File names, or the name of a known data set. */
  readonly name: string;
  /** As read, [rows]. */
  readonly smiles: readonly string[];
  readonly molecules: readonly Molecule[];
  /** Numbers, or numbers of classes, [rows, tasks] row-major, NaN where missing. */
  readonly targets: Float64Array;
  /** -1 where the true value is below the target, 1 where it is above, 0 where it is the target, [rows, tasks]; undefined: all exact. */
  readonly bounds?: Int8Array;
  /** What the targets are called: their columns, or the scale on which they are learned. */
  readonly taskNames: readonly string[];
  /** Columns of the targets; undefined: they are called as the targets. */
  readonly targetColumns?: readonly string[];
  readonly taskType: TaskType;
  /** Names of the classes of each target; undefined where targets are numbers. */
  readonly classes?: readonly (readonly string[])[];
  /** What 0 and 1 are called in the table, of each target that has words for them. */
  readonly labelWords?: readonly (readonly [no: string, yes: string] | undefined)[];
  /** Zero-based rows of the table as it stands, rejected rows counted, [rows]; of several files, counted on in their order. */
  readonly tableRows: Int32Array;
  /** Of several files: the row of each file's first row, counted in the same way, [files]. */
  readonly fileStarts?: readonly number[];
  /** Number of rows of the table, rejected ones included. */
  readonly tableLength: number;
  /** Lines in the file, [rows]. */
  readonly lines: Int32Array;
  /** The part that the splits column, or the file a row came from, puts it in, [rows]; undefined: no such column. */
  readonly parts?: readonly (PartName | undefined)[];
  /** Weight of each row in the loss, [rows]; undefined: no weight column. */
  readonly weights?: Float64Array;
  /** What the labels belong to besides the molecule: the cells of the condition columns as one text, [rows]; undefined: no such columns. */
  readonly conditions?: readonly string[];
  /** Name of the recognized MoleculeNet table, if any: also the name of its preset. */
  readonly known?: string;
}

/** A row, or one value of a row, that was left out. */
export interface Reject {
  readonly file: string;
  /** Zero-based row of the table. */
  readonly row: number;
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly kind: Refusal | 'unlabeled' | 'value' | 'duplicate' | 'contradiction';
}

export interface LoadedDataset {
  readonly dataset: Dataset;
  readonly rejects: readonly Reject[];
  /** What was read and chosen, one summary each. */
  readonly notes: readonly string[];
  /** What a user should think about before training. */
  readonly warnings: readonly string[];
}

/** The accepted rows at these positions as a data set of their own. */
export function selectRows(dataset: Dataset, positions: readonly number[]): Dataset {
  const tasks = dataset.taskNames.length;
  const targets = new Float64Array(positions.length * tasks);
  const bounds = dataset.bounds && new Int8Array(positions.length * tasks);
  positions.forEach((row, index) => {
    targets.set(dataset.targets.subarray(row * tasks, (row + 1) * tasks), index * tasks);
    bounds?.set(dataset.bounds!.subarray(row * tasks, (row + 1) * tasks), index * tasks);
  });
  return {
    ...dataset,
    smiles: positions.map((row) => dataset.smiles[row]!),
    molecules: positions.map((row) => dataset.molecules[row]!),
    targets,
    ...(bounds && { bounds }),
    tableRows: Int32Array.from(positions, (row) => dataset.tableRows[row]!),
    lines: Int32Array.from(positions, (row) => dataset.lines[row]!),
    ...(dataset.parts && { parts: positions.map((row) => dataset.parts![row]) }),
    ...(dataset.conditions && { conditions: positions.map((row) => dataset.conditions![row]!) }),
    ...(dataset.weights && { weights: Float64Array.from(positions, (row) => dataset.weights![row]!) }),
  };
}
