/** One classification task: ranking curves, calibration, and where its probabilities lie. */
import { formatNumber } from '../base/index.ts';
import { figure, histogram, lineChart, type Markup, markup } from '../charts/index.ts';
import { averagePrecision, type Pairs, precisionRecallCurve, reliability, rocAuc, rocCurve } from '../metrics/index.ts';
import { labeledPairs, type TestedTask } from './run-tables.ts';

export function classificationCharts(task: TestedTask): Markup[] {
  const pairs = labeledPairs(task);
  const ranking = rankingFigures(task.name, pairs);
  const figures = pairs.labels.length > 0 ? [calibrationFigure(task.name, pairs), probabilityFigure(pairs)] : [];
  return [...ranking, ...figures];
}

const share = [0, 1] as const;

function rankingFigures(name: string, pairs: Pairs): Markup[] {
  const [roc, precision] = [rocCurve(pairs), precisionRecallCurve(pairs)];
  if (!roc || !precision)
    return [
      markup`<p>${name} has only one class in the test set, so ROC and precision-recall curves are undefined.</p>`,
    ];
  const [area, average] = [formatNumber(rocAuc(pairs)), formatNumber(averagePrecision(pairs))];
  const positives = Array.from(pairs.labels).filter((label) => label === 1).length / pairs.labels.length;
  const rocChart = lineChart({
    title: 'ROC curve',
    square: true,
    x: { title: 'false positive rate', domain: share },
    y: { title: 'true positive rate', domain: share },
    series: [{ name: `${name}, area ${area}`, points: roc }],
    references: [{ name: 'chance', from: [0, 0], to: [1, 1] }],
    description: `True positive rate over false positive rate for ${name}; area under the curve ${area}, chance is 0.5.`,
  });
  const precisionChart = lineChart({
    title: 'Precision and recall',
    square: true,
    x: { title: 'recall', domain: share },
    y: { title: 'precision', domain: share },
    series: [{ name: `${name}, average precision ${average}`, points: precision, shape: 'steps-back' }],
    references: [{ name: `fraction of positives ${formatNumber(positives)}`, y: positives }],
    description: `Precision over recall for ${name}; average precision ${average}, chance is the fraction of positives, ${formatNumber(positives)}.`,
  });
  return [figure(rocChart), figure(precisionChart)];
}

function calibrationFigure(name: string, pairs: Pairs): Markup {
  const { bins, expectedError, brierScore } = reliability(pairs);
  const points = bins.map(({ predicted, observed, low, high }) => ({ x: predicted, y: observed, low, high }));
  const errors = `Expected calibration error ${formatNumber(expectedError)}, Brier score ${formatNumber(brierScore)}`;
  const chart = lineChart({
    title: 'Calibration',
    square: true,
    x: { title: 'mean predicted probability per bin', domain: share },
    y: { title: 'fraction of positives', domain: share },
    series: [{ name, points, shape: 'points' }],
    references: [{ name: 'calibrated', from: [0, 0], to: [1, 1] }],
    description: `Fraction of positives over predicted probability for ${name}, in ${bins.length} bins, with 95 % intervals. ${errors}.`,
  });
  return figure(chart, { caption: `${errors}. Bars: 95 % intervals.` });
}

function probabilityFigure({ labels, predictions }: Pairs): Markup {
  const of = (label: number): number[] => Array.from(predictions).filter((_, row) => labels[row] === label);
  const chart = histogram({
    title: 'Predicted probabilities',
    x: { title: 'predicted probability of class 1', domain: share },
    series: [
      { name: 'labeled 0', values: of(0) },
      { name: 'labeled 1', values: of(1) },
    ],
  });
  return figure(chart);
}
