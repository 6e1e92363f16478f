/** Several runs side by side: metrics, learning curves, costs, and the settings in which they differ. */
import { formatNumber, plural, version } from '../base/index.ts';
import {
  type DataTable,
  dataTable,
  figure,
  grid,
  htmlPage,
  intervalChart,
  markup,
  type PageSection,
  warnings,
} from '../charts/index.ts';
import { bootstrapIntervals, comparableMean, comparableName, standardizedNote } from '../metrics/index.ts';
import { learningSection } from './learning-section.ts';
import { mainMetric, titleOf } from './overview.ts';
import { probeSection } from './probe-section.ts';
import type { ReportedRun } from './reported-run.ts';
import { settingsOf } from './settings.ts';
import { timingSection } from './timing-section.ts';

export function runsReport(runs: readonly ReportedRun[]): string {
  const named = withDifferentNames(runs);
  const sections: (PageSection | undefined)[] = [
    metricSection(named),
    learningSection(named),
    probeSection(named),
    differencesSection(named),
    timingSection(named),
  ];
  return htmlPage({
    title: `${plural(runs.length, 'run')} compared`,
    subtitle: [...new Set(runs.map(({ facts }) => titleOf(facts)))].join('; '),
    sections: sections.filter((section) => section !== undefined),
    footer: `graphsam ${version}`,
  });
}

function metricSection(runs: readonly ReportedRun[]): PageSection {
  return {
    id: 'metrics',
    title: 'Test metrics',
    content: markup`${warnings(comparisonWarnings(runs))}${dataTable(metricTable(runs), 'Metrics of each run')}${metricFigure(runs)}`,
  };
}

function metricTable(runs: readonly ReportedRun[]): DataTable {
  const names = [...new Set(runs.flatMap(({ facts }) => Object.keys(facts.result?.test ?? {})))];
  const titles = names.map((name) => comparableName(name, isStandardized(runs, name)));
  return {
    header: [
      'run',
      ...titles.map((name) => `test ${name}`),
      ...titles.map((name) => `validation ${name}`),
      'best epoch',
    ],
    rows: runs.map(({ name, facts: { result, status } }) => [
      name,
      ...names.map((metric) => (result ? formatNumber(comparableMean(result.test?.[metric])) : status)),
      ...names.map((metric) => (result ? formatNumber(comparableMean(result.validation?.[metric])) : '')),
      result ? `${result.bestEpoch}` : '',
    ]),
  };
}

/** Of several quantities, means in units of the deviation of each: those of their own would mix units. */
function isStandardized(runs: readonly ReportedRun[], metric: string): boolean {
  return runs.some(({ facts: { result } }) => {
    return (result?.test?.[metric] ?? result?.validation?.[metric])?.standardized !== undefined;
  });
}

/** Only where the runs share a metric. */
function metricFigure(runs: readonly ReportedRun[]) {
  const metric = mainMetric(runs[0]!.facts);
  if (!metric || !runs.every(({ facts }) => facts.data.taskType === runs[0]!.facts.data.taskType)) return undefined;
  const areStandardized = isStandardized(runs, metric.name);
  const rows = runs.map(({ name, facts, test }) => {
    // The interval is that of the mean that mixes units.
    const interval = test && !areStandardized ? bootstrapIntervals(test, metric)?.mean : undefined;
    const value = comparableMean(facts.result?.test?.[metric.name]);
    return { name, value, ...(interval && { low: interval[0], high: interval[1] }) };
  });
  const title = comparableName(metric.name, areStandardized);
  const whiskers = areStandardized ? standardizedNote : 'Whiskers: 95 % intervals over the test molecules.';
  const chart = intervalChart({
    title: `Test ${title}`,
    value: { title: `${title}, ${metric.direction} is better` },
    rowTitle: 'run',
    rows,
  });
  return grid(
    figure(chart, {
      caption: `${whiskers} Runs on the same test set are correlated, so two intervals may overlap although the runs differ. graphsam compare tests the differences.`,
    }),
  );
}

/** What makes the metrics of these runs hard to compare. */
function comparisonWarnings(runs: readonly ReportedRun[]): string[] {
  const tested = runs.flatMap(({ test }) => (test ? [test] : []));
  const tables = new Set(runs.map(({ facts }) => Object.values(facts.data.checksums).join()));
  if (tables.size > 1) return ['The runs were trained on different tables: their metrics cannot be compared.'];
  const parts = new Set(tested.map(({ lines }) => lines.toSorted().join()));
  return parts.size > 1
    ? ['The runs were tested on different molecules: differences are partly due to the split.']
    : [];
}

function differencesSection(runs: readonly ReportedRun[]): PageSection {
  const settings = runs.map(({ facts }) => new Map(settingsOf(facts).map(({ name, value }) => [name, value])));
  const names = [...new Set(settings.flatMap((each) => [...each.keys()]))];
  const different = names.filter((name) => new Set(settings.map((each) => each.get(name))).size > 1);
  const rows = different.map((name) => [name, ...settings.map((each) => each.get(name) ?? '')]);
  const table = { header: ['setting', ...runs.map(({ name }) => name)], rows };
  const content =
    rows.length > 0 ? dataTable(table, 'Settings that differ') : markup`<p>All settings are the same.</p>`;
  return { id: 'settings', title: 'Settings that differ', content };
}

/** Two folders may have the same name at different paths. */
function withDifferentNames(runs: readonly ReportedRun[]): ReportedRun[] {
  return runs.map((run, index) => {
    const again = runs.slice(0, index).filter(({ name }) => name === run.name).length;
    return again === 0 ? run : { ...run, name: `${run.name} (${again + 1})` };
  });
}
