/** Trainings that this browser keeps, to be looked at again or thrown away. */

import type { SavedRun } from '../../engine/protocol.ts';
import { More } from '../parts/more.tsx';
import { megabytes, plural, short } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { compareSaved, openSaved } from '../state/open-file.ts';
import { isTraining, runs } from '../state/runs.ts';
import { earlier, forgetSaved } from '../state/saved-runs.ts';
import { titleOfRun } from '../train/run-title.ts';
import { metricTitle } from './metric-name.ts';

export function EarlierRuns() {
  const all = earlier.value;
  if (all.length === 0) return null;
  const size = all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <More title={`${plural(all.length, 'earlier training')} in this browser, ${megabytes(size)}`}>
      <Scroll label="Earlier trainings">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Data</th>
              <th scope="col">Property</th>
              <th scope="col">Training</th>
              <th scope="col">Test set</th>
              <th scope="col">
                <span class="visually-hidden">Open or delete</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((run) => (
              <tr key={run.id}>
                <th scope="row">{new Date(run.created).toLocaleString()}</th>
                <td>
                  <bdi>{run.data}</bdi>
                </td>
                <td>{propertyOf(run)}</td>
                <td>
                  {run.found ? `${run.found.model}, ` : ''}
                  {titleOfRun(run)}
                  {run.status === 'unfinished' && `, ${run.epochsDone} of ${plural(run.epochs, 'epoch')}`}
                </td>
                <td>
                  {run.found?.metric ? `${metricTitle(run.found.metric.name)} ${short(run.found.metric.value)}` : '–'}
                </td>
                <td>
                  <div class="row">
                    {!isTraining.value && (
                      <button type="button" class="quiet" onClick={() => void openSaved(run)}>
                        Open
                      </button>
                    )}
                    {!isTraining.value && runs.value.length > 0 && run.status === 'finished' && (
                      <button type="button" class="quiet" onClick={() => void compareSaved(run)}>
                        Compare
                      </button>
                    )}
                    <button type="button" class="quiet" onClick={() => void forgetSaved([run])}>
                      Delete
                    </button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </More>
  );
}

function propertyOf({ found }: SavedRun): string {
  const [first, ...others] = found?.tasks ?? [];
  if (first === undefined) return '–';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
