/** One target of several classes: which classes are taken for which, and how well each is distinguished from all others. */
import { formatCount, formatNumber } from '../base/index.ts';
import { dataTable, figure, lineChart, type MarkupPart, markup } from '../charts/index.ts';
import { confusion, rocAuc, rocCurve } from '../metrics/index.ts';
import { labeledPairs, type TestedTask } from './run-tables.ts';

/** Curves in one chart that can be distinguished. */
const curvesAtMost = 6;

export function confusionCharts(task: TestedTask): MarkupPart[] {
  const pairs = labeledPairs(task);
  const classes = task.classes ?? [];
  const table = pairs.labels.length > 0 ? confusion(pairs) : undefined;
  if (!table) return [markup`<p>${task.name} has no labels in the test set.</p>`];
  const rows = table.map((row, label) => [classes[label]!, ...row.map(formatCount)]);
  const header = ['true class', ...classes.map((name) => `predicted ${name}`)];
  return [dataTable({ header, rows }, `Confusion matrix of ${task.name}`), rankingFigure(task, classes)];
}

function rankingFigure(task: TestedTask, classes: readonly string[]): MarkupPart {
  const { labels, predictions, outputs = 1 } = labeledPairs(task);
  const series = classes.slice(0, curvesAtMost).flatMap((name, label) => {
    const oneAgainstAll = {
      labels: Array.from(labels, (each) => (each === label ? 1 : 0)),
      predictions: Array.from(labels, (_, row) => predictions[row * outputs + label]!),
    };
    const points = rocCurve(oneAgainstAll);
    return points ? [{ name: `${name}, area ${formatNumber(rocAuc(oneAgainstAll))}`, points }] : [];
  });
  if (series.length === 0) return undefined;
  const share = [0, 1] as const;
  const chart = lineChart({
    title: 'One-vs-rest ROC curves',
    square: true,
    x: { title: 'false positive rate', domain: share },
    y: { title: 'true positive rate', domain: share },
    series,
    references: [{ name: 'chance', from: [0, 0], to: [1, 1] }],
    description: `True positive rate over false positive rate of classes of ${task.name}: ${series.map(({ name }) => name).join('; ')}.`,
  });
  const left = classes.length > curvesAtMost ? `The first ${curvesAtMost} of ${classes.length} classes.` : undefined;
  return figure(chart, left === undefined ? {} : { caption: left });
}
