/** A word for a shell, quoted where it must be: `IC50`, `'Ki Units'`; also what would look like an option. */
export function shellWord(word: string): string {
  return /^[\w@%+:,./][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
