/** Loss along a line, one curve a run. */
import type { LandscapeLine, RunResults } from '../../engine/protocol.ts';
import { short } from '../parts/numbers.ts';
import { fileStemOf } from '../parts/save.ts';
import { titleOfRun } from '../train/run-title.ts';
import { ChartFrame, pathOf } from './frame.tsx';

interface LandscapeChartProps {
  readonly all: readonly RunResults[];
  readonly lines: ReadonlyMap<string, LandscapeLine>;
}

export function LandscapeChart({ all, lines }: LandscapeChartProps) {
  const drawn = all.flatMap((run, series) => {
    const line = lines.get(run.id);
    return line ? [{ name: titleOfRun(run), series, ...line }] : [];
  });
  const description = drawn.map(
    ({ name, loss }) => `${name}: lowest ${short(Math.min(...loss))}, highest ${short(Math.max(...loss))}`,
  );
  return (
    <ChartFrame
      title="Loss along a line"
      description={`Training loss along a line through the trained weights. ${description.join('; ')}`}
      across={{ name: 'distance from the trained model', values: drawn.flatMap(({ at }) => at) }}
      up={{ name: 'training loss', values: drawn.flatMap(({ loss }) => loss) }}
      height={280}
      legend={drawn}
      stem={fileStemOf(
        all[0]!.data,
        all[0]!.tasks.length === 1 ? all[0]!.tasks[0]! : `${all[0]!.tasks.length}-targets`,
        'landscape',
      )}
    >
      {(x, y) =>
        drawn.map(({ series, at, loss }) => (
          <path
            key={series}
            class="line"
            data-series={series}
            d={pathOf(order(at).map((index) => [x.pixel(at[index]!), y.pixel(loss[index]!)]))}
          />
        ))
      }
    </ChartFrame>
  );
}

/** Points may come from the middle outwards. */
function order(at: readonly number[]): number[] {
  return at.map((_, index) => index).sort((a, b) => at[a]! - at[b]!);
}
