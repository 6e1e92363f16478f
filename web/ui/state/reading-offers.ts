/** Ways to read a table that was refused, each by one click: what the library's error knows of the cells that are in the way. */
import type { TableOptions } from '../../engine/protocol.ts';
import { plural } from '../parts/numbers.ts';

export interface ReadingOffer {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly options: TableOptions;
}

interface CellDetails {
  readonly column?: unknown;
  readonly classes?: unknown;
  readonly unreadable?: unknown;
  readonly labeled?: unknown;
  readonly unit?: unknown;
  readonly limits?: unknown;
  /** The column was found, not named: reading it otherwise names it. */
  readonly isProposal?: unknown;
}

const shownClasses = 8;

export function readingOffers(error: unknown): ReadingOffer[] {
  const details = ((error ?? {}) as { details?: CellDetails }).details;
  const { column } = details ?? {};
  if (!details || typeof column !== 'string') return [];
  const named = details.isProposal === true ? { targetColumns: [column] } : {};
  return [
    ...unitOffer(column, details.unit, named),
    ...classesOffer(column, details.classes),
    ...limitOffers(column, details.limits),
    ...leaveOutOffer(column, details, named),
  ];
}

function unitOffer(column: string, unit: unknown, named: TableOptions): ReadingOffer[] {
  if (typeof unit !== 'string') return [];
  return [
    {
      title: `Are the values of ${column} in ${unit}?`,
      text: `“12 ${unit}” is then read as 12.`,
      action: `Strip the unit ${unit}`,
      options: { ...named, targetUnit: unit },
    },
  ];
}

function classesOffer(column: string, classes: unknown): ReadingOffer[] {
  if (!Array.isArray(classes) || classes.length < 2) return [];
  const names = classes.filter((name): name is string => typeof name === 'string');
  const more = names.length > shownClasses ? `, and ${names.length - shownClasses} more` : '';
  return [
    {
      title: `Are the words of ${column} classes to learn?`,
      text: `${names.slice(0, shownClasses).join(', ')}${more}. The model then says for each molecule how probable each of them is.`,
      action: 'Learn them as classes',
      options: { targetColumns: [column], taskType: 'multiclass' },
    },
  ];
}

function limitOffers(column: string, limits: unknown): ReadingOffer[] {
  if (typeof limits !== 'number') return [];
  const title = `${plural(limits, 'value')} of ${column} ${limits === 1 ? 'is a limit or an estimate' : 'are limits or estimates'}`;
  return [
    {
      title,
      text: 'A limit such as “<5” then pulls only predictions on its wrong side; estimates are left out.',
      action: 'Learn them as limits',
      options: { censored: 'bound' },
    },
    { title: '', text: '', action: `Leave out ${theseValues(limits)}`, options: { censored: 'drop' } },
  ];
}

function leaveOutOffer(column: string, { unreadable, labeled }: CellDetails, named: TableOptions): ReadingOffer[] {
  if (typeof unreadable !== 'number' || typeof labeled !== 'number' || unreadable >= labeled) return [];
  return [
    {
      title: `${plural(unreadable, 'value')} of ${column} cannot be read as numbers`,
      text: `The other ${labeled - unreadable} can. Those left out are listed with their lines.`,
      action: `Leave out ${theseValues(unreadable)} and go on`,
      options: { ...named, unreadableLabels: 'drop' },
    },
  ];
}

function theseValues(count: number): string {
  return count === 1 ? 'this value' : `these ${count} values`;
}
