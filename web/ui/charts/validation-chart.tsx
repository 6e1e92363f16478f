/** The metric of the validation set after each epoch. */
import { short } from '../parts/numbers.ts';
import { runs } from '../state/runs.ts';
import { curvesStem } from '../train/curves-stem.ts';
import { titleOfRun } from '../train/run-title.ts';
import { trackedMetric, trackedTitle, trackedValue } from '../train/tracked-metric.ts';
import { type Curve, LiveChart } from './live-chart.tsx';

export function ValidationChart() {
  const all = runs.value;
  const metric = trackedMetric(all);
  const curves = all.map((run, series): Curve => {
    const reports = run.epochs.value;
    return {
      at: reports.map(({ epoch }) => epoch),
      values: reports.map((report) => trackedValue(report, metric)),
      series,
      name: titleOfRun(run),
      dots: true,
    };
  });
  const ends = curves.map(({ name, values }) => `${name} ${short(values.at(-1))}`);
  return (
    <LiveChart
      title={metric === undefined ? 'Validation set' : `Validation set: ${trackedTitle(all, metric)}`}
      description={`Curves of ${metric ?? 'the metric'} on the validation set over the epochs. Now: ${ends.join(', ')}`}
      caption="Over the epochs, on the validation set, which is not trained on."
      curves={curves}
      stem={curvesStem('validation')}
      epochs={Math.max(1, ...all.map(({ latest }) => latest.value?.epochs ?? 1))}
    />
  );
}
