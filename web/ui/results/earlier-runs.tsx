/** Trainings that this browser keeps, to be looked at again or thrown away. */
import { More } from '../parts/more.tsx';
import { megabytes, plural } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { openSaved } from '../state/open-file.ts';
import { isTraining } from '../state/runs.ts';
import { earlier, forgetSaved } from '../state/saved-runs.ts';
import { titleOfRun } from '../train/run-title.ts';

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
              <th scope="col">Optimizer</th>
              <th scope="col">
                <span class="visually-hidden">Open or delete</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((run) => (
              <tr key={run.id}>
                <th scope="row">{new Date(run.created).toLocaleString()}</th>
                <td>{run.data}</td>
                <td>
                  {titleOfRun(run)}
                  {run.status === 'unfinished' && `, ${run.epochsDone} of ${plural(run.epochs, 'epoch')}`}
                </td>
                <td>
                  <div class="row">
                    {!isTraining.value && (
                      <button type="button" class="quiet" onClick={() => void openSaved(run)}>
                        Open
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
