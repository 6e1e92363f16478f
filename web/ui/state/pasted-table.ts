/** Pasted text as a table: SMILES or InChI, one a line, or molfiles as a drawing program copies them. */
import { type InchiReading, quoteCell, type TableFile } from '../../engine/protocol.ts';

interface PastedTable {
  readonly file: TableFile;
  /** Empty where structures are no cells. */
  readonly smilesColumn: string;
  /** Structures that are refused unread, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
}

function isInchi(line: string): boolean {
  return /^\s*InChI=/.test(line);
}

/** The lines that are InChI, each once. Fields of molfiles are none. */
export function inchiLines(text: string): string[] {
  return isMolfile(text) ? [] : [...new Set(linesOf(text).filter(isInchi))];
}

/** readings: of every line that is an InChI. It stands beside its SMILES in a column of its own. */
export function pastedTable(text: string, readings: ReadonlyMap<string, InchiReading>): PastedTable {
  const refused = new Map<string, string>();
  if (isMolfile(text)) return { file: { name: 'pasted.sdf', content: new Blob([text]) }, smilesColumn: '', refused };
  const rows = linesOf(text).map((line) => {
    const reading = readings.get(line);
    if (reading === undefined) return [line, ''];
    if ('smiles' in reading) return [reading.smiles, line];
    refused.set(line, reading.reason);
    return [line, ''];
  });
  const columns = readings.size > 0 ? ['smiles', 'inchi'] : ['smiles'];
  const lines = rows.map((cells) => columns.map((_, index) => quoteCell(cells[index]!)).join());
  const content = new Blob([`${[columns.join(), ...lines].join('\n')}\n`]);
  return { file: { name: 'pasted.csv', content }, smilesColumn: 'smiles', refused };
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

function isMolfile(text: string): boolean {
  return /^M {2}END\s*$/m.test(text);
}
