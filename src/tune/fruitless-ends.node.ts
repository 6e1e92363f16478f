/** Trainings that have ended and left nothing to compare: trained again they would do the same, so their trial fails. */
import { RunError, setting } from '../base/index.ts';
import { readFoldsFile } from '../runs/index.node.ts';

/** What another machine has written may be seen a while later: looked at so often before a trial fails. */
const looks = 3;

export class FruitlessEnds {
  readonly #counts = new Map<string, number>();

  /** Counts one more of the run in the folder. Returns why its trial fails; undefined: look again a while later. */
  async count(runFolder: string): Promise<RunError | undefined> {
    const folds = await readFoldsFile(runFolder);
    if (folds) return severalSplits(runFolder, folds.folds);
    const count = (this.#counts.get(runFolder) ?? 0) + 1;
    this.#counts.set(runFolder, count);
    return count < looks ? undefined : nothingLeft(runFolder);
  }
}

function severalSplits(where: string, splits: number): RunError {
  return new RunError({
    code: 'several-folds',
    what: `the data are split ${splits} times, and the study was begun with one training a trial`,
    where,
    advice: `Begin it again in another ${setting('run.folder')}: a trial is then a training for each split.`,
  });
}

function nothingLeft(where: string): RunError {
  return new RunError({
    code: 'not-finished',
    what: 'the training has ended and left no epochs to compare trials by',
    where,
    advice: 'Train once without tuning to see why.',
  });
}
