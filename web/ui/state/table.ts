/** The table of the first step: the files, how they are read, and what is in them. */
import { signal } from '@preact/signals';
import type {
  ColumnReport,
  OpenedWorkbook,
  TableFile,
  TableOptions,
  TableReport,
  TrainConfig,
} from '../../engine/protocol.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { describeProblem, isAbort, type Problem } from './problem.ts';
import { type ReadingOffer, readingOffers } from './reading-offers.ts';
import { type TargetQuestion, targetQuestion } from './target-question.ts';

export type TableState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly rows: number }
  | { readonly kind: 'ready'; readonly report: TableReport }
  | {
      /** Several columns may be the target: the reader is asked. */
      readonly kind: 'asks';
      readonly question: TargetQuestion;
      readonly columns?: readonly ColumnReport[];
    }
  | {
      readonly kind: 'refused';
      readonly problem: Problem;
      /** What can be done about it by one click. */
      readonly offers?: readonly ReadingOffer[];
      /** Where the file could at least be opened. */
      readonly columns?: readonly ColumnReport[];
    };

export interface TableSource {
  readonly files: readonly TableFile[];
  readonly isExample: boolean;
}

export const tableState = signal<TableState>({ kind: 'none' });
export const tableSource = signal<TableSource | undefined>(undefined);
export const tableOptions = signal<TableOptions>({});
/** The last report of these files: it stays in sight while they are read another way. */
export const lastReport = signal<TableReport | undefined>(undefined);

/** Of a table that came from a workbook: its sheets, and the file to read another one from. */
export const workbook = signal<(Omit<OpenedWorkbook, 'table'> & { readonly file: TableFile }) | undefined>(undefined);

let reading: AbortController | undefined;

/** Ends the reading in progress: whatever it still finds is of another table. The signal says when that happens to the new one. */
function beginReading(): AbortSignal {
  reading?.abort();
  reading = new AbortController();
  tableState.value = { kind: 'reading', rows: 0 };
  return reading.signal;
}

export async function readExample(): Promise<void> {
  const signal = beginReading();
  try {
    const example = await engine().example();
    if (signal.aborted) return;
    await readFiles([example], true);
    // The example needs no look at its columns: the next action comes into sight.
    requestAnimationFrame(() => document.getElementById('train')?.scrollIntoView({ block: 'start' }));
  } catch (error) {
    if (!signal.aborted) tableState.value = { kind: 'refused', problem: describeProblem(error) };
  }
}

export async function readFiles(files: readonly TableFile[], isExample = false): Promise<void> {
  const [first] = files;
  if (first && files.length === 1 && /\.xlsx$/i.test(first.name)) return readSheet(first);
  workbook.value = undefined;
  await readTables(files, isExample);
}

/** A sheet of a workbook, as the table that a run keeps too: the command line reads that as well. */
export async function readSheet(file: TableFile, sheet?: string): Promise<void> {
  tableSource.value = { files: [file], isExample: false };
  tableOptions.value = {};
  lastReport.value = undefined;
  const signal = beginReading();
  try {
    const { table, ...opened } = await engine().openWorkbook(file, sheet);
    if (signal.aborted) return;
    workbook.value = { ...opened, file };
    await readTables([table], false);
  } catch (error) {
    if (signal.aborted) return;
    workbook.value = undefined;
    tableState.value = { kind: 'refused', problem: describeProblem(error) };
  }
}

async function readTables(files: readonly TableFile[], isExample: boolean): Promise<void> {
  tableSource.value = { files, isExample };
  tableOptions.value = {};
  lastReport.value = undefined;
  await inspect();
  if (!isExample) showTable();
}

/** Brings into sight what was found, with the next action at its top. */
function showTable(): void {
  requestAnimationFrame(() => document.getElementById('table')?.scrollIntoView({ block: 'start' }));
}

/** The tables of a kept run, read as they were for its training. */
export async function readKept(files: readonly TableFile[], { data }: TrainConfig): Promise<void> {
  const { paths: _paths, dataset, folder: _folder, allowChanged: _allow, ...options } = data;
  workbook.value = undefined;
  tableSource.value = { files, isExample: dataset !== undefined };
  tableOptions.value = options;
  lastReport.value = undefined;
  await inspect();
}

/** Reads the same files another way. Undefined takes an option back. */
export async function changeTableOptions(changes: TableOptions): Promise<void> {
  tableOptions.value = { ...tableOptions.peek(), ...changes };
  await inspect();
}

async function inspect(): Promise<void> {
  const source = tableSource.peek();
  if (!source) return;
  const signal = beginReading();
  try {
    const report = await engine().inspectTable(source.files, withoutUndefined(tableOptions.peek()), {
      signal,
      onProgress: (rows) => {
        if (!signal.aborted) tableState.value = { kind: 'reading', rows };
      },
    });
    if (signal.aborted) return;
    lastReport.value = report;
    const open = openQuestion(report, source);
    if (open) {
      tableState.value = { kind: 'asks', question: open, columns: report.columns };
      announce('Which property should the model learn?');
      return;
    }
    tableState.value = { kind: 'ready', report };
    announce(`${report.molecules} molecules read, ${report.rejected} rows left out.`);
  } catch (error) {
    if (signal.aborted || isAbort(error)) return;
    const question = targetQuestion(error);
    tableState.value =
      question && question.candidates.length > 0
        ? { kind: 'asks', question }
        : { kind: 'refused', problem: describeProblem(error), offers: readingOffers(error) };
    if (question) announce('Which property should the model learn?');
    await glance(source, signal, question);
  }
}

/** Several columns that nobody named are not learned without a question; those of a known table are. */
function openQuestion({ tasks, known, notes }: TableReport, { isExample }: TableSource): TargetQuestion | undefined {
  if (tasks.length < 2 || known || isExample || tableOptions.peek().targetColumns) return undefined;
  return { candidates: tasks, guess: tasks[0], notes: notes.filter((note) => note.startsWith('Column')) };
}

/** The columns of a table that could not be read yet, so that the right ones can be chosen. */
async function glance(
  { files }: TableSource,
  signal: AbortSignal,
  question: TargetQuestion | undefined,
): Promise<void> {
  const { header, smilesColumns = [], targetColumns = [] } = tableOptions.peek();
  try {
    const { columns } = await engine().glance(files[0]!, header === undefined ? {} : { header });
    const unread = tableState.peek();
    if (signal.aborted || (unread.kind !== 'refused' && unread.kind !== 'asks')) return;
    // Where nothing was chosen, what reads as molecules is proposed.
    const smiles = smilesColumns[0] ?? columns.find(({ molecules }) => molecules)?.name;
    const roleOf = (name: string): ColumnReport['role'] =>
      name === smiles ? 'smiles' : targetColumns.includes(name) ? 'target' : 'ignored';
    const found = columns.map((column) => ({ ...column, role: roleOf(column.name) }));
    // Numbers that all look computed: one of them may be meant nevertheless.
    const canAsk = question && found.some(({ numeric, role }) => numeric && role === 'ignored');
    tableState.value = canAsk ? { kind: 'asks', question, columns: found } : { ...unread, columns: found };
  } catch {
    // What cannot be opened at all has said so already.
  }
}

export function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
