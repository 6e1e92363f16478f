/**
 * How similar each test molecule is to the molecules that the model which judges it was trained on. The file of an ensemble of folds keeps
 * the training molecules of all folds, among which every test molecule is: it is compared with those of the folds that tested it.
 */
import { fingerprintOf, nearestMolecules, neighborSearch, type TrainingMolecules } from '../applicability/index.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import type { TestTable } from './run-tables.ts';

/** Rows of the table in the parts of a fold, as splits.json has them. */
export interface FoldRows {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** [molecules], undefined where the toolkit refuses one; or why they are not known, as a sentence. */
export type Similarities = { readonly values: readonly (number | undefined)[] } | { readonly unknown: string };

interface ComparedWith {
  readonly training: TrainingMolecules;
  /** What its splits.json says; undefined: there is none that can be read. */
  readonly folds: readonly FoldRows[] | undefined;
  /** The model holds a network of each fold. */
  readonly isOfFolds: boolean;
}

export function testSimilarities(
  { smiles, rows }: Pick<TestTable, 'smiles' | 'rows'>,
  { training, folds, isOfFolds }: ComparedWith,
  chemistry: Chemistry,
): Similarities {
  const wantedFor = isOfFolds ? trainedWithoutTest(training, folds) : () => undefined;
  if (!wantedFor)
    return {
      unknown:
        'Left out: the model file keeps the training molecules of all folds together, and the splits.json beside it does not say which of them the model of each fold was trained on.',
    };
  const search = neighborSearch(training);
  const values = smiles.map((text, at) => {
    const molecule = chemistry.parse(text);
    if (isRejection(molecule)) return undefined;
    const isWanted = wantedFor(rows[at]!);
    return nearestMolecules(search, fingerprintOf(molecule), isWanted && { isWanted })[0]?.similarity;
  });
  return { values };
}

type IsWanted = (position: number) => boolean;

/** Of a tested row: which of the kept molecules the models that judge it were trained on. Undefined where that is not known. */
function trainedWithoutTest(
  { smiles }: TrainingMolecules,
  folds: readonly FoldRows[] | undefined,
): ((row: number) => IsWanted) | undefined {
  if (!folds) return undefined;
  // The file keeps them in the order of the table.
  const kept = [...new Set(folds.flatMap(({ train }) => train))].sort((left, right) => left - right);
  if (kept.length !== smiles.length) return undefined;
  const trained = folds.map(({ train }) => new Set(train));
  const tested = folds.map(({ test }) => new Set(test));
  return (row) => {
    const judging = trained.filter((_, fold) => tested[fold]!.has(row));
    return (position) => judging.some((rows) => rows.has(kept[position]!));
  };
}
