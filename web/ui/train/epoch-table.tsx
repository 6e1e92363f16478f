/** What the charts show, as numbers: each epoch of each training. */
import { short } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { runs } from '../state/runs.ts';
import { titleOfRun } from './run-title.ts';
import { trackedMetric, trackedTitle, trackedValue } from './tracked-metric.ts';

export function EpochTable() {
  const all = runs.value;
  const metric = trackedMetric(all);
  const length = Math.max(0, ...all.map(({ epochs }) => epochs.value.length));
  return (
    <Scroll label="Epochs">
      <table>
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            {all.flatMap((run) =>
              ['training loss', metric === undefined ? 'validation' : trackedTitle(all, metric)].map((number) => (
                <th key={`${run.id} ${number}`} scope="col" class="end">
                  {titleOfRun(run)}: {number}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length }, (_, index) => (
            <tr key={`epoch ${index + 1}`}>
              <th scope="row">{index + 1}</th>
              {all.flatMap(({ id, epochs }) => {
                const report = epochs.value[index];
                return [
                  <td key={`${id} loss`} class="end">
                    {short(report?.trainLoss)}
                  </td>,
                  <td key={`${id} metric`} class="end">
                    {short(trackedValue(report, metric))}
                  </td>,
                ];
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
