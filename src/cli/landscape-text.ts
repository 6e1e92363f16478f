/** A landscape in words: where each sheet is lowest, and how the loss rises away from there. */
import { axisValues, type LandscapeFile, type Sheet } from '../analysis/index.ts';
import { formatNumber } from '../base/index.ts';

export function landscapeText(file: LandscapeFile): string {
  return file.sheets.flatMap((sheet) => sheetLines(file, sheet)).join('\n');
}

function sheetLines(file: LandscapeFile, sheet: Sheet): string[] {
  const { explained } = sheet;
  const share = explained && `; the plane holds ${formatNumber(100 * (explained[0] + explained[1]))} % of the way`;
  const lines = [`${sheet.name} (${sheet.runs[0]?.loss}${share ?? ''})`];
  for (const part of ['train', 'test'] as const) {
    const values = sheet[part];
    if (values.length > 0) lines.push(`  ${part === 'train' ? 'training' : 'test'} loss: ${rangeText(file, values)}`);
  }
  return lines;
}

function rangeText({ x, y }: LandscapeFile, values: Sheet['train']): string {
  const finite = values.flatMap((value, point) => (value === null ? [] : [{ value, point }]));
  if (finite.length === 0) return 'nowhere finite';
  const lowest = finite.reduce((best, next) => (next.value < best.value ? next : best));
  const highest = finite.reduce((best, next) => (next.value > best.value ? next : best));
  const coordinates = (point: number): string => {
    const across = formatNumber(axisValues(x)[point % x.points]);
    return y ? `(${across}, ${formatNumber(axisValues(y)[Math.floor(point / x.points)])})` : across;
  };
  const lost = values.length - finite.length;
  return (
    `lowest ${formatNumber(lowest.value)} at ${coordinates(lowest.point)}, highest ${formatNumber(highest.value)} at ${coordinates(highest.point)}` +
    (lost > 0 ? `, not finite at ${lost} points` : '')
  );
}
