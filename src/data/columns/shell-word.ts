/** Names of columns, words and units in a setting that the user copies to a command line. */

/** As a shell takes it for one word: `IC50`, `'Ki Units'`. */
export function shellWord(text: string): string {
  return /^[\w.+,%-][\w.+,%=-]*$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
