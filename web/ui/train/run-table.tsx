/** The numbers of each training as they stand: loss, pace, time left; radius, gradients and memory for those who ask. */
import type { ComponentChildren } from 'preact';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { More } from '../parts/more.tsx';
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
];

const researchColumns: readonly Column[] = [
  { name: 'Optimizer' },
  { name: 'rho', end: true },
  { name: 'Gradients', end: true },
  { name: 'Memory', end: true },
];

export function RunTable() {
  return (
    <>
      <RunNumbers label="Trainings" columns={columns} cellsOf={mainCells} />
      <More title="For researchers: rho, gradient evaluations, memory">
        <RunNumbers label="Trainings, for researchers" columns={researchColumns} cellsOf={researchCells} />
      </More>
    </>
  );
}

interface RunNumbersProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly cellsOf: (run: Run) => readonly ComponentChildren[];
}

function RunNumbers({ label, columns, cellsOf }: RunNumbersProps) {
  return (
    <Scroll label={label}>
      <CardTable columns={columns}>
        {runs.value.map((run, series) => (
          <CardRow
            key={run.id}
            columns={columns}
            cells={[
              <>
                <span class="swatch" data-series={series} />
                {titleOfRun(run)}
              </>,
              ...cellsOf(run),
            ]}
          />
        ))}
      </CardTable>
    </Scroll>
  );
}

function mainCells(run: Run): readonly ComponentChildren[] {
  const news = run.latest.value;
  const live = run.state.value === 'running' || run.state.value === 'paused';
  return [
    run.result.value?.stoppedEarly ? 'trained, stopped early: no better for long' : states[run.state.value],
    news ? `${news.at.epoch} of ${news.epochs}` : '–',
    short(news?.meanLoss),
    news ? count(news.moleculesPerSecond) : '–',
    live ? duration(news?.secondsLeft) : '–',
  ];
}

function researchCells(run: Run): readonly ComponentChildren[] {
  const news = run.latest.value;
  return [
    short(news?.rho),
    news ? count(news.evaluations) : '–',
    news?.memoryMb === undefined ? '–' : `${count(news.memoryMb)} MB`,
  ];
}
