/**
 * Writing cells of CSV. A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return, and is not a number)
 * gets an apostrophe in front, as spreadsheets themselves do to show such text.
 */

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function csvLine(cells: readonly string[], delimiter = ','): string {
  return cells.map((cell) => csvCell(cell, delimiter)).join(delimiter);
}

/** One cell, disarmed and quoted where needed. */
export function csvCell(text: string, delimiter = ','): string {
  return quoteCell(disarmed(text), delimiter);
}

/** The text with an apostrophe in front if a spreadsheet would run it. */
export function disarmed(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** One cell as it is, quoted where the grammar needs it: for input columns that must come out unchanged. */
export function quoteCell(text: string, delimiter = ','): string {
  return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}
