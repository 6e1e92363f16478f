/** The numbers of each training as they stand: loss, pace, radius, evaluations, memory. */
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { count, duration, short } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import type { Run } from '../state/run.ts';
import { runs } from '../state/runs.ts';
import { titleOfRun } from './run-title.ts';

const states: Readonly<Record<string, string>> = {
  loading: 'getting ready',
  running: 'training',
  paused: 'paused',
  finished: 'trained',
  stopped: 'stopped',
  failed: 'failed',
};

const columns: readonly Column[] = [
  { name: 'Optimizer' },
  { name: 'State' },
  { name: 'Epoch', end: true },
  { name: 'Loss', end: true },
  { name: 'Molecules/s', end: true },
  { name: 'Time left', end: true },
  { name: 'rho', end: true },
  { name: 'Gradients', end: true },
  { name: 'Memory', end: true },
];

export function RunTable() {
  return (
    <Scroll label="Trainings">
      <CardTable columns={columns}>
        {runs.value.map((run, index) => (
          <RunRow key={run.id} run={run} series={index} />
        ))}
      </CardTable>
    </Scroll>
  );
}

function RunRow({ run, series }: { readonly run: Run; readonly series: number }) {
  const news = run.latest.value;
  const live = run.state.value === 'running' || run.state.value === 'paused';
  const cells = [
    <>
      <span class="swatch" data-series={series} />
      {titleOfRun(run)}
    </>,
    states[run.state.value],
    news ? `${news.at.epoch} of ${news.epochs}` : '–',
    short(news?.meanLoss),
    news ? count(news.moleculesPerSecond) : '–',
    live ? duration(news?.secondsLeft) : '–',
    short(news?.rho),
    news ? count(news.evaluations) : '–',
    news?.memoryMb === undefined ? '–' : `${count(news.memoryMb)} MB`,
  ];
  return <CardRow columns={columns} cells={cells} />;
}
