/**
 * The same structure in several rows: found by canonical SMILES and the conditions of the measurement, distinguished by whether the labels
 * agree, merged if asked. Rows of different parts are never made one: a label of the test part would be learned.
 */
import { ConfigError, listUpTo, mean, setting, weightedMean } from '../base/index.ts';
import { findTask } from '../tasks/index.ts';
import { type Dataset, type Reject, selectRows } from './dataset.ts';
import { groupRows } from './splits/grouping.ts';

export interface DuplicateOptions {
  /** Rows of one structure whose labels agree: keep all, or merge into the first. Default keep. */
  readonly duplicates?: 'keep' | 'merge' | undefined;
  /** Rows of one structure whose labels differ: keep all, drop all, or average into the first (regression). Default keep. */
  readonly contradictions?: 'keep' | 'drop' | 'average' | undefined;
}

export interface DuplicateGroup {
  /** Positions in the data set. */
  readonly rows: readonly number[];
  /** Some task has different labels in these rows. */
  readonly contradictory: boolean;
}

export function findDuplicates({ molecules, targets, bounds, taskNames, conditions }: Dataset): DuplicateGroup[] {
  const sideOf = (cell: number): number => bounds?.[cell] ?? 0;
  const keys = molecules.map(({ canonicalSmiles }, row) => `${canonicalSmiles}\n${conditions?.[row] ?? ''}`);
  const groups = groupRows(keys).filter((rows) => rows.length > 1);
  const tasks = taskNames.length;
  return groups.map((rows) => ({
    rows,
    contradictory: taskNames.some((_, task) => {
      const cells = rows.map((row) => row * tasks + task).filter((cell) => !Number.isNaN(targets[cell]!));
      const isOther = (cell: number): boolean =>
        targets[cell] !== targets[cells[0]!] || sideOf(cell) !== sideOf(cells[0]!);
      return cells.some(isOther);
    }),
  }));
}

/** Applies the reactions; the warnings list the first contradictory groups by line. */
export function settleDuplicates(
  dataset: Dataset,
  { duplicates = 'keep', contradictions = 'keep' }: DuplicateOptions,
): { dataset: Dataset; rejects: Reject[]; warnings: string[] } {
  if (contradictions === 'average' && !findTask(dataset.taskType).labels.canAverage) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['data', 'contradictions'],
      what: 'contradictory classes cannot be averaged',
      advice: 'Use keep or drop.',
    });
  }
  if (contradictions === 'average' && dataset.bounds) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['data', 'contradictions'],
      what: 'limits cannot be averaged',
      advice: `Use ${setting('data.contradictions')} keep or drop, or ${setting('data.censored', 'drop')}.`,
    });
  }
  const groups = findDuplicates(dataset);
  const same = groups.filter((group) => !group.contradictory);
  const contradictory = groups.filter((group) => group.contradictory);
  const wanted = [...(duplicates === 'merge' ? same : []), ...(contradictions === 'average' ? contradictory : [])];
  const merged = wanted.flatMap((group) => withinParts(dataset, group));
  const dropped = contradictions === 'drop' ? contradictory.flatMap(({ rows }) => rows) : [];
  const gone = new Set([...merged.flatMap((rows) => rows.slice(1)), ...dropped]);
  const warnings = [...sameWarning(same, duplicates), ...contradictionWarning(dataset, contradictory, contradictions)];
  if (gone.size === 0) return { dataset, rejects: [], warnings };
  const settled = { ...dataset, ...averaged(dataset, merged) };
  const isDropped = new Set(dropped);
  const rejects = [...gone].sort((a, b) => a - b).map((row) => rejectOf(dataset, row, isDropped.has(row)));
  const kept = dataset.smiles.flatMap((_, row) => (gone.has(row) ? [] : [row]));
  return { dataset: selectRows(settled, kept), rejects, warnings };
}

/** The rows of a group that may become one: those of each part. */
function withinParts({ parts }: Dataset, { rows }: DuplicateGroup): number[][] {
  return groupRows(rows.map((row) => parts?.[row] ?? '')).map((positions) => positions.map((at) => rows[at]!));
}

/**
 * Targets with the mean over each group's labels in its first row, by the weights of the rows, whose sum it gets; where the labels agree, the
 * mean is the label, and the limit that it may be. Limits that differ are contradictions, which are not averaged.
 */
function averaged(
  dataset: Dataset,
  groups: readonly (readonly number[])[],
): Pick<Dataset, 'targets' | 'bounds' | 'weights'> {
  const { targets, bounds, taskNames, weights } = dataset;
  const tasks = taskNames.length;
  const merged = {
    targets: targets.slice(),
    ...(bounds && { bounds: bounds.slice() }),
    ...(weights && { weights: weights.slice() }),
  };
  for (const rows of groups) {
    if (merged.weights) merged.weights[rows[0]!] = rows.reduce((sum, row) => sum + weights![row]!, 0);
    for (let task = 0; task < tasks; task++) {
      const cells = rows.map((row) => row * tasks + task).filter((cell) => !Number.isNaN(targets[cell]!));
      const [first] = cells;
      if (first === undefined) continue;
      const agree = cells.every((cell) => targets[cell] === targets[first]);
      const into = rows[0]! * tasks + task;
      merged.targets[into] = agree ? targets[first]! : meanLabel(cells, dataset);
      if (merged.bounds) merged.bounds[into] = bounds![first]!;
    }
  }
  return merged;
}

/** Of the labels in these cells; by the weights of their rows, unless none has any. */
function meanLabel(cells: readonly number[], { targets, weights, taskNames }: Dataset): number {
  const labels = cells.map((cell) => targets[cell]!);
  if (!weights) return mean(labels);
  const ofRows = cells.map((cell) => weights[Math.floor(cell / taskNames.length)]!);
  return weightedMean(labels, ofRows);
}

function rejectOf(dataset: Dataset, row: number, contradictory: boolean): Reject {
  return {
    file: dataset.name,
    row: dataset.tableRows[row]!,
    line: dataset.lines[row]!,
    column: 'smiles',
    value: dataset.smiles[row]!,
    kind: contradictory ? 'contradiction' : 'duplicate',
    reason: contradictory
      ? 'the same structure has other labels elsewhere'
      : 'merged with an earlier row of the same structure',
  };
}

function sameWarning(groups: readonly DuplicateGroup[], reaction: 'keep' | 'merge'): string[] {
  if (groups.length === 0) return [];
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const done =
    reaction === 'merge'
      ? 'merged into one row each (of each part, where the table names parts)'
      : `kept; ${setting('split.type', 'random_with_repeated_smiles')} keeps them in one part, ${setting('data.duplicates', 'merge')} makes one row of them`;
  return [`Structures in several rows with labels that agree: ${groups.length} (${rows} rows), ${done}.`];
}

/** A control of a screen may stand in thousands of rows. */
const shownLines = 10;

function contradictionWarning(dataset: Dataset, groups: readonly DuplicateGroup[], reaction: string): string[] {
  if (groups.length === 0) return [];
  const lines = ({ rows }: DuplicateGroup): string => {
    const all = rows.map((row) => dataset.lines[row]!);
    return `lines ${listUpTo(shownLines, all)}`;
  };
  const listed = groups.slice(0, 5).map((group) => `${dataset.smiles[group.rows[0]!]} (${lines(group)})`);
  const more = groups.length > 5 ? ', ...' : '';
  const done = {
    keep: `kept; ${setting('data.contradictions', 'drop')} or average changes that`,
    drop: 'dropped',
    average: 'averaged',
  }[reaction];
  return [`Structures with contradictory labels: ${groups.length}, ${done}: ${listed.join('; ')}${more}.`];
}
