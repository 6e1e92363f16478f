/** What a table is, whatever file it came from: named columns, and rows that stream by. */

export interface TableRow {
  /** Zero-based row of the table as it stands: the header is not counted, rejected rows are. */
  readonly row: number;
  /** Line where the row starts, as a text editor counts. */
  readonly line: number;
  /** One text a column, as it stands in the file. */
  readonly cells: readonly string[];
  /** The structure as the file holds it, where it is not a cell: the molfile block of an SDF record. */
  readonly molblock?: string;
  /** Why the structure cannot be read, where the file itself shows it. */
  readonly damage?: string;
}

export type TableFormat = 'csv' | 'smi' | 'sdf';

export interface Table {
  /** File name, for messages. */
  readonly name: string;
  readonly format: TableFormat;
  /** Set for csv only. */
  readonly delimiter?: Delimiter;
  /** Names of the columns, all different, none empty. */
  readonly columns: readonly string[];
  /** Whether the first line named the columns. */
  readonly header: boolean;
  /** Columns whose name was made up, because the header has none. */
  readonly unnamed: readonly string[];
  /** Whether quotes are grammar: a line break between them is text. */
  readonly quotes: boolean;
  /** Records before the first row: a header, and a line that tells the delimiter. */
  readonly rowsAfter: number;
  /** Can be read once. Throws DataError, with the line, at the first damage. */
  readonly rows: AsyncIterable<TableRow>;
  /** What a user should know about the file, one summary each; grows while the rows are read. */
  readonly notes: readonly string[];
}

export type Delimiter = ',' | ';' | '\t' | '|';

export const delimiterNames: Readonly<Record<Delimiter, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};
