/** The files that say what a run was trained on: written when it begins, and again where a resumed run lacks them. */
import { type RunDestination, runFiles, type WholeRunFile } from './run-files.ts';

/** Content by file. */
export type RunInputs = Partial<Readonly<Record<WholeRunFile, string>>>;

/**
 * Writes them; of a run that is resumed only those that a kill kept from being written, or that are not what the run has: each with a
 * warning, since somebody or something changed it.
 */
export async function writeInputs(
  destination: RunDestination,
  inputs: RunInputs,
  resume: boolean,
  onEvent: (event: { readonly kind: 'warning'; readonly message: string }) => void,
): Promise<void> {
  for (const [file, content] of Object.entries(inputs) as [WholeRunFile, string][]) {
    const found = resume ? await destination.read(file) : undefined;
    if (found === content) continue;
    if (found !== undefined) {
      onEvent({ kind: 'warning', message: `${runFiles[file]} was damaged or changed; it is written again.` });
    }
    await destination.write(file, content);
  }
}
