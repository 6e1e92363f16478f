/** Computes what is missing of a sheet, point by point, x fastest. */
import { addScaled, type Vector } from '../../base/index.ts';
import type { SmoothLoss } from '../loss/smooth-loss.ts';
import { axisValues } from './axis.ts';
import { type LandscapeFile, pointsOf, type Sheet } from './landscape-file.ts';

export interface SheetPlane {
  readonly origin: Vector;
  readonly across: Vector;
  readonly up?: Vector;
}

interface FillOptions extends Pick<LandscapeFile, 'x' | 'y'> {
  readonly onPoint?: () => Promise<void>;
}

/** Appends to the sheet's losses; after each point the sheet is whole as far as it goes. Cost: a loss of each part a point. */
export async function fillSheet(
  sheet: Sheet,
  { origin, across, up }: SheetPlane,
  losses: { readonly train: SmoothLoss; readonly test: SmoothLoss | undefined },
  { onPoint = async () => {}, ...axes }: FillOptions,
): Promise<void> {
  const [x, y] = [axisValues(axes.x), axes.y ? axisValues(axes.y) : [0]];
  const at = origin.slice() as Vector;
  for (let point = sheet.train.length; point < pointsOf(axes); point++) {
    addScaled({ result: at, start: origin, direction: across }, { factor: x[point % x.length]! });
    if (up) addScaled({ result: at, start: at, direction: up }, { factor: y[Math.floor(point / x.length)]! });
    const train = await losses.train.loss(at);
    const test = await losses.test?.loss(at);
    sheet.train.push(finiteOrNull(train));
    if (test !== undefined) sheet.test.push(finiteOrNull(test));
    await onPoint();
  }
}

function finiteOrNull(loss: number): number | null {
  return Number.isFinite(loss) ? loss : null;
}
