/**
 * Which column is what: SMILES, targets, split, weight; and what is left out and why. Options win, then the forms of known
 * tables, then names and contents.
 */
import { ConfigError, DataError, unknownName } from '../../base/index.ts';
import { binaryWords, readLabel } from '../labels/label-cell.ts';
import { cleanSmiles } from '../molecules/clean-smiles.ts';
import type { Table, TableRow } from '../tables/table.ts';
import { type KnownTable, recognize } from './known-tables.ts';
import { findSmilesColumn, meansSmiles } from './smiles-column.ts';
import { suspicion } from './suspicious-names.ts';

export interface ColumnOptions {
  readonly smilesColumns?: readonly string[] | undefined;
  /** Without them: the targets of a recognized table, else every numeric column whose name raises no suspicion. */
  readonly targetColumns?: readonly string[] | undefined;
  readonly ignoreColumns?: readonly string[] | undefined;
  readonly splitsColumn?: string | undefined;
  readonly weightColumn?: string | undefined;
  /** Tells which molecule a row is of, and is no target. */
  readonly idColumn?: string | undefined;
}

export interface ColumnChoice {
  /** Position of the SMILES column; undefined where the molecules are molfile blocks. */
  readonly smiles: number | undefined;
  readonly targets: readonly number[];
  readonly splits: number | undefined;
  readonly weight: number | undefined;
  /** The MoleculeNet table that this is, if it was recognized. */
  readonly known: KnownTable | undefined;
  /** One sentence each, for the user to read before training: the choice, and what was left out. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

export interface ChoiceContext {
  /** The first rows of the table. */
  readonly sample: readonly TableRow[];
  readonly isMolecule: (smiles: string) => boolean;
  /** False: no targets are looked for (prediction). Default true. */
  readonly wantTargets?: boolean | undefined;
}

export function chooseColumns(table: Table, options: ColumnOptions, context: ChoiceContext): ColumnChoice {
  const { columns, name: file } = table;
  refuseUnknown(columns, options);
  const sample = context.sample.map(({ cells }) => cells);
  const smiles = table.format === 'sdf' ? undefined : smilesOf(table, sample, options, context);
  const splits = position(columns, options.splitsColumn);
  const weight = position(columns, options.weightColumn);
  const smilesNote = smiles === undefined ? [] : [`SMILES column: ${columns[smiles]}.`];
  const chosen = { smiles, splits, weight };
  if (context.wantTargets === false) {
    return { ...chosen, targets: [], known: undefined, notes: smilesNote, warnings: [] };
  }
  const taken = new Set([smiles, splits, weight, position(columns, options.idColumn)]);
  const { targets, known, notes, warnings } = targetsOf(table, sample, options, taken);
  if (targets.length === 0) throw noTargets(columns, notes, file);
  const targetNote = `Targets (${targets.length}): ${targets.map((index) => columns[index]).join(', ')}.`;
  return { ...chosen, targets, known, notes: [...smilesNote, targetNote, ...notes], warnings };
}

function smilesOf(
  table: Table,
  sample: readonly (readonly string[])[],
  options: ColumnOptions,
  { isMolecule }: ChoiceContext,
): number {
  const named = options.smilesColumns ?? [];
  if (table.header && named.length === 0) refuseMissingHeader(table, sample, isMolecule);
  const known = recognize(table.columns);
  if (known && named.length === 0) return table.columns.indexOf(known.smiles);
  const others = [options.splitsColumn, options.weightColumn].filter((column) => column !== undefined);
  const exclude = new Set([...(options.ignoreColumns ?? []), ...(options.targetColumns ?? []), ...others]);
  return findSmilesColumn(table.columns, sample, { named, file: table.name, isMolecule, exclude });
}

/** A first line that holds a molecule is a row: ask for the header instead of losing a molecule. */
function refuseMissingHeader(
  { columns, name, format }: Table,
  sample: readonly (readonly string[])[],
  isMolecule: (smiles: string) => boolean,
): void {
  if (format !== 'csv' || columns.some(meansSmiles)) return;
  // A name such as B or CC is a molecule too; a number beside it shows that the line is a row.
  const isRow = columns.some((column) => readLabel(column).kind === 'number');
  const holds = (text: string): boolean => {
    const cell = cleanSmiles(text);
    return cell.kind === 'smiles' && !/^\d+$/.test(cell.smiles) && isMolecule(cell.smiles);
  };
  const begin = sample.slice(0, 20);
  // Some of the rows may be damaged.
  const mostHold = (index: number): boolean => 2 * begin.filter((cells) => holds(cells[index]!)).length >= begin.length;
  const found = columns.find((column, index) => (isRow || column.length > 2) && holds(column) && mostHold(index));
  if (found === undefined) return;
  throw new DataError({
    what: `the first line should name the columns and holds a molecule ("${found}")`,
    where: `${name}, line 1`,
    advice: 'Add a header line such as smiles,label or use --no-header-row.',
  });
}

function targetsOf(
  { columns, unnamed, name }: Table,
  sample: readonly (readonly string[])[],
  options: ColumnOptions,
  taken: ReadonlySet<number | undefined>,
): { targets: number[]; known: KnownTable | undefined; notes: string[]; warnings: string[] } {
  if (options.targetColumns && options.targetColumns.length > 0)
    return namedTargets(columns, options.targetColumns, taken);
  const ignored = new Set(options.ignoreColumns);
  const known = recognize(columns);
  if (known) {
    const targets = known.targets.filter((column) => !ignored.has(column)).map((column) => columns.indexOf(column));
    const left = columns.filter((_, index) => !targets.includes(index) && !taken.has(index));
    const leftOut = left.length > 0 ? ` Left out: ${left.join(', ')}.` : '';
    return { targets, known, notes: [`${name} is the ${known.name} table of MoleculeNet.${leftOut}`], warnings: [] };
  }
  const targets: number[] = [];
  const notes: string[] = [];
  columns.forEach((column, index) => {
    if (taken.has(index) || ignored.has(column)) return;
    if (!looksLikeLabels(sample, index)) return;
    const reason = unnamed.includes(column) ? 'has no name' : suspicion(column, numbersOf(sample, index));
    if (reason)
      notes.push(`Column ${column} is numeric but ${reason}, so it is left out; --target-columns can name it.`);
    else targets.push(index);
  });
  return { targets, known: undefined, notes, warnings: [] };
}

function namedTargets(
  columns: readonly string[],
  names: readonly string[],
  taken: ReadonlySet<number | undefined>,
): { targets: number[]; known: undefined; notes: string[]; warnings: string[] } {
  const targets = [...new Set(names)].map((column) => columns.indexOf(column));
  const clash = targets.find((index) => taken.has(index));
  if (clash !== undefined) {
    throw new ConfigError({
      what: `column ${columns[clash]} cannot be a target and something else`,
      where: '--target-columns',
      advice: 'Name each column for one purpose.',
    });
  }
  const warnings = names.flatMap((column) => {
    const reason = suspicion(column, []);
    return reason ? [`Target ${column} ${reason}.`] : [];
  });
  return { targets, known: undefined, notes: [], warnings };
}

/** At least half of the cells that say something are numbers, or all are one pair of words such as yes and no. */
function looksLikeLabels(sample: readonly (readonly string[])[], index: number): boolean {
  const kinds = sample.map((cells) => readLabel(cells[index]!).kind).filter((kind) => kind !== 'missing');
  if (kinds.length === 0) return false;
  if (kinds.filter((kind) => kind !== 'text').length * 2 >= kinds.length) return true;
  const words = sample.map((cells) => cells[index]!.trim()).filter((word) => readLabel(word).kind !== 'missing');
  return new Set(words).size > 1 && binaryWords(words) !== undefined;
}

function numbersOf(sample: readonly (readonly string[])[], index: number): number[] {
  return sample.map((cells) => Number(cells[index]!.trim() || Number.NaN));
}

function position(columns: readonly string[], name: string | undefined): number | undefined {
  return name === undefined ? undefined : columns.indexOf(name);
}

function refuseUnknown(columns: readonly string[], options: ColumnOptions): void {
  const { smilesColumns = [], targetColumns = [], ignoreColumns = [], splitsColumn, weightColumn } = options;
  for (const name of [...smilesColumns, ...targetColumns, ...ignoreColumns, splitsColumn, weightColumn]) {
    if (name !== undefined && !columns.includes(name)) throw unknownName('column', name, columns);
  }
}

function noTargets(columns: readonly string[], notes: readonly string[], file: string): DataError {
  return new DataError({
    what: `no column holds labels (columns: ${columns.slice(0, 20).join(', ')}${columns.length > 20 ? ', ...' : ''})`,
    where: file,
    advice: ['Name them with --target-columns.', ...notes].join(' '),
  });
}
