/** The numbers of each training as they stand: loss, pace, radius, evaluations, memory. */
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

export function RunTable() {
  return (
    <Scroll label="Trainings">
      <table>
        <thead>
          <tr>
            <th scope="col">Optimizer</th>
            <th scope="col">State</th>
            <th scope="col" class="end">
              Epoch
            </th>
            <th scope="col" class="end">
              Loss
            </th>
            <th scope="col" class="end">
              Molecules/s
            </th>
            <th scope="col" class="end">
              Time left
            </th>
            <th scope="col" class="end">
              rho
            </th>
            <th scope="col" class="end">
              Gradients
            </th>
            <th scope="col" class="end">
              Memory
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.value.map((run, index) => (
            <RunRow key={run.id} run={run} series={index} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function RunRow({ run, series }: { readonly run: Run; readonly series: number }) {
  const news = run.latest.value;
  const live = run.state.value === 'running' || run.state.value === 'paused';
  return (
    <tr>
      <th scope="row">
        <span class="swatch" data-series={series} />
        {titleOfRun(run)}
      </th>
      <td>{states[run.state.value]}</td>
      <td class="end">{news ? `${news.at.epoch} of ${news.epochs}` : '–'}</td>
      <td class="end">{short(news?.meanLoss)}</td>
      <td class="end">{news ? count(news.moleculesPerSecond) : '–'}</td>
      <td class="end">{live ? duration(news?.secondsLeft) : '–'}</td>
      <td class="end">{short(news?.rho)}</td>
      <td class="end">{news ? count(news.evaluations) : '–'}</td>
      <td class="end">{news?.memoryMb === undefined ? '–' : `${count(news.memoryMb)} MB`}</td>
    </tr>
  );
}
