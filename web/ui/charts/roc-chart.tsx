/** The ROC curve of the test set: true positive rate over false positive rate. */
import type { RunResults } from '../../engine/protocol.ts';
import { short } from '../parts/numbers.ts';
import { stemOf } from './chart-stem.ts';
import { ChartFrame, cut, pathOf } from './frame.tsx';
import { rocCurve } from './roc-curve.ts';

interface RocChartProps {
  readonly results: RunResults;
  readonly task: number;
  readonly series: number;
}

export function RocChart({ results, task, series }: RocChartProps) {
  const { test, tasks, result } = results;
  const rows = test.filter(({ labels }) => !Number.isNaN(labels[task]!));
  const points = rocCurve(
    rows.map(({ labels }) => labels[task]!),
    rows.map(({ predictions }) => predictions[task]![0]!),
  );
  const area = result.test?.['roc-auc']?.perTask[task];
  const name = cut(tasks[task]!, 30);
  if (points.length === 0) return <p class="muted">All test molecules are of one class: there is no ROC curve.</p>;
  return (
    <ChartFrame
      title={`ROC curve of ${name}`}
      description={`ROC curve of ${name} on ${rows.length} test molecules, area ${short(area)}`}
      across={{ name: 'false positive rate', values: [0, 1] }}
      up={{ name: 'true positive rate', values: [0, 1] }}
      height={320}
      series={series}
      stem={stemOf(results, task, 'roc')}
      caption={`Area ${short(area)}; the dashed line is chance, 0.5.`}
    >
      {(x, y) => (
        <>
          <path class="reference" d={`M${x.pixel(0)} ${y.pixel(0)}L${x.pixel(1)} ${y.pixel(1)}`} />
          <path
            class="line"
            data-series={series}
            d={pathOf(points.map(([wrong, found]) => [x.pixel(wrong), y.pixel(found)]))}
          />
        </>
      )}
    </ChartFrame>
  );
}
