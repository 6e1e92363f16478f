/** The training loss of every step, with its moving average. */
import { short } from '../parts/numbers.ts';
import { drawing } from '../state/run.ts';
import { runs } from '../state/runs.ts';
import { curvesStem } from '../train/curves-stem.ts';
import { titleOfRun } from '../train/run-title.ts';
import { type Curve, LiveChart } from './live-chart.tsx';

export function LossChart() {
  // Read for its changes: the curves themselves are plain lists.
  drawing.value;
  const all = runs.value;
  const curves = all.flatMap((run, series): Curve[] => {
    const { at, loss, smooth } = run.curve;
    const name = titleOfRun(run);
    return [
      { at, values: loss, series, name: `${name}, each step`, faint: true },
      { at, values: smooth, series, name },
    ];
  });
  const ends = all.map((run) => `${titleOfRun(run)} ${short(run.curve.smooth.at(-1))}`);
  return (
    <LiveChart
      title="Training loss"
      description={`Curves of the training loss over the epochs. Now: ${ends.join(', ')}`}
      caption="Over the epochs. Faint: each step; strong: moving average."
      curves={curves}
      stem={curvesStem('training-loss')}
      epochs={Math.max(1, ...all.map(({ latest }) => latest.value?.epochs ?? 1))}
    />
  );
}
