/** One regression task: predicted over measured, and how the errors lie. */
import { formatNumber } from '../base/index.ts';
import { figure, histogram, type Markup, markup, scatterChart } from '../charts/index.ts';
import { determination, meanAbsoluteError, rootMeanSquaredError } from '../metrics/index.ts';
import { labeledPairs, type TestedTask } from './run-tables.ts';

export function regressionCharts(task: TestedTask): Markup[] {
  const pairs = labeledPairs(task);
  const [labels, predictions] = [Array.from(pairs.labels), Array.from(pairs.predictions)];
  if (labels.length === 0) return [markup`<p>${task.name} has no labels in the test part.</p>`];
  const residuals = predictions.map((prediction, row) => prediction - labels[row]!);
  const bias = residuals.reduce((sum, residual) => sum + residual, 0) / residuals.length;
  const errors = `RMSE ${formatNumber(rootMeanSquaredError(pairs))}, mean absolute error ${formatNumber(meanAbsoluteError(pairs))}, R\u00b2 ${formatNumber(determination(pairs))}`;
  const parity = scatterChart({
    title: 'Predicted over measured',
    x: { title: `measured ${task.name}` },
    y: { title: `predicted ${task.name}` },
    identity: true,
    series: [{ name: 'test molecules', x: labels, y: predictions }],
  });
  const over = scatterChart({
    title: 'Residuals',
    x: { title: `predicted ${task.name}` },
    y: { title: 'predicted \u2212 measured' },
    level: { name: 'no error', y: 0 },
    series: [{ name: 'test molecules', x: predictions, y: residuals }],
  });
  const distribution = histogram({
    title: 'Distribution of residuals',
    x: { title: 'predicted \u2212 measured' },
    series: [{ name: 'test molecules', values: residuals }],
  });
  return [
    figure(parity, { caption: errors }),
    figure(over),
    figure(distribution, { caption: `On average ${formatNumber(bias)}: ${biasText(bias, residuals)}` }),
  ];
}

/** Two standard errors away from 0 is taken for a bias. */
function biasText(bias: number, residuals: readonly number[]): string {
  const squares = residuals.reduce((sum, residual) => sum + (residual - bias) ** 2, 0);
  const standardError = Math.sqrt(squares / residuals.length / Math.max(1, residuals.length - 1));
  if (Math.abs(bias) <= 2 * standardError) return 'no bias that this test part could show.';
  return bias > 0 ? 'predictions are too high.' : 'predictions are too low.';
}
