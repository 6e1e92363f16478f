/** How often each range of values occurs. */
import type { Histogram } from '../../engine/protocol.ts';
import { plural, short } from '../parts/numbers.ts';
import { ChartFrame, cut } from './frame.tsx';

interface HistogramProps {
  readonly title: string;
  readonly name: string;
  readonly histogram: Histogram;
}

export function HistogramChart({ title, name, histogram: { edges, counts } }: HistogramProps) {
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, bin) => sum + bin, 0);
  const fullest = counts.indexOf(Math.max(...counts));
  const description = `Histogram of ${cut(name)}: ${plural(total, 'value')} from ${short(edges[0])} to ${short(edges.at(-1))}, most of them between ${short(edges[fullest])} and ${short(edges[fullest + 1])}`;
  return (
    <ChartFrame
      title={title}
      description={description}
      across={{ name, values: edges }}
      // There are no half molecules.
      up={{ name: 'molecules', values: [0, most], ticks: Math.min(4, most) }}
      height={210}
    >
      {(x, y) =>
        counts.map((bin, index) => {
          const left = x.pixel(edges[index]!);
          const right = x.pixel(edges[index + 1]!);
          return (
            <rect
              key={edges[index]}
              class="bar"
              x={left + 1}
              width={Math.max(1, right - left - 2)}
              y={y.pixel(bin)}
              height={y.pixel(0) - y.pixel(bin)}
            >
              <title>{`${short(edges[index])} to ${short(edges[index + 1])}: ${bin}`}</title>
            </rect>
          );
        })
      }
    </ChartFrame>
  );
}
