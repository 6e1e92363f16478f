/** Predicted against measured values of the test set; a perfect model's points lie on the diagonal. */
import type { RunResults } from '../../engine/protocol.ts';
import { plural, short } from '../parts/numbers.ts';
import { stemOf } from './chart-stem.ts';
import { ChartFrame, cut } from './frame.tsx';

interface TaskChartProps {
  readonly results: RunResults;
  readonly task: number;
  readonly series: number;
}

export function ParityChart({ results, task, series }: TaskChartProps) {
  const { test, tasks, result } = results;
  const rows = test.filter(({ labels }) => !Number.isNaN(labels[task]!));
  const both = rows.flatMap(({ labels, predictions }) => [labels[task]!, predictions[task]![0]!]);
  const name = cut(tasks[task]!, 30);
  const rmse = result.test?.rmse?.perTask[task];
  return (
    <ChartFrame
      title="Predicted against measured"
      description={`Predicted against measured ${name} of ${plural(rows.length, 'test molecule')}, RMSE ${short(rmse)}`}
      across={{ name: `measured ${name}`, values: both }}
      up={{ name: 'predicted', values: both }}
      height={320}
      series={series}
      stem={stemOf(results, task, 'predicted-measured')}
      caption="On the dashed line they agree."
    >
      {(x, y) => (
        <>
          <path
            class="reference"
            d={`M${x.pixel(x.least)} ${y.pixel(x.least)}L${x.pixel(x.most)} ${y.pixel(x.most)}`}
          />
          {rows.map(({ line, labels, predictions }) => (
            <circle key={line} class="dot" r={4} cx={x.pixel(labels[task]!)} cy={y.pixel(predictions[task]![0]!)}>
              <title>{`line ${line}: measured ${short(labels[task])}, predicted ${short(predictions[task]![0])}`}</title>
            </circle>
          ))}
        </>
      )}
    </ChartFrame>
  );
}
