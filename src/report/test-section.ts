/** How good the model is on molecules that it has not seen: metrics, and for each task the curves behind them. */
import { formatCount, formatNumber } from '../base/index.ts';
import {
  dataTable,
  figure,
  grid,
  intervalChart,
  type Markup,
  type MarkupPart,
  markup,
  type PageSection,
} from '../charts/index.ts';
import { comparableMean, type MetricIntervals } from '../metrics/index.ts';
import { findTask, type TaskChart, type TaskType } from '../tasks/index.ts';
import { classificationCharts } from './classification-charts.ts';
import { confusionCharts } from './confusion-charts.ts';
import { mainMetric } from './overview.ts';
import { regressionCharts } from './regression-charts.ts';
import type { ReportedRun } from './reported-run.ts';
import { labeledPairs, type TestedTask } from './run-tables.ts';

/** Undefined without predictions of a test part. */
export function testSection(run: ReportedRun, intervals: MetricIntervals | undefined): PageSection | undefined {
  const { facts, test } = run;
  if (!test || test.smiles.length === 0) return undefined;
  const { taskType } = facts.data;
  const several = test.tasks.length > 1;
  return {
    id: 'test',
    title: 'Test set',
    content: markup`${intervals && markup`<p class="muted">95 % bootstrap intervals over the test molecules. They show the uncertainty of the metric on this test set, not the variation over seeds or splits.</p>`}
${metricTable(run)}${several && figureOfTasks(run, intervals)}${several ? detailsOfTasks(test.tasks, taskType) : taskCharts(test.tasks[0]!, taskType)}`,
  };
}

function metricTable({ facts: { result, data } }: ReportedRun): MarkupPart {
  if (!result?.test) return undefined;
  const names = Object.keys(result.test);
  const row = (title: string, value: (name: string) => number | null | undefined): string[] => [
    title,
    ...names.map((name) => formatNumber(value(name))),
  ];
  const means = row(data.tasks.length > 1 ? 'mean over tasks' : data.tasks[0]!, (name) => result.test![name]!.mean);
  const areOfUnits = names.some((name) => result.test![name]!.standardized !== undefined);
  const standardized = row('mean over tasks, standardized', (name) => comparableMean(result.test![name]!));
  const tasks = data.tasks.map((task, at) => row(task, (name) => result.test![name]!.perTask[at]));
  const { testContext } = result;
  const others = testContext
    ? [{ name: 'mean predictor', value: testContext.meanPredictor }, ...(testContext.baselines ?? [])]
    : [];
  const baselines = others.map(({ name, value }) => [
    `baseline: ${name}${testContext?.isStandardized ? ', standardized' : ''}`,
    ...names.map((metric) => (metric === testContext?.metric ? formatNumber(value) : '')),
  ]);
  return dataTable(
    {
      header: ['task', ...names],
      rows: [...(areOfUnits ? [standardized] : []), means, ...(data.tasks.length > 1 ? tasks : []), ...baselines],
    },
    'Test metrics',
  );
}

function figureOfTasks({ facts }: ReportedRun, intervals: MetricIntervals | undefined): MarkupPart {
  const metric = mainMetric(facts);
  const values = metric && facts.result?.test?.[metric.name];
  // Errors in different units have no axis in common.
  if (!values || values.standardized !== undefined) return undefined;
  const rows = facts.data.tasks.map((name, task) => {
    const interval = intervals?.perTask[task];
    return { name, value: values.perTask[task] ?? null, ...(interval && { low: interval[0], high: interval[1] }) };
  });
  const sign = metric.direction === 'higher' ? -1 : 1;
  const order = (value: number | null): number => (value === null ? Number.POSITIVE_INFINITY : sign * value);
  rows.sort((a, b) => order(a.value) - order(b.value));
  const chart = intervalChart({
    title: `Test ${metric.name} by task`,
    value: { title: `${metric.name}, ${metric.direction} is better` },
    rowTitle: 'task',
    rows,
    references: values.mean === null ? [] : [{ name: 'mean over tasks', value: values.mean }],
  });
  return grid(figure(chart));
}

/** Tasks with charts of their own: thousands of charts, of 13 kB a task, are a page that no browser opens in a while. */
const mostTasks = 100;

function detailsOfTasks(tasks: readonly TestedTask[], taskType: TaskType): MarkupPart[] {
  const shown = tasks.slice(0, mostTasks).map((task) => taskDetails(task, taskType));
  if (tasks.length <= mostTasks) return shown;
  const counts = `${mostTasks} of ${formatCount(tasks.length)} tasks`;
  return [markup`<p>The first ${counts} have charts here; the metrics of all are in the table.</p>`, ...shown];
}

function taskDetails(task: TestedTask, taskType: TaskType): Markup {
  const labeled = formatCount(labeledPairs(task).labels.length);
  return markup`<details class="task"><summary>${task.name}, ${labeled} labels</summary>${taskCharts(task, taskType)}</details>`;
}

const chartsOf: Readonly<Record<TaskChart, (task: TestedTask) => MarkupPart[]>> = {
  ranking: classificationCharts,
  residuals: regressionCharts,
  confusion: confusionCharts,
};

function taskCharts(task: TestedTask, taskType: TaskType): Markup {
  return grid(...findTask(taskType).report.charts.flatMap((kind) => chartsOf[kind](task)));
}
