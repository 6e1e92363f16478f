/** How sharp the minimum is and what lies around it, where `graphsam sharpness` and `graphsam landscape` have looked. */

import {
  type LandscapeFile,
  landscapeCharts,
  type SharpnessFile,
  sharpnessRemarks,
  sharpnessTable,
} from '../analysis/index.ts';
import { dataTable, figure, grid, markup, type PageSection } from '../charts/index.ts';

export interface CurvatureFiles {
  readonly sharpness?: SharpnessFile | undefined;
  readonly landscape?: LandscapeFile | undefined;
}

/** Undefined where nobody has looked. */
export function curvatureSection({ sharpness, landscape }: CurvatureFiles): PageSection | undefined {
  const charts = landscape ? landscapeCharts(landscape) : [];
  if (!sharpness && charts.length === 0) return undefined;
  const table = sharpness && dataTable(sharpnessTable(sharpness), 'Sharpness');
  const remarks =
    sharpness && markup`<ul class="muted">${sharpnessRemarks(sharpness).map((text) => markup`<li>${text}</li>`)}</ul>`;
  return {
    id: 'curvature',
    title: 'Sharpness and landscape',
    content: markup`${table}${remarks}${charts.length > 0 && grid(charts.map(({ chart }) => figure(chart)))}`,
  };
}
