/** The metrics of each training on the test set, side by side. */
import type { RunResults } from '../../engine/protocol.ts';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { count, duration, plural, short } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { catalog } from '../state/engine.ts';
import { titleOfRun } from '../train/run-title.ts';
import { metricTitle } from './metric-name.ts';

export function MetricTable({ all }: { readonly all: readonly RunResults[] }) {
  const metrics = [...new Set(all.flatMap(({ result }) => Object.keys(result.test ?? {})))];
  const held = all[0]?.test.length ?? 0;
  const guess = all[0]?.judgment.guess ?? {};
  const hasGuess = metrics.some((name) => guess[name] !== undefined);
  const columns: readonly Column[] = [
    { name: 'Optimizer' },
    ...metrics.map((name) => ({ name: metricTitle(name), end: true })),
    { name: 'Best epoch', end: true },
    { name: 'Gradients', end: true },
    { name: 'Time an epoch', end: true },
  ];
  return (
    <div class="card stack reveal">
      <h3>{held === 0 ? 'There is no test set' : `Test set: ${plural(held, 'molecule')}`}</h3>
      {all[0] && (
        <p class="muted">
          {all[0].tasks.length === 1 ? all[0].tasks[0] : plural(all[0].tasks.length, 'target')} of{' '}
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
                ...metrics.map((name) => metricText(run, name)),
                run.result.bestEpoch,
                count(run.result.evaluations),
                timeText(run.result.secondsPerEpoch),
              ]}
            />
          ))}
          {hasGuess && (
            <CardRow
              columns={columns}
              cells={['Guessing the mean', ...metrics.map((name) => guess[name]?.toFixed(3) ?? '–'), '–', '–', '–']}
            />
          )}
        </CardTable>
      </Scroll>
      {all.map((run) => (
        <Verdict key={run.id} run={run} isAlone={all.length === 1} />
      ))}
      <p class="small muted">
        In brackets: 95 % intervals over the test molecules, which do not cover how runs with other seeds differ.
      </p>
      <ul class="small muted plain">
        {metrics.map((name) => (
          <li key={name}>
            {metricTitle(name)}: {sentenceOf(name, all[0]?.taskType)}
          </li>
        ))}
        {!haveOneTest(all) && (
          <li>
            <strong>
              These runs have different tables or test sets: their metrics cannot be compared with each other.
            </strong>
          </li>
        )}
        {all.length > 1 && (
          <li>
            One training each: with {count(held)} molecules and one seed, a small difference says little. Try other
            seeds.
          </li>
        )}
      </ul>
    </div>
  );
}

const verdicts = {
  clearly: 'clearly better than guessing the mean of the training set',
  perhaps: 'better than guessing the mean of the training set, though with so small a test set that may be chance',
  no: 'not better than guessing the mean of the training set',
} as const;

/** One plain sentence: is this model worth anything? */
function Verdict({ run, isAlone }: { readonly run: RunResults; readonly isAlone: boolean }) {
  const { verdict } = run.judgment;
  if (!verdict) return null;
  const name = isAlone ? 'This model' : titleOfRun(run);
  return (
    <p>
      {name} is {verdicts[verdict.beatsGuessing]} ({metricTitle(verdict.metric)} {short(verdict.value)} against{' '}
      {short(verdict.guess)}).
    </p>
  );
}

/** Whether all were tested on the same molecules with the same targets. */
function haveOneTest(all: readonly RunResults[]): boolean {
  const keyOf = ({ tasks, test }: RunResults): string => JSON.stringify([tasks, test.map(({ smiles }) => smiles)]);
  return new Set(all.map(keyOf)).size <= 1;
}

/** Metrics of two kinds of tasks can have one name: the accuracy of yes and no, and of several classes. */
function sentenceOf(name: string, task: string | undefined): string | undefined {
  return catalog.value?.metrics.find((metric) => metric.name === name && metric.task === task)?.summary;
}

function timeText(seconds: number): string {
  return seconds < 60 ? `${short(seconds)} s` : duration(seconds);
}

function metricText({ result, tasks, judgment }: RunResults, name: string): string {
  const metric = result.test?.[name];
  if (!metric || metric.mean === null) return 'undefined';
  const defined = tasks.length - metric.undefinedTasks;
  const interval = judgment.intervals[name];
  const range = interval ? ` [${interval.map((end) => end.toFixed(2)).join(', ')}]` : '';
  return `${metric.mean.toFixed(3)}${range}${metric.undefinedTasks > 0 ? ` (${defined} of ${tasks.length} targets)` : ''}`;
}
