/** What a report says about a split: sizes, scaffolds and labels of each part, and what makes its metrics doubtful. */
import { setting } from '../../base/index.ts';
import { findTask, type LabelSummary } from '../../tasks/index.ts';
import type { Dataset } from '../dataset.ts';
import { type PartName, partNames, type Split } from './split.ts';
import type { SplitSizes } from './split-sizes.ts';
import { shareWarnings } from './turned-shares.ts';

export interface TaskInPart extends LabelSummary {
  readonly task: string;
  /** Molecules with a label. */
  readonly labeled: number;
  /** How many of the labels are limits, of which mean and deviation say nothing; undefined: none. */
  readonly limits?: number | undefined;
}

export interface PartReport {
  readonly part: PartName;
  readonly molecules: number;
  /** Distinct Bemis-Murcko scaffolds; all acyclic molecules count as one. Undefined if scaffolds were not given. */
  readonly scaffolds?: number | undefined;
  readonly tasks: readonly TaskInPart[];
}

export interface SplitReport {
  /** Algorithm as the user calls it, for instance scaffold_balanced or the name of a splits file. */
  readonly algorithm: string;
  readonly seed?: number | undefined;
  readonly parts: readonly PartReport[];
  readonly warnings: readonly string[];
  /** Of several splits, whose parts are counted together: how many there are. */
  readonly folds?: number | undefined;
}

export interface SplitReportOptions {
  readonly algorithm: string;
  readonly seed?: number | undefined;
  /** [rows], from scaffoldsOf; costs a millisecond a molecule, so only where it is shown. */
  readonly scaffolds?: readonly string[] | undefined;
  /** What a split by scaffolds was asked for: parts far from it are warned about. */
  readonly sizes?: SplitSizes | undefined;
}

/** Positives or negatives below which a part's classification metrics say little. */
const fewLabels = 10;

export function reportSplit(
  dataset: Dataset,
  split: Split,
  { algorithm, seed, scaffolds, sizes }: SplitReportOptions,
): SplitReport {
  const parts = partNames.map((part) => ({
    part,
    molecules: split[part].length,
    ...(scaffolds && { scaffolds: new Set(split[part].map((row) => scaffolds[row])).size }),
    tasks: dataset.taskNames.map((_, task) => taskInPart(dataset, split[part], task)),
  }));
  const shares = scaffolds && sizes ? shareWarnings(split, { sizes, scaffolds, type: algorithm }) : [];
  const warnings = [...shares, ...emptyWarnings(parts), ...leakWarnings(dataset, split)];
  for (const report of parts) warnings.push(...classWarnings(report, dataset));
  return { algorithm, seed, parts, warnings };
}

/** What is said of one of several splits, numbered as they are announced. */
export function ofSplit(text: string, index: number, count: number): string {
  return `Split ${index + 1} of ${count}: ${text}`;
}

/**
 * Of several splits with a model each: a part is what is in it in any of them, so that a molecule is counted in several parts. reports: of
 * each split; what not all of them warn of is said with the split.
 */
export function reportFolds(
  dataset: Dataset,
  folds: readonly { readonly split: Split; readonly report: SplitReport }[],
): SplitReport {
  const { algorithm, seed } = folds[0]!.report;
  const parts = partNames.map((part) => {
    const rows = [...new Set(folds.flatMap(({ split }) => split[part]))];
    const tasks = dataset.taskNames.map((_, task) => taskInPart(dataset, rows, task));
    return { part, molecules: rows.length, tasks };
  });
  const isOfAll = (text: string): boolean => folds.every(({ report }) => report.warnings.includes(text));
  const warnings = folds.flatMap(({ report }, fold) =>
    report.warnings.map((text) => (isOfAll(text) ? text : ofSplit(text, fold, folds.length))),
  );
  return { algorithm, seed, parts, warnings: [...new Set(warnings)], folds: folds.length };
}

function taskInPart(
  { targets, bounds, taskNames, taskType, classes }: Dataset,
  rows: readonly number[],
  task: number,
): TaskInPart {
  const cells = rows.map((row) => row * taskNames.length + task).filter((cell) => !Number.isNaN(targets[cell]!));
  const exact = bounds ? cells.filter((cell) => bounds[cell] === 0) : cells;
  const values = exact.map((cell) => targets[cell]!);
  const limits = cells.length - exact.length;
  return {
    task: taskNames[task]!,
    labeled: cells.length,
    ...(limits > 0 && { limits }),
    ...findTask(taskType).labels.summarize(values, classes?.[task]),
  };
}

function emptyWarnings(parts: readonly PartReport[]): string[] {
  const texts: Record<PartName, string> = {
    train: 'there is nothing to learn from',
    val: 'there is no early stopping and no choice of the best epoch',
    test: 'there is no unbiased metric',
  };
  return parts
    .filter(({ molecules }) => molecules === 0)
    .map(({ part }) => `The ${part} part is empty: ${texts[part]}.`);
}

/** Tasks with one class only (the metric is undefined) and with few labels of a class, a summary each kind. */
function classWarnings({ part, molecules, tasks }: PartReport, { taskType }: Dataset): string[] {
  if (molecules === 0) return [];
  const { classCounts, undefinedOfSingle = 'the metric', tellingOfFew } = findTask(taskType).labels;
  const counted = tasks.flatMap((summary) => {
    const counts = classCounts(summary);
    return counts ? [{ task: summary.task, counts: counts.filter((count) => count > 0) }] : [];
  });
  const undefinedTasks = counted.filter(({ counts }) => counts.length < 2).map(({ task }) => task);
  const rare = counted
    .filter(({ counts }) => counts.length > 1)
    .map(({ task, counts }) => ({ task, count: Math.min(...counts) }))
    .filter(({ count }) => count < fewLabels);
  const warnings: string[] = [];
  if (undefinedTasks.length > 0) {
    const advice = part === 'train' ? 'they cannot be learned' : `${undefinedOfSingle} is undefined there`;
    warnings.push(
      `One class only in the ${part} part: ${undefinedTasks.join(', ')}; ${advice}. A larger part or another split may help.`,
    );
  }
  if (rare.length > 0) {
    const listed = rare.map(({ task, count }) => `${task} (${count})`).join(', ');
    const more = tellingOfFew === undefined ? '' : `, and ${tellingOfFew} says more`;
    warnings.push(
      `Fewer than ${fewLabels} labels of the rarest class in the ${part} part: ${listed}; metrics there are rough${more}.`,
    );
  }
  return warnings;
}

/** The same structure in training and in validation or test. */
function leakWarnings({ molecules }: Dataset, split: Split): string[] {
  const trained = new Set(split.train.map((row) => molecules[row]!.canonicalSmiles));
  return (['val', 'test'] as const).flatMap((part) => {
    const shared = split[part].filter((row) => trained.has(molecules[row]!.canonicalSmiles)).length;
    if (shared === 0) return [];
    return [
      `Molecules of the ${part} part that are in the training part too: ${shared}, a leak; ${setting('split.type', 'random_with_repeated_smiles')} avoids it.`,
    ];
  });
}
