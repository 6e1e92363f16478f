/**
 * Whether the model knows when it is wrong: calibration of probabilities, coverage of intervals or sets of classes, and the error that is left
 * when the predictions that it is least sure of are set aside. All on the test part, which nothing of it was fitted to.
 */

import { formatCount, formatNumber } from '../base/index.ts';
import type { Trust } from '../calibration/index.ts';
import {
  dataTable,
  figure,
  grid,
  type IntervalRow,
  intervalChart,
  lineChart,
  type Markup,
  markup,
  type PageSection,
} from '../charts/index.ts';
import { type Interval, retentionArea, retentionCurve, wilsonInterval } from '../metrics/index.ts';
import { findTask } from '../tasks/index.ts';
import type { ReportedRun } from './reported-run.ts';
import { similarityGroups } from './similarity-section.ts';
import type { Similarities } from './test-similarities.ts';
import { type TaskTrust, taskTrust } from './trust-measures.ts';

/** Share of true values that the intervals of the report are to hold. */
const coverage = 0.9;
/** Curves in one chart: more cannot be distinguished. */
const mostCurves = 4;
/** Points of a curve that are drawn. */
const mostPoints = 100;

export interface TrustSectionOptions {
  /** What the model file says of itself. */
  readonly trust: Trust | undefined;
  /** Of each test molecule to its most similar training molecule; undefined if the file keeps none. */
  readonly similarities: Similarities | undefined;
}

/** Undefined without a test part, or if nothing was fitted to a validation part. */
export function trustSection(run: ReportedRun, { trust, similarities }: TrustSectionOptions): PageSection | undefined {
  const { facts, test } = run;
  if (!test || test.smiles.length === 0 || !trust || Object.keys(trust).length === 0) return undefined;
  const { taskType } = facts.data;
  const tasks = taskTrust(test, { taskType, trust, coverage }).filter(({ rows }) => rows.length > 0);
  if (tasks.length === 0) return undefined;
  const isOfClasses = findTask(taskType).classProbabilities !== undefined;
  const isGuaranteed = trust.conformal !== undefined;
  const figures = [coverageFigure(tasks, similarities), retentionFigure(tasks)].filter((each) => each !== undefined);
  return {
    id: 'trust',
    title: 'Uncertainty and calibration',
    content: markup`<p class="muted">${isGuaranteed && guarantee(isOfClasses, facts.split.algorithm)}${fitted}</p>
${dataTable({ header: ['target', 'measure', 'value', '95 % interval'], rows: tasks.flatMap(measureRows) }, 'Measures of uncertainty on the test set')}
${figures.length > 0 && grid(figures as unknown as Markup)}`,
  };
}

const fitted =
  'Everything was fitted to the validation set and is measured here on the test set. Intervals of measures: 95 %, by resampling the test molecules.';

function guarantee(isOfClasses: boolean, split: string): string {
  const range = isOfClasses ? 'sets of classes' : 'intervals';
  const held = `The ${range} hold the true ${isOfClasses ? 'class' : 'value'} of ${coverage * 100} % of molecules drawn like the validation set.`;
  const shift = split.startsWith('scaffold')
    ? ' This run was split by scaffold: its test molecules are not drawn like its validation molecules, so the guarantee does not hold for them, nor for other new scaffolds.'
    : ' For molecules of other kinds, for instance with new scaffolds, the guarantee does not hold.';
  return `${held}${shift} `;
}

function measureRows({ name, measures }: TaskTrust): string[][] {
  return measures.map(({ title, value, interval }) => [name, title, formatNumber(value), intervalText(interval)]);
}

function intervalText(interval: Interval | undefined): string {
  return interval ? `${formatNumber(interval[0])} to ${formatNumber(interval[1])}` : '';
}

/** Share of labels inside, of all and by similarity to the training molecules. */
function coverageFigure(
  tasks: readonly TaskTrust[],
  similarities: TrustSectionOptions['similarities'],
): Markup | undefined {
  const judged = tasks.flatMap(({ rows, covered }) =>
    covered ? rows.map((row, index) => ({ row, isIn: covered[index]! })) : [],
  );
  if (judged.length === 0) return undefined;
  const known = similarities && 'values' in similarities ? similarities.values : undefined;
  const groups = known
    ? similarityGroups.map(({ name, from, to }) => {
        const isInside = ({ row }: { readonly row: number }): boolean => {
          const similarity = known[row];
          return similarity !== undefined && similarity >= from && similarity < to;
        };
        return rowOf(`similarity ${name}`, judged.filter(isInside));
      })
    : [];
  const chart = intervalChart({
    title: 'Coverage',
    value: { title: 'share of true values inside', domain: [0, 1] },
    rowTitle: 'molecule group',
    rows: [rowOf('all', judged), ...groups].filter((row) => row !== undefined),
    references: [{ name: 'wanted', value: coverage }],
  });
  const left = similarities && 'unknown' in similarities ? ` By similarity: ${similarities.unknown}` : '';
  return figure(chart, { caption: `Followed by the number of labels. Whiskers: 95 % intervals of a share.${left}` });
}

function rowOf(name: string, judged: readonly { readonly isIn: boolean }[]): IntervalRow | undefined {
  if (judged.length === 0) return undefined;
  const inside = judged.filter(({ isIn }) => isIn).length;
  const [low, high] = wilsonInterval(inside, judged.length);
  return { name, value: inside / judged.length, low, high, note: formatCount(judged.length) };
}

/** Error of what is kept over the share that is kept, 1 where all is. */
function retentionFigure(tasks: readonly TaskTrust[]): Markup | undefined {
  const known = tasks.filter(({ uncertainty }) => uncertainty);
  const shown = known.slice(0, mostCurves);
  if (shown.length === 0) return undefined;
  const series = shown.map(({ name, errors, uncertainty }) => {
    const curve = retentionCurve(errors, uncertainty!);
    const all = curve.at(-1)!.error || 1;
    const every = Math.max(1, Math.floor(curve.length / mostPoints));
    const points = curve.filter((_, at) => (at + 1) % every === 0 || at === curve.length - 1);
    const area = formatNumber(retentionArea(curve) / all);
    return { name: `${name}, area ${area}`, points: points.map(({ share, error }) => ({ x: share, y: error / all })) };
  });
  const chart = lineChart({
    title: 'Error of the surest predictions',
    x: { title: 'share of molecules that are kept, the surest first', domain: [0, 1] },
    y: { title: 'mean error, 1 for all' },
    series,
    references: [{ name: 'in random order', y: 1 }],
  });
  const left = known.length > mostCurves ? ` The first ${mostCurves} of ${known.length} targets.` : '';
  return figure(chart, { caption: `An area below 1 is better than a random order.${left}` });
}
