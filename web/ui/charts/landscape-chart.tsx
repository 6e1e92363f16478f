/** Loss along a line, one curve a run. */
import type { LandscapeLine, RunResults } from '../../engine/protocol.ts';
import { short } from '../parts/numbers.ts';
import { titleOfRun } from '../train/run-title.ts';
import { ChartFrame, pathOf } from './frame.tsx';

interface LandscapeChartProps {
  readonly all: readonly RunResults[];
  readonly lines: ReadonlyMap<string, LandscapeLine>;
}

export function LandscapeChart({ all, lines }: LandscapeChartProps) {
  const drawn = all.flatMap((run, series) => {
    const line = lines.get(run.id);
    return line ? [{ title: titleOfRun(run), series, ...line }] : [];
  });
  const description = drawn.map(
    ({ title, loss }) => `${title}: lowest ${short(Math.min(...loss))}, highest ${short(Math.max(...loss))}`,
  );
  return (
    <div>
      <ChartFrame
        title="Loss along a line"
        description={`Training loss along a line through the trained weights. ${description.join('; ')}`}
        across={{ name: 'distance from the trained model', values: drawn.flatMap(({ at }) => at) }}
        up={{ name: 'training loss', values: drawn.flatMap(({ loss }) => loss) }}
        height={280}
      >
        {(x, y) =>
          drawn.map(({ series, at, loss }) => (
            <path
              key={series}
              class="line"
              data-series={series}
              d={pathOf(order(at).map((index) => [x.place(at[index]!), y.place(loss[index]!)]))}
            />
          ))
        }
      </ChartFrame>
      <div class="row small">
        {drawn.map(({ title, series }) => (
          <span key={series}>
            <span class="swatch" data-series={series} />
            {title}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Points may come from the middle outwards. */
function order(at: readonly number[]): number[] {
  return at.map((_, index) => index).sort((a, b) => at[a]! - at[b]!);
}
