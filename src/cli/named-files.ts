/** Temporary files in texts, called what the user knows them as. */

export interface NamedFile {
  readonly path: string;
  /** What the user knows it as. */
  readonly name: string;
}

/** Also in JSON, where a path may be written with escapes. */
export function byTheirNames(text: string, files: readonly NamedFile[]): string {
  return files.reduce(
    (so, { path, name }) => so.replaceAll(path, name).replaceAll(JSON.stringify(path).slice(1, -1), name),
    text,
  );
}
