/** What is said of the rows of a CSV table that are read in another way than they may be meant. */
import { BlankLines } from './blank-lines.ts';
import type { CsvRecord } from './csv-records.ts';
import type { Dialect } from './dialect.ts';
import { delimiterNames } from './table.ts';

/** Cells up to which each is listed. */
const shownCells = 5;

export class RowRemarks {
  readonly #file: string;
  readonly #dialect: Dialect;
  readonly #blank: BlankLines;
  #swallowing = 0;

  /** `nextLine`: the line after the header; undefined in a part of a table. */
  constructor(file: string, dialect: Dialect, nextLine: number | undefined) {
    this.#file = file;
    this.#dialect = dialect;
    this.#blank = new BlankLines(nextLine);
  }

  /** To be called with each record in order. */
  on({ line, nextLine, cells }: CsvRecord): string[] {
    this.#blank.row(line, nextLine);
    const { delimiter, quotes } = this.#dialect;
    // A pair of stray quotes makes one cell of the rows between them.
    const holdsRows = quotes && cells.some((cell) => cell.includes('\n') && cell.includes(delimiter));
    if (!holdsRows || this.#swallowing++ >= shownCells) return [];
    return [
      `${this.#file}, line ${line}: a quoted cell holds line breaks and ${delimiterNames[delimiter]}s; ` +
        'if these are rows, a quote (") before them is never closed.',
    ];
  }

  atEnd(): string[] {
    const more = this.#swallowing - shownCells;
    return [
      ...this.#blank.notes(this.#file),
      ...(more > 0 ? [`${this.#file}: ${more} more rows hold such a cell.`] : []),
    ];
  }
}
