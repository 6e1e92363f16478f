/** k-fold cross-validation: every row is tested once; the fold after the tested one validates, the rest trains. */
import { ConfigError, DataError, type RandomStream, setting } from '../../base/index.ts';
import type { Split } from './split.ts';

/** One split a fold; folds differ by at most one row. Throws if there are fewer than three folds, or fewer rows than folds. */
export function crossValidationSplits(rows: number, folds: number, stream: RandomStream): Split[] {
  if (!(Number.isInteger(folds) && folds >= 3)) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['split', 'folds'],
      what: `${folds} folds cannot give a training, a validation and a test part`,
      advice: `Use 3 folds or more with ${setting('split.type', 'cv')}.`,
    });
  }
  if (rows < folds) {
    throw new DataError({
      code: 'too-few-molecules',
      path: ['split', 'folds'],
      what: `${rows} molecules cannot be divided into ${folds} folds`,
      advice: `At least ${folds} molecules are needed, or fewer ${setting('split.folds')}.`,
    });
  }
  const shuffled = stream.shuffle(Array.from({ length: rows }, (_, row) => row));
  const edge = (fold: number): number => Math.floor((fold * rows) / folds);
  const parts = Array.from({ length: folds }, (_, fold) => shuffled.slice(edge(fold), edge(fold + 1)));
  return parts.map((test, fold) => {
    const valFold = (fold + 1) % folds;
    return {
      train: parts.filter((_, other) => other !== fold && other !== valFold).flat(),
      val: parts[valFold]!,
      test,
    };
  });
}
