/** Curves over the epochs as a still drawing, for files: what the live chart shows on a canvas. */
import { render } from 'preact';
import { ChartFrame, pathOf } from './frame.tsx';
import type { Curve } from './live-chart.tsx';

interface CurvesOfFile {
  readonly title: string;
  readonly description: string;
  readonly curves: readonly Curve[];
  readonly epochs: number;
}

/** Draws them out of sight, and takes the drawing away again. */
export async function withCurves<Result>(
  curves: CurvesOfFile,
  use: (svg: SVGSVGElement) => Promise<Result>,
): Promise<Result> {
  const host = document.createElement('div');
  host.className = 'visually-hidden';
  document.body.append(host);
  try {
    render(<CurvesDrawing {...curves} />, host);
    return await use(host.querySelector('svg')!);
  } finally {
    render(null, host);
    host.remove();
  }
}

function CurvesDrawing({ title, description, curves, epochs }: CurvesOfFile) {
  const strong = curves.filter(({ faint }) => !faint);
  const values = curves.flatMap((curve) => curve.values.filter((value) => value !== null));
  return (
    <ChartFrame
      title={title}
      description={description}
      across={{ name: 'epoch', values: [0, epochs] }}
      up={{ name: title, values }}
      height={280}
      legend={strong}
    >
      {(x, y) =>
        curves.map(({ at, values, series, faint, name }) => (
          <path
            key={name}
            class="line"
            data-series={series % 2}
            stroke-opacity={faint ? 0.25 : 1}
            d={pathOf(at.flatMap((epoch, index) => pointOf(x.pixel(epoch), values[index], y.pixel)))}
          />
        ))
      }
    </ChartFrame>
  );
}

function pointOf(
  x: number,
  value: number | null | undefined,
  place: (value: number) => number,
): (readonly [number, number])[] {
  return value === null || value === undefined ? [] : [[x, place(value)]];
}
