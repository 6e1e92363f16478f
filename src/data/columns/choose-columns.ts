/**
 * Which column is what: SMILES, targets, split, weight; and what is left out and why. Options win, then the forms of known
 * tables, then names and contents.
 */
import { ConfigError, DataError, setting, unknownName } from '../../base/index.ts';
import { readLabel } from '../labels/label-cell.ts';
import { cleanSmiles } from '../molecules/clean-smiles.ts';
import type { Table, TableRow } from '../tables/table.ts';
import { suspicion } from './column-names.ts';
import { type KnownTable, recognize, recognizeContent } from './known-tables.ts';
import { proposeTargets, splitColumnNote, targetsLine } from './propose-targets.ts';
import { findMeanings } from './relation-columns.ts';
import { findSmilesColumn, meansSmiles } from './smiles-column.ts';

export interface ColumnOptions {
  readonly smilesColumns?: readonly string[] | undefined;
  /** Without them: the targets of a known table, else the columns that hold something measured, if there is no doubt. */
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
  /** Position of the column with the relation of each target's values, and of that with their unit, [targets]. */
  readonly relations: readonly (number | undefined)[];
  readonly units: readonly (number | undefined)[];
  /** Columns of relations that belong to no target for certain. */
  readonly looseRelations: readonly number[];
  readonly splits: number | undefined;
  readonly weight: number | undefined;
  /** The MoleculeNet table that this is, by its content. */
  readonly known: KnownTable | undefined;
  /** One summary each, for the user to read before training: the choice, and what was left out. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

export interface ChoiceContext {
  /** Where targets are looked for: all rows of the table. Else its first rows are enough. */
  readonly sample: readonly TableRow[];
  readonly isMolecule: (smiles: string) => boolean;
  /** False: no targets are looked for (prediction). Default true. */
  readonly wantTargets?: boolean | undefined;
  /** What the words of labels mean: columns of these words are targets. */
  readonly labelMap?: ReadonlyMap<string, number> | undefined;
  /** Labels are names of classes. */
  readonly areNames?: boolean | undefined;
}

export function chooseColumns(table: Table, options: ColumnOptions, context: ChoiceContext): ColumnChoice {
  const { columns } = table;
  refuseUnknown(columns, options);
  const sample = context.sample.map(({ cells }) => cells);
  const smiles = table.format === 'sdf' ? undefined : smilesOf(table, sample, options, context);
  const splits = position(columns, options.splitsColumn);
  const weight = position(columns, options.weightColumn);
  const smilesNote = smiles === undefined ? [] : [`SMILES column: ${columns[smiles]}.`];
  const chosen = { smiles, splits, weight };
  if (context.wantTargets === false) {
    const none = { targets: [], relations: [], units: [], looseRelations: [], known: undefined, warnings: [] };
    return { ...chosen, ...none, notes: smilesNote };
  }
  const taken = new Set([smiles, splits, weight, position(columns, options.idColumn)]);
  const { targets, known, notes, warnings } = targetsOf(table, context, options, taken);
  const targetNote = `Targets (${targets.length}): ${targets.map((index) => columns[index]).join(', ')}.`;
  const several = targets.length > 1 && !options.targetColumns?.length && !known;
  const fewer = several ? [`To learn one of them alone: ${targetsLine([columns[targets[0]!]!])}.`] : [];
  const ignored = new Set([...taken, ...(options.ignoreColumns ?? []).map((column) => columns.indexOf(column))]);
  const meanings = findMeanings(columns, targets, { rows: context.sample, ignored });
  const proposed = splits === undefined ? splitColumnNote(table, context.sample, new Set([...taken, ...targets])) : [];
  return {
    ...chosen,
    targets,
    known,
    relations: meanings.relations,
    units: meanings.units,
    looseRelations: meanings.loose,
    notes: [...smilesNote, targetNote, ...fewer, ...notes, ...meanings.notes],
    warnings: [...warnings, ...proposed],
  };
}

function smilesOf(
  table: Table,
  sample: readonly (readonly string[])[],
  options: ColumnOptions,
  { isMolecule }: ChoiceContext,
): number {
  const named = options.smilesColumns ?? [];
  if (table.header && named.length === 0) refuseMissingHeader(table, sample, isMolecule);
  const alike = recognize(table.columns);
  // The published BACE table calls its SMILES "mol".
  if (alike && named.length === 0) return table.columns.indexOf(alike.smiles);
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
    code: 'header-unusable',
    path: ['data', 'header'],
    what: `the first line should name the columns and holds a molecule ("${found}")`,
    where: `${name}, line 1`,
    advice: `Add a header line such as smiles,label or use ${setting('data.header', false)}.`,
  });
}

function targetsOf(
  table: Table,
  { sample, labelMap, areNames }: ChoiceContext,
  options: ColumnOptions,
  taken: ReadonlySet<number | undefined>,
): { targets: readonly number[]; known: KnownTable | undefined; notes: readonly string[]; warnings: string[] } {
  const { columns, name } = table;
  const ignored = new Set(options.ignoreColumns);
  const closed = new Set([...taken, ...columns.flatMap((column, index) => (ignored.has(column) ? [index] : []))]);
  if (options.targetColumns && options.targetColumns.length > 0)
    return namedTargets(columns, options.targetColumns, closed);
  const alike = recognize(columns);
  const known = alike && recognizeContent(alike, columns, sample);
  if (known) {
    const targets = known.targets.filter((column) => !ignored.has(column)).map((column) => columns.indexOf(column));
    const left = columns.filter((_, index) => !targets.includes(index) && !taken.has(index));
    const leftOut = left.length > 0 ? ` Left out: ${left.join(', ')}.` : '';
    return { targets, known, notes: [`${name} is the ${known.name} table of MoleculeNet.${leftOut}`], warnings: [] };
  }
  const looks = alike
    ? [`${name} looks like the ${alike.name} table of MoleculeNet and has another content; nothing is taken from that.`]
    : [];
  const { targets, notes } = proposeTargets(table, sample, { taken: closed, labelMap, areNames });
  return { targets, known: undefined, notes: [...looks, ...notes], warnings: [] };
}

const otherPurposes = [
  ...['data.smilesColumns', 'data.splitsColumn', 'data.weightColumn', 'data.featuresIdColumn'],
  ...['data.descriptorsColumns', 'data.ignoreColumns'],
]
  .map((path) => setting(path))
  .join(', ');

function namedTargets(
  columns: readonly string[],
  names: readonly string[],
  taken: ReadonlySet<number | undefined>,
): { targets: number[]; known: undefined; notes: string[]; warnings: string[] } {
  const targets = [...new Set(names)].map((column) => columns.indexOf(column));
  const clash = targets.find((index) => taken.has(index));
  if (clash !== undefined) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['data', 'targetColumns'],
      what: `column ${columns[clash]} cannot be a target and something else (${otherPurposes})`,
      advice: 'Name each column for one purpose.',
    });
  }
  const warnings = names.flatMap((column) => {
    const reason = suspicion(column, []);
    return reason ? [`Target ${column} ${reason}.`] : [];
  });
  return { targets, known: undefined, notes: [], warnings };
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
