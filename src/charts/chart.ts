/** What every chart is: a drawing with its words, so that nobody needs to see it to know what it shows. */
import type { Markup } from './markup.ts';

export interface Chart {
  readonly title: string;
  /** A whole `<svg>` element; its colors are the variables of palette.ts. */
  readonly svg: Markup;
  /** What the drawing shows, in sentences with numbers. */
  readonly description: string;
  /** The numbers themselves, where there are few enough to read. */
  readonly table?: DataTable | undefined;
}

export interface DataTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ChartSize {
  /** Units of the drawing, which are pixels where it has room. Default 400. */
  readonly width?: number | undefined;
  /** Height of the plotting area. Default 200; the chart grows with its legend. */
  readonly plotHeight?: number | undefined;
}

export const defaultSize = { width: 400, plotHeight: 200 } as const;

/** A coordinate: a tenth of a pixel is all that can be seen. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
