/** How sharp the minimum is and what lies around it, where `graphsam sharpness` and `graphsam landscape` have looked. */
import { dataTable, figure, grid, markup, type PageSection } from '../charts/index.ts';
import type { SharpnessFile } from '../curvature/sharpness-file.ts';
import { sharpnessRemarks, sharpnessTable } from '../curvature/sharpness-table.ts';
import { landscapeCharts } from '../landscape/charts/landscape-charts.ts';
import type { LandscapeFile } from '../landscape/landscape-file.ts';

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
