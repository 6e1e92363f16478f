/**
 * A surface in three dimensions: an orthographic view from above and the side, faces drawn from the back to the front. With
 * directions u, v in -1 .. 1 and height h in 0 .. 1:
 *   right = u cos a - v sin a,   near = u sin a + v cos a,   screen = (right, near sin e - h cos e)
 * a: turn about the vertical, e: how steeply one looks down.
 */
import {
  axisTitle,
  type Chart,
  fontSize,
  type Markup,
  makeScale,
  markup,
  px,
  svgElement,
} from '../../../charts/index.ts';
import type { SurfaceData } from './contour-chart.ts';
import { lossColor, shareOf } from './loss-colors.ts';

const turn = Math.PI / 4.6;
const elevation = Math.PI / 5.2;
const width = 560;
const height = 470;
/** Pixels of half an axis, and of the whole height. */
const halfSide = 158;
const tall = 200;
const center = { x: width / 2 + 14, y: 306 };

interface Point {
  readonly x: number;
  readonly y: number;
  /** Towards the reader. */
  readonly near: number;
}

function project(u: number, v: number, h: number): Point {
  // v counts away from the reader, as it counts upwards in the picture from above.
  const right = u * Math.cos(turn) + v * Math.sin(turn);
  const near = u * Math.sin(turn) - v * Math.cos(turn);
  return {
    x: center.x + halfSide * right,
    y: center.y + halfSide * near * Math.sin(elevation) - tall * h * Math.cos(elevation),
    near,
  };
}

export function surfaceChart(data: SurfaceData): Chart {
  const { title, description } = data;
  const content = markup`${drawFloor(data)}${drawFaces(data)}${drawHeights(data)}`;
  return { title, description, svg: svgElement({ title, description, width, height }, content) };
}

function drawFaces({ across, up, losses, range }: SurfaceData): Markup {
  const side = (index: number, count: number): number => (2 * index) / (count - 1) - 1;
  const span = range.highest - range.lowest || 1;
  const columns = across.length;
  const heightAt = (column: number, row: number): number =>
    ((losses[row * columns + column] ?? range.highest) - range.lowest) / span;
  const faces: { readonly near: number; readonly drawn: Markup }[] = [];
  for (let row = 0; row + 1 < up.length; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const points = corners.map(([c, r]) => project(side(c, columns), side(r, up.length), heightAt(c, r)));
      const mean = corners.reduce((sum, [c, r]) => sum + heightAt(c, r), 0) / 4;
      const slopeAcross = (heightAt(column + 1, row) - heightAt(column, row)) * columns;
      const light = 0.94 - 0.09 * Math.max(-2, Math.min(2, slopeAcross));
      const color = lossColor(shareOf(range.lowest + mean * span, range), light);
      const path = `M${points.map(({ x, y }) => `${px(x)},${px(y)}`).join('L')}Z`;
      const near = points.reduce((sum, point) => sum + point.near, 0);
      faces.push({ near, drawn: markup`<path d="${path}" fill="${color}"/>` });
    }
  }
  const fromBack = faces.sort((left, right) => left.near - right.near);
  return markup`<g stroke="#000000" stroke-opacity="0.28" stroke-width="0.4" stroke-linejoin="round">${fromBack.map(({ drawn }) => drawn)}</g>`;
}

/** The two horizontal axes with their ticks, on the edges that face the reader. */
function drawFloor({ across, up, x, y }: SurfaceData): Markup {
  const corners = [project(-1, -1, 0), project(1, -1, 0), project(1, 1, 0), project(-1, 1, 0)];
  const edge = `M${corners.map((point) => `${px(point.x)},${px(point.y)}`).join('L')}Z`;
  const ticksOf = (values: readonly number[]) =>
    makeScale(values, [-1, 1], { domain: [values[0]!, values.at(-1)!] }, 5).ticks.map(({ value, label }) => ({
      label,
      side: (2 * (value - values[0]!)) / (values.at(-1)! - values[0]!) - 1,
    }));
  const onX = ticksOf(across).map(({ label, side }) => tick(project(side, -1, 0), label, -11, 13));
  const onY = ticksOf(up).map(({ label, side }) => tick(project(1, side, 0), label, 14, 11));
  const titles = [
    edgeTitle(axisTitle(x), project(-1, -1, 0), project(1, -1, 0)),
    edgeTitle(axisTitle(y), project(1, -1, 0), project(1, 1, 0)),
  ];
  return markup`<path d="${edge}" stroke="var(--chart-rule)"/><g font-size="${fontSize}" fill="var(--chart-muted)">${onX}${onY}</g><g font-size="${fontSize}" fill="var(--chart-ink)" text-anchor="middle">${titles}</g>`;
}

function tick(point: Point, label: string, right: number, down: number): Markup {
  return markup`<circle cx="${px(point.x)}" cy="${px(point.y)}" r="1.6" fill="var(--chart-rule)"/><text text-anchor="middle" x="${px(point.x + right)}" y="${px(point.y + down)}">${label}</text>`;
}

/** Below an edge that runs from left to right, and as steep as it is. */
function edgeTitle(title: string, from: Point, to: Point): Markup {
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return markup`<text transform="translate(${px((from.x + to.x) / 2)},${px((from.y + to.y) / 2)}) rotate(${px(angle)})" y="40">${title}</text>`;
}

/** The vertical axis, on the corner at the left. */
function drawHeights({ range }: SurfaceData): Markup {
  const { ticks } = makeScale([], [0, 1], { domain: [range.lowest, range.highest] }, 5);
  const [foot, head] = [project(-1, -1, 0), project(-1, -1, 1)];
  const marks = ticks.map(({ value, label }) => {
    const point = project(-1, -1, (value - range.lowest) / (range.highest - range.lowest || 1));
    return markup`<path d="M${px(point.x)},${px(point.y)}h-5" stroke="var(--chart-rule)"/><text text-anchor="end" x="${px(point.x - 8)}" y="${px(point.y + 4)}">${label}</text>`;
  });
  return markup`<path d="M${px(foot.x)},${px(foot.y)}L${px(head.x)},${px(head.y)}" stroke="var(--chart-rule)"/><g font-size="${fontSize}" fill="var(--chart-muted)">${marks}</g><text font-size="${fontSize}" fill="var(--chart-ink)" text-anchor="middle" x="${px(head.x)}" y="${px(head.y - 12)}">loss</text>`;
}
