/** A comparison as one HTML file: the tables and a chart of each. */

import { groupBy, version } from '../base/index.ts';
import {
  type Chart,
  dataTable,
  figure,
  grid,
  htmlPage,
  intervalChart,
  type Markup,
  type MarkupPart,
  markup,
  warnings,
} from '../charts/index.ts';
import type { DifferenceLine, EfficiencyLine, Summary, SummaryLine } from './summary.ts';
import { cellText, type Table, tablesOf } from './tables.ts';

/** missing: names of runs that are not finished. */
export function comparisonPage(summary: Summary, missing: readonly string[]): string {
  const tables = tablesOf(summary);
  const charts: Readonly<Record<Table['kind'], readonly Chart[]>> = {
    metric: metricCharts(summary.lines),
    difference: differenceCharts(summary.differences),
    cost: costCharts(summary.efficiency),
  };
  const titles = { metric: 'Test metrics', difference: `Differences from ${summary.baseline}`, cost: 'Cost' };
  const kinds = (['metric', 'difference', 'cost'] as const).filter((kind) =>
    tables.some((table) => table.kind === kind),
  );
  return htmlPage({
    title: 'Comparison of optimizers',
    subtitle: `${summary.lines.reduce((sum, { seeds }) => sum + seeds.length, 0)} runs`,
    lead: warnings(missing.length > 0 ? [`Unfinished runs, not included in these tables: ${missing.join(', ')}.`] : []),
    sections: kinds.map((kind) => ({
      id: kind,
      title: titles[kind],
      content: [
        tables.filter((table) => table.kind === kind).map(tableMarkup),
        grid(...charts[kind].map((chart) => figure(chart))),
      ],
    })),
    css: '.comparison + .comparison { margin-top: 2rem; } .comparison + .grid { margin-top: 1.5rem; }',
    footer: `graphsam ${version}`,
  });
}

function tableMarkup({ title, note, header, rows }: Table): Markup {
  const texts = rows.map((row) => row.map(cellText));
  const heading: MarkupPart = markup`<h3>${title}</h3><p>${note}</p>`;
  const isBest = (row: number, column: number): boolean => typeof rows[row]![column] !== 'string';
  return markup`<div class="comparison">${heading}${dataTable({ header, rows: texts }, title, isBest)}</div>`;
}

/** A chart for each data set and split: mean and deviation of every method. */
function metricCharts(lines: readonly SummaryLine[]): Chart[] {
  return chartGroups(lines).map(([title, group]) => {
    const models = [...new Set(group.map(({ model }) => model))];
    return intervalChart({
      title,
      value: { title: `test ${group[0]!.metric}, mean ± standard deviation (${group[0]!.direction} is better)` },
      rowTitle: 'optimizer',
      groups: models.length > 1 ? models : undefined,
      rows: group.map(({ model, optimizer, mean, deviation, seeds }) => ({
        name: models.length > 1 ? `${optimizer}, ${model}` : optimizer,
        value: mean,
        color: models.indexOf(model),
        note: `n = ${seeds.length}`,
        ...(mean !== null && deviation !== null && { low: mean - deviation, high: mean + deviation }),
      })),
    });
  });
}

/** A chart for each data set and split: mean differences with their intervals, and the line of no difference. */
function differenceCharts(lines: readonly DifferenceLine[]): Chart[] {
  return chartGroups(lines).map(([title, group]) =>
    intervalChart({
      title: `${title}: difference from ${group[0]!.baseline}`,
      value: { title: `difference in ${group[0]!.metric}, with 95 % interval` },
      rowTitle: 'optimizer',
      references: [{ name: 'no difference', value: 0 }],
      rows: group.map(({ optimizer, model, difference, interval }) => ({
        name: `${optimizer}, ${model}`,
        value: difference,
        ...(interval && { low: interval[0], high: interval[1] }),
      })),
    }),
  );
}

function costCharts(lines: readonly EfficiencyLine[]): Chart[] {
  return chartGroups(lines).map(([title, group]) =>
    intervalChart({
      title: `${title}: speed`,
      value: { title: 'molecules per second' },
      rowTitle: 'optimizer',
      mark: 'bar',
      rows: group.map(({ optimizer, model, moleculesPerSecond }) => ({
        name: `${optimizer}, ${model}`,
        value: moleculesPerSecond,
      })),
    }),
  );
}

/** By the title of their chart. */
function chartGroups<Line extends { readonly dataset: string; readonly split: string }>(lines: readonly Line[]) {
  return [...groupBy(lines, ({ dataset, split }) => `${dataset}, ${split} split`)];
}
