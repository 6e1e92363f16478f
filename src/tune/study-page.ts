/** A study as one HTML file: the best settings, how far to trust them, and what the trials say of the space. */
import { formatNumber, version } from '../base/index.ts';
import {
  type Chart,
  dataTable,
  figure,
  htmlPage,
  intervalChart,
  lineChart,
  markup,
  parallelChart,
  warnings,
} from '../charts/index.ts';
import { importanceOf } from './importance.ts';
import { optimismOf } from './optimism.ts';
import type { Parameter } from './space.ts';
import { countsText, metricName, optimismText, shortName, unitsText, valueText } from './study-text.ts';
import { bestTrial, type Direction, ranked, type Study, type Trial } from './trial.ts';

export interface PageFacts {
  readonly direction: Direction;
  /** Of the best trial: its test metrics in words; they chose nothing. */
  readonly test?: string | undefined;
}

export function studyPage(study: Study, trials: readonly Trial[], { direction, test }: PageFacts): string {
  const order = ranked(trials, direction);
  const best = bestTrial(study, trials, direction);
  const metric = metricName(order[0] ?? {});
  const optimism = optimismOf(study, trials, direction);
  const importance = importanceOf(study, trials, direction);
  const says = [optimism && optimismText(optimism, metric), test, best && unitsText(best)];
  const compared = order.filter(({ failure }) => failure === undefined);
  return htmlPage({
    title: 'Tuning',
    subtitle: `${countsText(study, trials)}. Objective: mean validation ${metric} (${direction} is better) of the best epoch, never test.`,
    lead: best
      ? markup`<p><strong>Trial ${best.number}: validation ${metric} ${formatNumber(best.values.at(-1))}</strong></p>${warnings(says.filter((each) => typeof each === 'string'))}`
      : warnings(['No trial has been trained to the end.']),
    sections: [
      {
        id: 'trials',
        title: 'Trials',
        content: [figure(coordinates(study, compared, metric)), figure(history(study, trials, metric, direction))],
      },
      {
        id: 'importance',
        title: 'Which settings matter',
        content:
          importance.length > 0
            ? figure(importanceChart(importance))
            : markup`<p>Twelve trials at least are needed to say.</p>`,
      },
      { id: 'table', title: 'All trials', content: trialTable(study, order, metric) },
    ],
    footer: `graphsam ${version}`,
  });
}

/** The best tenth of the trials stands out. */
function coordinates({ space }: Study, compared: readonly Trial[], metric: string): Chart {
  const axisOf = (parameter: Parameter) => ({
    name: shortName(parameter.path),
    ...(parameter.kind === 'choice' ? { words: parameter.values.map(String) } : { log: parameter.log }),
  });
  const strong = Math.max(1, Math.ceil(compared.length / 10));
  return parallelChart({
    title: 'Settings of the trials; the best tenth stands out',
    axes: [...space.map(axisOf), { name: metric }],
    lines: compared.map(({ settings, values }, index) => ({
      values: [
        ...space.map(({ path, kind }) => {
          const value = settings[path];
          return value === undefined ? undefined : kind === 'choice' ? String(value) : Number(value);
        }),
        values.at(-1),
      ],
      isBest: index < strong,
    })),
  });
}

function history({ rungs }: Study, trials: readonly Trial[], metric: string, direction: Direction): Chart {
  const complete = trials.filter(({ values, failure }) => failure === undefined && values.length === rungs.length);
  const points = complete.map(({ number, values }) => ({ x: number, y: values.at(-1)! }));
  const better = direction === 'lower' ? Math.min : Math.max;
  let best: number | undefined;
  const steps = points.map(({ x, y }) => {
    best = best === undefined ? y : better(best, y);
    return { x, y: best };
  });
  return lineChart({
    title: 'Trials that were trained to the end',
    x: { title: 'trial', whole: true },
    y: { title: `validation ${metric}` },
    series: [
      { name: 'trial', points, shape: 'points' },
      { name: 'best so far', points: steps, shape: 'steps' },
    ],
  });
}

function importanceChart(rows: ReturnType<typeof importanceOf>): Chart {
  return intervalChart({
    title: 'How far the best quarter of the trials differs from all in each setting',
    value: { title: 'share', domain: [0, 1] },
    rowTitle: 'setting',
    mark: 'bar',
    rows: rows.map(({ path, share }) => ({ name: shortName(path), value: share })),
  });
}

function trialTable({ space, rungs }: Study, order: readonly Trial[], metric: string) {
  const header = ['trial', metric, 'epochs', ...space.map(({ path }) => shortName(path)), 'note'];
  const rows = order.map(({ number, values, settings, failure }) => [
    String(number),
    values.length > 0 ? formatNumber(values.at(-1)) : '',
    String(rungs[values.length - 1] ?? 0),
    ...space.map(({ path }) => valueText(settings[path])),
    failure ?? (values.length < rungs.length ? 'stopped' : ''),
  ]);
  return dataTable({ header, rows }, 'Trials, the best first');
}
