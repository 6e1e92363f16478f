/** What the charts show, as numbers: each epoch of each training. */
import { short } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { runs } from '../state/runs.ts';
import { titleOfRun } from './run-title.ts';
import { trackedMetric } from './tracked-metric.ts';

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
            {all.map((run) => (
              <th key={run.id} scope="col" class="end" colSpan={2}>
                {titleOfRun(run)}: loss, {metric ?? 'validation'}
              </th>
            ))}
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
                    {short(metric === undefined ? null : report?.validation?.[metric]?.mean)}
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
