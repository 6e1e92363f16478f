/** How the levels stand beside others on the same splits, seed by seed: three tables of docs/accuracy.md. */
import { mean } from '../../src/base/index.ts';
import { findMetric } from '../../src/tasks/index.ts';
import { markdownTable } from '../shared/markdown-table.ts';
import type { MeasuredRun } from './measured-run.ts';
import { type ChempropRun, chempropValues, groupedByLine } from './table.ts';
import { type Quality, splitKeyOf } from './wanted.ts';

interface Opponent {
  readonly title: string;
  /** On the split of a run; undefined where it was not trained there. */
  readonly value: (run: MeasuredRun) => number | undefined;
}

/** A line for each data set, split and level. A cell holds two means over the seeds of both, and on how many of these ours is better. */
export function pairsTable(runs: readonly MeasuredRun[], chemprop: readonly ChempropRun[]): string {
  const ofRecipe = (recipe: Quality | undefined): ReadonlyMap<string, MeasuredRun> =>
    new Map(runs.filter(({ quality }) => quality === recipe).map((run) => [splitKeyOf(run), run]));
  const [fromNothing, good] = [ofRecipe(undefined), ofRecipe('good')];
  const ofChemprop = chempropValues(chemprop);
  const ofFast: Opponent[] = [
    { title: 'one of Chemprop', value: ofChemprop.one },
    { title: 'one from nothing', value: (run) => meanOf(fromNothing.get(splitKeyOf(run))?.members) },
  ];
  const ofGood: Opponent[] = [
    { title: 'five of Chemprop', value: ofChemprop.five },
    { title: 'five from nothing, and trees', value: (run) => fromNothing.get(splitKeyOf(run))?.blended },
    { title: 'forest', value: ({ baselines }) => baselines['descriptor-forest'] ?? undefined },
    { title: 'boosted trees', value: ({ baselines }) => baselines['boosted-trees'] ?? undefined },
  ];
  const ofBest: Opponent[] = [
    { title: '`good`', value: (run) => good.get(splitKeyOf(run))?.blended },
    { title: 'five of Chemprop', value: ofChemprop.five },
  ];
  const tables = [tableOf(runs, 'fast', ofFast), tableOf(runs, 'good', ofGood), tableOf(runs, 'best', ofBest)];
  return tables.filter((table) => table !== undefined).join('\n\n');
}

function tableOf(runs: readonly MeasuredRun[], level: Quality, opponents: readonly Opponent[]): string | undefined {
  const rows = groupedByLine(runs.filter(({ quality }) => quality === level)).map((group) => {
    const [{ dataset, split, metric }] = group;
    return [dataset, split, metric, ...opponents.map((opponent) => cellOf(group, opponent))];
  });
  if (rows.length === 0) return undefined;
  const header = ['data set', 'split', 'metric', ...opponents.map(({ title }) => `\`${level}\` : ${title}`)];
  return markdownTable(header, rows);
}

function cellOf(runs: readonly MeasuredRun[], { value }: Opponent): string {
  const pairs = runs.flatMap((run) => {
    const other = value(run);
    return other === undefined ? [] : [{ ours: run.blended, other }];
  });
  if (pairs.length === 0) return '';
  const { direction } = findMetric(runs[0]!.metric);
  const better = pairs.filter(({ ours, other }) => (direction === 'higher' ? ours > other : ours < other)).length;
  const means = [mean(pairs.map(({ ours }) => ours)), mean(pairs.map(({ other }) => other))];
  return `${means.map((each) => each.toFixed(3)).join(' : ')} (${better} of ${pairs.length})`;
}

function meanOf(values: readonly number[] | undefined): number | undefined {
  return values && mean(values);
}
