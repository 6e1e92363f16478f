/**
 * Which columns are the targets where the user names none. Only what is measured is proposed; ids, computed properties, errors and
 * predictions are left out with a note. Where more than one column may be meant, or one that may be meant cannot be read, it stops and
 * lists them: a model of the wrong column looks like any other.
 */
import { DataError, setting, shellWord } from '../../base/index.ts';
import { dateReason, readLabel } from '../labels/label-cell.ts';
import { commonUnit } from '../labels/read-labels.ts';
import type { Table, TableRow } from '../tables/table.ts';
import { isIdentifierName, isSplitName, namesMeasurement, suspicion } from './column-names.ts';
import { type ColumnProfile, mostWords, profileColumn } from './column-profile.ts';
import { saysHowMeant } from './relation-columns.ts';

export interface ProposeOptions {
  /** Columns that are something else, or that the user will not have. */
  readonly taken: ReadonlySet<number | undefined>;
  readonly labelMap?: ReadonlyMap<string, number> | undefined;
  /** Labels are names of classes: columns of few words are targets, numbers that nothing speaks for are not. */
  readonly areNames?: boolean | undefined;
}

export interface Proposal {
  readonly targets: readonly number[];
  readonly notes: readonly string[];
}

/** Columns from which on the targets must be named. */
const mostColumns = 2000;
const listedColumns = 12;
const shownLines = 3;

/** Throws DataError where no column is the target, or where it is not clear which. */
export function proposeTargets(
  table: Table,
  rows: readonly TableRow[],
  { taken, labelMap, areNames }: ProposeOptions,
): Proposal {
  if (table.columns.length > mostColumns) throw tooManyColumns(table);
  const cells = rows.map((row) => row.cells).filter((row) => row.some((cell) => cell.trim() !== ''));
  const profiles = table.columns.flatMap((name, index) =>
    taken.has(index) ? [] : [profileColumn(name, index, cells, { labelMap })],
  );
  const labels = { areMapped: labelMap !== undefined, areNames };
  const judged = profiles.map((profile) => ({ profile, ...judge(profile, table, labels) }));
  const of = (verdict: Verdict): ColumnProfile[] =>
    judged.filter((each) => each.verdict === verdict).map(({ profile }) => profile);
  const notes = [
    ...listed(judged.flatMap(({ profile, reason }) => (reason ? [leftOut(profile.name, reason)] : []))),
    ...otherColumns(of('text')),
  ];
  const [measured, possible, unreadable, words] = [of('measured'), of('possible'), of('unreadable'), of('words')];
  const doubtful = [...unreadable, ...(measured.length === 0 ? words : [])];
  if (measured.length > 0) notes.push(...otherColumns(words));
  const candidates = [...measured, ...possible].sort((a, b) => a.index - b.index);
  if (doubtful.length > 0) throw cannotBeRead(table, rows, doubtful[0]!, candidates);
  if (candidates.length === 0) throw labelMap ? noMapped(table, labelMap) : noTargets(table, notes);
  if (isUnclear(candidates, possible)) throw unclear(table, candidates, notes);
  return { targets: candidates.map(({ index }) => index), notes };
}

/**
 * measured: its name or its content says so. possible: numbers that nothing speaks for or against. unreadable: numbers that are not
 * written as numbers. words: may be classes. text: cannot be labels. out: numbers, but no target, for a reason.
 */
type Verdict = 'measured' | 'possible' | 'unreadable' | 'words' | 'text' | 'out';

interface Judged {
  readonly verdict: Verdict;
  readonly reason?: string;
}

interface LabelWords {
  readonly areMapped: boolean;
  readonly areNames?: boolean | undefined;
}

function judge(
  profile: ColumnProfile,
  { unnamed, format, columns }: Table,
  { areMapped, areNames }: LabelWords,
): Judged {
  const { name, filled, numeric, mapped, index } = profile;
  if (filled === 0) return { verdict: 'text' };
  if (areMapped) return { verdict: mapped * 2 >= filled ? 'measured' : 'text' };
  if (saysHowMeant(profile)) return { verdict: 'text' };
  if (format === 'sdf' && index === 0) return { verdict: 'text' };
  const against = unnamed.includes(name) ? 'has no name' : suspicion(name, columns);
  return numeric * 2 >= filled
    ? judgeNumbers(profile, against)
    : { verdict: judgeTexts(profile, { isSuspicious: against !== undefined, areNames }) };
}

function judgeNumbers(profile: ColumnProfile, against: string | undefined): Judged {
  const { name, missing, numbers } = profile;
  const reason = against ?? contentAgainst(profile);
  if (reason !== undefined) return { verdict: 'out', reason };
  const isBinary = numbers.distinct.length === 2 && numbers.distinct.every((value) => value === 0 || value === 1);
  return { verdict: namesMeasurement(name) || isBinary || missing > 0 ? 'measured' : 'possible' };
}

function judgeTexts(
  { name, filled, numeric, damaged, words, pair }: ColumnProfile,
  { isSuspicious, areNames }: { readonly isSuspicious: boolean; readonly areNames: boolean | undefined },
): Verdict {
  if (isSuspicious) return 'text';
  if (pair) return 'measured';
  if ((numeric + damaged) * 2 >= filled) return 'unreadable';
  const areClasses = words.size > 1 && words.size <= mostWords && filled >= 2 * words.size;
  if (!areClasses) return 'text';
  if (areNames) return 'measured';
  return namesMeasurement(name) ? 'unreadable' : 'words';
}

function contentAgainst({ numbers, filled, words, name }: ColumnProfile): string | undefined {
  if (filled > 1 && words.size === 1) {
    const [value] = [...words];
    return `holds only ${value}${value === '0' || value === '1' ? ' (one class only)' : ''}`;
  }
  if (numbers.range && numbers.increasing) return 'counts the rows';
  if (namesMeasurement(name)) return undefined;
  if (numbers.range) return 'holds each whole number of a range once';
  if (numbers.increasing) return 'holds whole numbers that only grow, as ids do';
  return undefined;
}

/** More than one may be meant, unless all of them are of one kind and none is doubtful; one may be an id. */
function isUnclear(candidates: readonly ColumnProfile[], possible: readonly ColumnProfile[]): boolean {
  if (candidates.length === 1) return possible.length === 1 && possible[0]!.numbers.uniqueWhole;
  if (possible.length > 0) return true;
  const isBinary = ({ numbers, pair }: ColumnProfile): boolean =>
    pair || numbers.distinct.every((value) => value === 0 || value === 1);
  const binary = candidates.filter(isBinary).length;
  if (binary > 0 && binary < candidates.length) return true;
  // ChEMBL's value and its negative logarithm are one measurement.
  return candidates.filter(({ name }) => /(standard|published|pchembl)[ _.-]?value/i.test(name)).length > 1;
}

function leftOut(name: string, reason: string): string {
  return `Column ${name} is numeric but ${reason}, so it is left out; ${setting('data.targetColumns')} can name it.`;
}

function listed(notes: readonly string[]): string[] {
  if (notes.length <= listedColumns) return [...notes];
  const more = `${notes.length - listedColumns} more numeric columns are left out for such reasons.`;
  return [...notes.slice(0, listedColumns), more];
}

function otherColumns(profiles: readonly ColumnProfile[]): string[] {
  if (profiles.length === 0) return [];
  const names = profiles.slice(0, listedColumns).map(({ name }) => name);
  const more = profiles.length > listedColumns ? `, and ${profiles.length - listedColumns} more` : '';
  return [`Columns without labels, left out: ${names.join(', ')}${more}.`];
}

/** The setting with these names, quoted as a shell needs them: `--target-columns A 'B C'` on the command line. */
export function targetsLine(names: readonly string[]): string {
  return setting('data.targetColumns', names.map(shellWord).join(' '));
}

function unclear({ name: file }: Table, candidates: readonly ColumnProfile[], notes: readonly string[]): DataError {
  const names = candidates.map(({ name }) => name);
  const shown = names.slice(0, 40);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  const one = names.length === 1;
  return new DataError({
    code: 'target-unclear',
    path: ['data', 'targetColumns'],
    details: { candidates: names, guess: names.find(namesMeasurement) ?? names[0], notes },
    what: one
      ? `column ${names[0]} holds different whole numbers, as an id does, and no other column holds labels`
      : `${names.length} columns may hold the target: ${shown.join(', ')}${more}`,
    where: file,
    advice: [
      `Name what the model should learn: ${targetsLine(shown)}${one ? '' : ' (or some of them)'}.`,
      ...notes,
    ].join(' '),
  });
}

function cannotBeRead(
  { name: file }: Table,
  rows: readonly TableRow[],
  { name, index, damaged, words }: ColumnProfile,
  candidates: readonly ColumnProfile[],
): DataError {
  const bad = rows.filter(({ cells }) => readLabel(cells[index]!).kind === 'text');
  const lines = bad
    .slice(0, shownLines)
    .map(({ line, cells }) => `line ${line} "${cells[index]!.trim().slice(0, 40)}"`);
  const reasons = new Set(
    bad.slice(0, 100).map(({ cells }) => (readLabel(cells[index]!) as { reason: string }).reason),
  );
  const meanings = [...words]
    .slice(0, 2)
    .map((word, value) => `${word}=${value}`)
    .join(',');
  const classes = damaged === 0 && words.size <= mostWords;
  const mend = classes
    ? `Say what its words mean (${setting('data.labelMap', shellWord(meanings))}), or that they are classes (${setting('data.taskType', 'multiclass')})`
    : plainNumbers(rows, { index, name, reasons });
  const other = candidates.map((candidate) => candidate.name);
  const instead = other.length > 0 ? `; to learn ${other.join(', ')} and leave it out: ${targetsLine(other)}` : '';
  return new DataError({
    code: 'label-unreadable',
    path: ['data', 'labelMap'],
    details: {
      column: name,
      isProposal: true,
      ...(classes ? { classes: [...words] } : unreadableOf(rows, index)),
    },
    what: `column ${name} may hold the target and cannot be read: ${lines.join('; ')}: ${[...reasons].join('; ')}`,
    where: `${file}, line ${bad[0]!.line}, column ${name}`,
    advice: `${mend}${instead}. If it is no target: ${setting('data.ignoreColumns', shellWord(name))}.`,
  });
}

/** How many cells hold no number, of how many; and the unit that all of these have. */
function unreadableOf(rows: readonly TableRow[], index: number): Readonly<Record<string, string | number>> {
  const cells = rows.map((row) => row.cells[index]!).filter((cell) => readLabel(cell).kind !== 'missing');
  const bad = cells.filter((cell) => readLabel(cell).kind === 'text');
  const unit = commonUnit(bad);
  return { unreadable: bad.length, labeled: cells.length, ...(unit !== undefined && { unit }) };
}

function plainNumbers(
  rows: readonly TableRow[],
  { index, name, reasons }: { readonly index: number; readonly name: string; readonly reasons: ReadonlySet<string> },
): string {
  const { unit } = unreadableOf(rows, index);
  if (unit !== undefined)
    return `Name its unit (${setting('data.targetUnit', shellWord(String(unit)))} with ${targetsLine([name])})`;
  const dates = reasons.has(dateReason) ? '; spreadsheets make dates of numbers such as 3-5' : '';
  return `Write plain numbers in it, without units, remarks or brackets${dates}`;
}

function noTargets({ columns, name }: Table, notes: readonly string[]): DataError {
  return new DataError({
    code: 'no-labels',
    path: ['data', 'targetColumns'],
    details: { candidates: [], notes },
    what: `no column holds labels (columns: ${columns.slice(0, 20).join(', ')}${columns.length > 20 ? ', ...' : ''})`,
    where: name,
    advice: [`Name them with ${setting('data.targetColumns')}.`, ...notes].join(' '),
  });
}

function noMapped({ columns, name }: Table, labelMap: ReadonlyMap<string, number>): DataError {
  return new DataError({
    code: 'no-labels',
    path: ['data', 'labelMap'],
    what: `no column holds mostly the words of ${setting('data.labelMap')} (${[...labelMap.keys()].slice(0, 10).join(', ')})`,
    where: name,
    advice: `Write them as the table does, or name the target with ${setting('data.targetColumns')} (columns: ${columns.slice(0, 20).join(', ')}).`,
  });
}

function tooManyColumns({ columns, name }: Table): DataError {
  return new DataError({
    code: 'table-too-large',
    path: ['data', 'targetColumns'],
    what: `the table has ${columns.length.toLocaleString('en-US')} columns, too many to look for the target in`,
    where: name,
    advice: `Name the target with ${setting('data.targetColumns')}, and the column of SMILES with ${setting('data.smilesColumns')}.`,
  });
}

/** A column that names the parts of a split, for the user to be asked about. */
export function splitColumnNote(
  table: Table,
  rows: readonly TableRow[],
  taken: ReadonlySet<number | undefined>,
): string[] {
  const cells = rows.map((row) => row.cells);
  return table.columns.flatMap((name, index) => {
    if (taken.has(index) || isIdentifierName(name)) return [];
    const some = profileColumn(name, index, cells.slice(0, 200));
    if (some.parts === 0 || some.parts < some.filled) return [];
    const { parts, filled, words } = profileColumn(name, index, cells);
    if (parts < filled || words.size < 2 || !(isSplitName(name) || words.size <= 3)) return [];
    const command = setting('data.splitsColumn', shellWord(name));
    return [
      `Column ${name} holds ${[...words].join(', ')}: ${command} makes the split that it says; now it is not used.`,
    ];
  });
}
