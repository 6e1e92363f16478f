/** How far the run in a folder is, by its files alone. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foldsFileName, parseFoldsFile } from './folds-file.ts';
import { parseRunFile } from './run-file.ts';
import { runFiles } from './run-files.ts';

/** absent: no run, or none that has come to a checkpoint. */
export type RunProgress = 'absent' | 'begun' | 'finished';

/** Of a run, or of folds together. Throws CheckpointError if run.json or folds.json is damaged. */
export async function runProgress(folder: string): Promise<RunProgress> {
  const [foldsPath, runPath] = [join(folder, foldsFileName), join(folder, runFiles.run)];
  const foldsText = await textOf(foldsPath);
  if (foldsText !== undefined) {
    const { folds } = parseFoldsFile(foldsText, foldsPath);
    const each = Array.from({ length: folds }, (_, fold) => runProgress(join(folder, `fold_${fold}`)));
    return (await Promise.all(each)).every((progress) => progress === 'finished') ? 'finished' : 'begun';
  }
  const text = await textOf(runPath);
  if (text === undefined) return 'absent';
  if (parseRunFile(text, runPath).status === 'finished') return 'finished';
  return existsSync(join(folder, runFiles.checkpoint)) ? 'begun' : 'absent';
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
