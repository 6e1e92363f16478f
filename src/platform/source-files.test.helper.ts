/** The project's own code as text, for tests of what it may not contain. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.node.ts';

export interface SourceFile {
  /** From the root of the package, with the separators of the system. */
  readonly path: string;
  readonly text: string;
}

/** TypeScript of these folders of the package, without tests and what is built. */
export function sourceFiles(folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|^dist/.test(path))
      .map((path) => join(folder, path))
      .map((path) => ({ path, text: readFileSync(join(packageRoot(), path), 'utf8') })),
  );
}
