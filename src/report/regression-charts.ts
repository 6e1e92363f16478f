/** One regression task: predicted against measured values, and the distribution of the errors. */
import { formatNumber, mean } from '../base/index.ts';
import { figure, histogram, type Markup, markup, scatterChart } from '../charts/index.ts';
import { determination, meanAbsoluteError, rootMeanSquaredError } from '../metrics/index.ts';
import { labeledPairs, type TestedTask } from './run-tables.ts';

/** Data sets name columns `measured logS`; the axis titles add that word themselves. */
function quantityOf(taskName: string): string {
  return taskName.replace(/^measured[ _]+(?=\S)/i, '');
}

export function regressionCharts(task: TestedTask): Markup[] {
  const pairs = labeledPairs(task);
  const [labels, predictions] = [Array.from(pairs.labels), Array.from(pairs.predictions)];
  if (labels.length === 0) return [markup`<p>${task.name} has no labels in the test set.</p>`];
  const residuals = predictions.map((prediction, row) => prediction - labels[row]!);
  const bias = mean(residuals);
  const errors = `RMSE ${formatNumber(rootMeanSquaredError(pairs))}, mean absolute error ${formatNumber(meanAbsoluteError(pairs))}, R\u00b2 ${formatNumber(determination(pairs))}`;
  const quantity = quantityOf(task.name);
  const parity = scatterChart({
    title: 'Predicted and measured values',
    x: { title: `measured ${quantity}` },
    y: { title: `predicted ${quantity}` },
    identity: true,
    series: [{ name: 'test molecules', x: labels, y: predictions }],
  });
  const over = scatterChart({
    title: 'Residuals',
    x: { title: `predicted ${quantity}` },
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
    figure(distribution, { caption: `Mean residual ${formatNumber(bias)}: ${biasText(bias, residuals)}` }),
  ];
}

/** Two standard errors away from 0 is taken for a bias. */
function biasText(bias: number, residuals: readonly number[]): string {
  const squares = residuals.reduce((sum, residual) => sum + (residual - bias) ** 2, 0);
  const standardError = Math.sqrt(squares / residuals.length / Math.max(1, residuals.length - 1));
  if (Math.abs(bias) <= 2 * standardError) return 'no significant bias on this test set.';
  return bias > 0 ? 'predictions are too high on average.' : 'predictions are too low on average.';
}
