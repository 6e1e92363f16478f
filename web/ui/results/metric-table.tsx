/** The metrics of each training on the test set, side by side, beside what is reached without a network. */
import { type RunResults, standardizedNote, type TestBaseline } from '../../engine/protocol.ts';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { plural } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { catalog } from '../state/catalog.ts';
import { titleOfRun } from '../train/run-title.ts';
import { CostTable } from './cost-table.tsx';
import { ForestChoice } from './forest-choice.tsx';
import { titleOfMetric } from './metric-name.ts';
import { metricText } from './metric-text.ts';
import { haveOneTest } from './one-test.ts';
import { RunDifference } from './run-difference.tsx';
import { verdict } from './verdict.ts';

export function MetricTable({ all }: { readonly all: readonly RunResults[] }) {
  const metrics = [...new Set(all.flatMap(({ testEvaluation }) => testEvaluation.metrics.map(titleOfMetric)))];
  const tested = all[0]?.test.length ?? 0;
  const columns: readonly Column[] = [{ name: 'Model' }, ...metrics.map((name) => ({ name, end: true }))];
  return (
    <div class="card stack reveal">
      <h3>{tested === 0 ? 'There is no test set' : `Test set: ${plural(tested, 'molecule')}`}</h3>
      {all[0] && (
        <p class="muted">
          <bdi>{all[0].tasks.length === 1 ? all[0].tasks[0] : plural(all[0].tasks.length, 'target')}</bdi> of{' '}
          <bdi>{[...new Set(all.map(({ data }) => data))].join(', ')}</bdi>
        </p>
      )}
      <Scroll label="Metrics on the test set">
        <CardTable columns={columns}>
          {all.map((run, series) => (
            <CardRow
              key={run.id}
              columns={columns}
              cells={[
                <>
                  <span class="swatch" data-series={series} />
                  {titleOfRun(run)}
                </>,
                ...metrics.map((title) => runMetric(run, title)),
              ]}
            />
          ))}
          {baselinesOf(all).map(({ key, title, baseline }) => (
            <CardRow
              key={key}
              columns={columns}
              cells={[title, ...metrics.map((metric) => metricOf(baseline, metric))]}
            />
          ))}
        </CardTable>
      </Scroll>
      {all.map((run) => (
        <Verdict key={run.id} run={run} isAlone={all.length === 1} />
      ))}
      {all.length === 2 && tested > 0 && haveOneTest(all) && <RunDifference first={all[0]!} second={all[1]!} />}
      {tested > 0 && <ForestChoice all={all} />}
      <p class="small muted">
        In brackets: 95 % intervals over the test molecules, which do not cover how runs with other seeds differ.
      </p>
      <ul class="small muted plain">
        {metrics.map((title) => (
          <li key={title}>
            {title}: {summariesOf(title, all).join(' ')}
          </li>
        ))}
        {!haveOneTest(all) && (
          <li>
            <strong>
              These runs have different tables or test sets: their metrics cannot be compared with each other.
            </strong>
          </li>
        )}
      </ul>
      <CostTable all={all} />
    </div>
  );
}

const titles: Readonly<Record<TestBaseline['name'], string>> = {
  mean: 'Guessing the mean',
  forest: 'Random forest',
};

/** Those of one run where all have one test set; else each says of which test set it is. */
function baselinesOf(all: readonly RunResults[]): readonly BaselineRow[] {
  const isOne = haveOneTest(all);
  const runs = isOne ? [all.find(({ testEvaluation }) => testEvaluation.baselines.length > 1) ?? all[0]!] : all;
  return runs.flatMap((run) =>
    run.testEvaluation.baselines.map((baseline) => ({
      key: `${run.id} ${baseline.name}`,
      title: `${titles[baseline.name]}${isOne ? '' : `, ${testNameOf(run, runs)}`}`,
      baseline,
    })),
  );
}

interface BaselineRow {
  readonly key: string;
  readonly title: string;
  readonly baseline: TestBaseline;
}

/** The table that a run was tested on; where others were tested on other rows of that table, the run too. */
function testNameOf(run: RunResults, all: readonly RunResults[]): string {
  const isAlone = all.filter(({ data }) => data === run.data).length === 1;
  return isAlone ? run.data : `${run.data}, test set of ${titleOfRun(run)}`;
}

/** Is this model worth anything? */
function Verdict({ run, isAlone }: { readonly run: RunResults; readonly isAlone: boolean }) {
  const { metrics, baselines, labeled } = run.testEvaluation;
  if (!metrics[0]) return null;
  const molecules = Math.max(...labeled);
  const name = isAlone ? 'This model' : titleOfRun(run);
  const text = verdict({ name, metric: metrics[0], baselines, molecules });
  return text === undefined ? null : <p>{text}</p>;
}

/** For each kind of task of the runs that have it. Two kinds can have metrics of one name: the accuracy of yes and no, and of several classes. */
function summariesOf(title: string, all: readonly RunResults[]): readonly string[] {
  const found = all.flatMap(({ taskType, testEvaluation }) => {
    const metric = testEvaluation.metrics.find((each) => titleOfMetric(each) === title);
    return metric ? [{ ...metric, taskType }] : [];
  });
  const summaries = (catalog.value?.metrics ?? []).filter(({ name, task }) =>
    found.some((metric) => metric.name === name && metric.taskType === task),
  );
  const units = found.some(({ isStandardized }) => isStandardized) ? [standardizedNote] : [];
  return [...new Set(summaries.map(({ summary }) => summary)), ...units];
}

function metricOf({ metrics }: TestBaseline, title: string): string {
  const metric = metrics.find((each) => titleOfMetric(each) === title);
  return metric ? metricText(metric) : '–';
}

function runMetric({ tasks, testEvaluation }: RunResults, title: string): string {
  const metric = testEvaluation.metrics.find((each) => titleOfMetric(each) === title);
  if (!metric) return '–';
  const defined = metric.perTask.filter(({ value }) => value !== null).length;
  return `${metricText(metric)}${defined < tasks.length && defined > 0 ? ` (${defined} of ${tasks.length} targets)` : ''}`;
}
