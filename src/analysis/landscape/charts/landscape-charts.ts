/** The charts of a landscape: curves for a line, contours and a view in three dimensions for a surface. */
import { formatNumber } from '../../../base/index.ts';
import { type AxisOptions, type Chart, type LinePoint, type LineSeries, lineChart } from '../../../charts/index.ts';
import { axisValues } from '../axis.ts';
import type { LandscapeFile, LandscapeMode, PartOfLandscape, Sheet } from '../landscape-file.ts';
import { contourChart, type SurfaceData } from './contour-chart.ts';
import { rangeOf } from './loss-colors.ts';
import { surfaceChart } from './surface-chart.ts';

export interface LandscapeChart {
  /** Of its file, without an ending: letters, digits, dashes. */
  readonly name: string;
  readonly chart: Chart;
}

const partNames = { train: 'training loss', test: 'test loss' } as const;

/** Charts of what is computed so far; none for a part without rows. */
export function landscapeCharts(file: LandscapeFile): LandscapeChart[] {
  return file.y ? surfaceCharts(file) : curveCharts(file);
}

/** One run: training and test loss together. Several: a chart a part, a line a run. */
function curveCharts(file: LandscapeFile): LandscapeChart[] {
  const parts = (['train', 'test'] as const).filter((part) => file.sheets.some((sheet) => sheet[part].length > 0));
  const [only, second] = file.sheets as [Sheet, Sheet?];
  if (!second) {
    const series = parts.map((part) => seriesOf(file, only, part, partNames[part]));
    return [{ name: 'landscape', chart: curves(file, `Loss ${placeOf(file, only)}`, series) }];
  }
  return parts.map((part) => {
    const series = file.sheets.map((sheet) => seriesOf(file, sheet, part, sheet.name));
    const title = `${capital(partNames[part])} around each run`;
    return { name: `landscape-${part}`, chart: curves(file, title, series) };
  });
}

function curves(file: LandscapeFile, title: string, series: readonly LineSeries[]): Chart {
  const [sheet] = file.sheets as [Sheet];
  const references = file.mode === 'through' ? sheet.marks.map(({ label, x }) => ({ name: label, x })) : [];
  const y = { title: 'loss', unit: lossName(sheet) };
  return lineChart({ title, width: 560, plotHeight: 280, x: axisTitles[file.mode].x, y, series, references });
}

function seriesOf({ x }: LandscapeFile, sheet: Sheet, part: PartOfLandscape, name: string): LineSeries {
  const factors = axisValues(x);
  return { name, points: sheet[part].map((y, index): LinePoint => ({ x: factors[index]!, y })) };
}

/** Contours and a view of every sheet and part; colors span the same losses in all pictures of a part. */
function surfaceCharts(file: LandscapeFile): LandscapeChart[] {
  return (['train', 'test'] as const).flatMap((part) => {
    const range = rangeOf(file.sheets.flatMap((sheet) => sheet[part]));
    if (!range) return [];
    return file.sheets.flatMap((sheet) => {
      const data = surfaceOf(file, sheet, part, range);
      const name = file.sheets.length > 1 ? `${slug(sheet.name)}-${part}` : `landscape-${part}`;
      return [
        { name: `${name}-contours`, chart: contourChart(data) },
        { name: `${name}-surface`, chart: surfaceChart(data) },
      ];
    });
  });
}

function surfaceOf(file: LandscapeFile, sheet: Sheet, part: PartOfLandscape, range: SurfaceData['range']): SurfaceData {
  const title = `${capital(partNames[part])} ${placeOf(file, sheet)}`;
  const titles = axisTitles[file.mode];
  const share = (axis: 0 | 1): string =>
    sheet.explained ? `, ${formatNumber(100 * sheet.explained[axis])} % of the way` : '';
  return {
    title,
    description: describeSurface(file, sheet, part),
    x: { ...titles.x, title: `${titles.x.title}${share(0)}` },
    y: { ...titles.y, title: `${titles.y.title}${share(1)}` },
    across: axisValues(file.x),
    up: axisValues(file.y!),
    losses: padded(sheet[part], file.x.points * file.y!.points),
    range,
    marks: sheet.marks,
    isPath: file.mode === 'trajectory',
  };
}

/** Points that are not computed yet are drawn like those that are not finite. */
function padded(losses: Sheet['train'], points: number): (number | null)[] {
  return Array.from({ length: points }, (_, point) => losses[point] ?? null);
}

function describeSurface(file: LandscapeFile, sheet: Sheet, part: PartOfLandscape): string {
  const [across, up] = [axisValues(file.x), axisValues(file.y!)];
  const losses = sheet[part];
  const range = rangeOf(losses)!;
  const at = (loss: number): string => {
    const point = losses.indexOf(loss);
    return `${formatNumber(loss)} at (${formatNumber(across[point % across.length])}, ${formatNumber(up[Math.floor(point / across.length)])})`;
  };
  const lost = losses.filter((loss) => loss === null).length;
  const notFinite = lost > 0 ? ` It is not finite at ${lost} points.` : '';
  return `${capital(partNames[part])} (${lossName(sheet)}) ${placeOf(file, sheet)}, ${across.length} by ${up.length} points: lowest ${at(range.lowest)}, highest ${at(range.highest)}.${notFinite}`;
}

const axisTitles: Readonly<Record<LandscapeMode, { readonly x: AxisOptions; readonly y: AxisOptions }>> = {
  around: {
    x: { title: 'first direction', unit: 'lengths of the weights' },
    y: { title: 'second direction', unit: 'lengths of the weights' },
  },
  through: {
    x: { title: 'from the first run (0) to the second (1)' },
    y: { title: 'from the first run (0) to the third (1)' },
  },
  trajectory: { x: { title: 'first component' }, y: { title: 'second component' } },
};

function placeOf({ mode }: LandscapeFile, { name }: Sheet): string {
  const words = { around: 'around', through: 'from', trajectory: 'along the way of' };
  return `${words[mode]} ${name}`;
}

function lossName({ runs }: Sheet): string {
  return runs[0]?.loss ?? '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function slug(name: string): string {
  return name.replace(/[^\w.-]+/g, '-');
}
