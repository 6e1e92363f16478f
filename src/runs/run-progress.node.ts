/** How far the run in a folder is, by its files alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readTextIfThere } from '../platform/index.node.ts';
import { foldsFileName, parseFoldsFile } from './folds-file.ts';
import { parseRunFile } from './run-file.ts';
import { runFiles } from './run-files.ts';

/** absent: no run, or none that has come to a checkpoint. */
export type RunProgress = 'absent' | 'begun' | 'finished';

/** Of a run, or of folds together. Throws CheckpointError if run.json or folds.json is damaged, MachineError if it cannot be read. */
export async function runProgress(folder: string): Promise<RunProgress> {
  const [foldsPath, runPath] = [join(folder, foldsFileName), join(folder, runFiles.run)];
  const foldsText = await readTextIfThere(foldsPath);
  if (foldsText !== undefined) {
    const { folds } = parseFoldsFile(foldsText, foldsPath);
    const each = Array.from({ length: folds }, (_, fold) => runProgress(join(folder, `fold_${fold}`)));
    return (await Promise.all(each)).every((progress) => progress === 'finished') ? 'finished' : 'begun';
  }
  const text = await readTextIfThere(runPath);
  if (text === undefined) return 'absent';
  if (parseRunFile(text, runPath).status === 'finished') return 'finished';
  return existsSync(join(folder, runFiles.checkpoint)) ? 'begun' : 'absent';
}
