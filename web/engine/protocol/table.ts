/** Tables: what the page gives, and what it learns of them. */
import type { Delimiter, Reject, TableFormat, TaskType, TrainConfigInput } from '../../../src/index.web.ts';

/** A table that the user dropped, pasted or chose. Reading, unpacking and parsing happen in a worker, streamed. */
export interface TableFile {
  /** Its ending gives the format; a pasted text is called `pasted.csv`. Shown to people as text, never as a path. */
  readonly name: string;
  readonly content: Blob;
}

/** How a table is read: columns, labels, what to do with doubtful rows. As in the configuration of a run. */
export type TableOptions = Omit<NonNullable<TrainConfigInput['data']>, 'paths' | 'dataset' | 'folder' | 'allowChanged'>;

/** A workbook of Excel, one sheet of it as a table. */
export interface OpenedWorkbook {
  /** Names of all sheets. */
  readonly sheets: readonly string[];
  /** The one that was read. */
  readonly sheet: string;
  readonly table: TableFile;
}

/** The first look at a table: its columns, whatever can be learned from them. */
export interface TableGlance {
  readonly name: string;
  readonly format: TableFormat;
  readonly delimiter: Delimiter | undefined;
  readonly columns: readonly ColumnGlance[];
}

export interface ColumnGlance {
  readonly name: string;
  /** The first few cells, as they stand in the file. */
  readonly examples: readonly string[];
  /** Most of the looked-at cells are numbers, or words that stand for yes and no. */
  readonly numeric: boolean;
  /** Most of the looked-at cells are molecules. */
  readonly molecules: boolean;
}

export interface ColumnReport extends ColumnGlance {
  readonly role: 'smiles' | 'target' | 'splits' | 'ignored';
}

export interface LabelReport {
  readonly task: string;
  /** Its column; `task` differs where a logarithm of it is learned. */
  readonly column: string;
  readonly labeled: number;
  readonly missing: number;
  /** Labels of each class. */
  readonly classes?: readonly { readonly name: string; readonly count: number }[];
  /** Of quantities, as they stand. */
  readonly mean?: number;
  readonly std?: number;
  readonly least?: number;
  readonly most?: number;
  readonly histogram: Histogram;
  /** Where a logarithm is learned: the labels as they were measured. */
  readonly measured?: Histogram;
  /** Of quantities that are learned as measured and all positive: their base-10 logarithms. */
  readonly logarithms?: Histogram;
}

export interface Histogram {
  /** Left edges of the bins and the right edge of the last, [bins + 1]. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface DuplicateReport {
  /** Structures that stand in several rows, with labels that agree. */
  readonly same: number;
  /** Structures with labels that differ. */
  readonly contradictory: number;
  /** Lines of the first groups. */
  readonly examples: readonly {
    readonly lines: readonly number[];
    readonly smiles: string;
    readonly contradictory: boolean;
  }[];
}

export interface PreviewRow {
  readonly line: number;
  readonly smiles: string;
  readonly atoms: number;
  /** NaN where missing, names of classes as text, [tasks]. */
  readonly labels: readonly (number | string)[];
}

/** What is in a table: everything that the page shows before training. */
export interface TableReport {
  readonly name: string;
  readonly format: TableFormat;
  readonly delimiter: Delimiter | undefined;
  /** MoleculeNet table that was recognized. */
  readonly known: string | undefined;
  readonly columns: readonly ColumnReport[];
  readonly taskType: TaskType;
  readonly tasks: readonly string[];
  readonly tableLength: number;
  readonly molecules: number;
  /** The first `rejectsShown` of them; rejectsCsv has all. */
  readonly rejects: readonly Reject[];
  readonly rejected: number;
  readonly rejectsCsv: Blob;
  readonly labels: readonly LabelReport[];
  /** Heavy atoms of the molecules. */
  readonly sizes: { readonly largest: number; readonly median: number; readonly histogram: Histogram };
  readonly duplicates: DuplicateReport;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly preview: readonly PreviewRow[];
}

export const rejectsShown = 200;
