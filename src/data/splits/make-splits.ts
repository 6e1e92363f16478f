/** Every kind of split behind one function: the name chooses, the seed decides, the same for every model and optimizer. */
import { ConfigError, RandomStream, setting, unknownName } from '../../base/index.ts';
import type { Chemistry, Molecule } from '../../chem/index.ts';
import { type Dataset, selectRows } from '../dataset.ts';
import { columnSplit } from './column-split.ts';
import { crossValidationSplits } from './cross-validation.ts';
import { randomSplit } from './random-split.ts';
import { repeatedSmilesSplit } from './repeated-smiles-split.ts';
import { scaffoldBalancedSplit } from './scaffold-balanced-split.ts';
import { scaffoldSplit } from './scaffold-split.ts';
import type { Split } from './split.ts';
import { defaultSplitSizes, refuseTooFew, type SplitSizes } from './split-sizes.ts';
import { refuseTurnedShares } from './turned-shares.ts';

interface SplitInput {
  readonly dataset: Dataset;
  readonly chemistry: Chemistry;
  readonly sizes: SplitSizes;
  readonly stream: RandomStream;
}

type SplitMaker = (input: SplitInput) => Split;

const makers = {
  random: ({ dataset, sizes, stream }) => randomSplit(dataset.smiles.length, sizes, stream),
  scaffold: ({ dataset, chemistry, sizes }) => scaffoldSplit(scaffoldsOf(dataset, chemistry), sizes),
  scaffold_balanced: ({ dataset, chemistry, sizes, stream }) =>
    scaffoldBalancedSplit(scaffoldsOf(dataset, chemistry), sizes, stream),
  random_with_repeated_smiles: ({ dataset, sizes, stream }) =>
    repeatedSmilesSplit(
      dataset.molecules.map((molecule) => molecule.canonicalSmiles),
      sizes,
      stream,
    ),
} satisfies Record<string, SplitMaker>;

export type SplitType = keyof typeof makers | 'cv';
export const splitTypes: readonly SplitType[] = [...(Object.keys(makers) as (keyof typeof makers)[]), 'cv'];

/** Parts of a cross-validation. */
export const defaultFolds = 5;

export interface SplitOptions {
  /** Default random. */
  readonly type?: SplitType | undefined;
  /** Default 0.8, 0.1, 0.1; not used by cv. */
  readonly sizes?: SplitSizes | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
  /** cv: number of parts. Others: number of splits, each made with the next seed. Default 1 (cv: 5). */
  readonly folds?: number | undefined;
}

/**
 * One split, or one a fold. Rows that the data set's `parts` already mark as test (a second data file) stay test, and only the
 * others are divided, in the proportion of training to validation.
 * Throws ConfigError for an unknown type, DataError if there are too few molecules.
 */
export function makeSplits(dataset: Dataset, chemistry: Chemistry, options: SplitOptions = {}): Split[] {
  const { type = 'random', sizes = defaultSplitSizes } = options;
  if (!splitTypes.includes(type)) throw unknownName('split', type, splitTypes);
  const test = dataset.smiles.flatMap((_, row) => (dataset.parts?.[row] === 'test' ? [row] : []));
  if (test.length === 0) {
    const splits = splitAll(dataset, chemistry, { ...options, type, sizes });
    if (byScaffold(type)) {
      const keys = scaffoldsOf(dataset, chemistry);
      for (const split of splits) refuseTurnedShares(split, { sizes, scaffolds: keys, type });
    }
    return splits;
  }
  if (type === 'cv') {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['split', 'type'],
      what: 'cross-validation tests every molecule, and a test part is given',
      advice: `Give one data file, or another ${setting('split.type')}.`,
    });
  }
  const rest = dataset.smiles.flatMap((_, row) => (dataset.parts?.[row] === 'test' ? [] : [row]));
  const divided = sizes.train + sizes.val;
  const shares = { train: sizes.train / divided, val: sizes.val / divided, test: 0 };
  const splits = splitAll(selectRows(dataset, rest), chemistry, { ...options, type, sizes: shares });
  const back = (positions: readonly number[]): number[] => positions.map((position) => rest[position]!);
  // What fits neither training nor validation (a large scaffold) trains: the test part is already full.
  return splits.map((split) => ({ train: back([...split.train, ...split.test]), val: back(split.val), test }));
}

/** Whether molecules of one scaffold stay together. */
export function byScaffold(type: string): boolean {
  return type === 'scaffold' || type === 'scaffold_balanced';
}

function splitAll(
  dataset: Dataset,
  chemistry: Chemistry,
  { type, sizes, seed = 0, folds }: SplitOptions & { type: SplitType; sizes: SplitSizes },
): Split[] {
  if (type === 'cv') return crossValidationSplits(dataset.smiles.length, folds ?? defaultFolds, splitStream(seed));
  const count = folds ?? 1;
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['split', 'folds'],
      what: `${count} is not a number of folds`,
      advice: 'Give 1 or more.',
    });
  }
  refuseTooFew(dataset.smiles.length, sizes);
  const make: SplitMaker = makers[type];
  return Array.from({ length: count }, (_, fold) =>
    make({ dataset, chemistry, sizes, stream: splitStream(seed + fold) }),
  );
}

/** The split that the table's own column, or the files its rows came from, give. */
export function givenSplit({ parts = [] }: Dataset): Split {
  return columnSplit(parts);
}

/** They cost a millisecond a molecule, and are asked for by every fold, the check of its shares and the report. */
const scaffolds = new WeakMap<Molecule, string>();

/** Scaffold SMILES of each molecule, '' for acyclic ones, [rows]. */
export function scaffoldsOf({ molecules }: Dataset, chemistry: Chemistry): string[] {
  return molecules.map((molecule) => {
    const scaffold = scaffolds.get(molecule) ?? chemistry.scaffold(molecule);
    scaffolds.set(molecule, scaffold);
    return scaffold;
  });
}

function splitStream(seed: number): RandomStream {
  return new RandomStream(seed, 'split');
}
