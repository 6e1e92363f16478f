/** The metrics of each training on the held-out part, side by side. */
import type { RunResults } from '../../engine/protocol.ts';
import { count, duration, short } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { catalogue } from '../state/engine.ts';
import { titleOfRun } from '../train/run-title.ts';

export function MetricTable({ all }: { readonly all: readonly RunResults[] }) {
  const metrics = [...new Set(all.flatMap(({ result }) => Object.keys(result.test ?? {})))];
  const held = count(all[0]?.test.length ?? 0);
  return (
    <div class="card stack reveal">
      <h3>On {held} held-out molecules</h3>
      <Scroll label="Metrics on the held-out molecules">
        <table>
          <thead>
            <tr>
              <th scope="col">Optimizer</th>
              {metrics.map((name) => (
                <th key={name} scope="col" class="end">
                  {name.toUpperCase()}
                </th>
              ))}
              <th scope="col" class="end">
                Best epoch
              </th>
              <th scope="col" class="end">
                Gradients
              </th>
              <th scope="col" class="end">
                Time an epoch
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((one, index) => (
              <MetricRow key={one.id} run={one} metrics={metrics} series={index} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <ul class="small muted plain">
        {metrics.map((name) => (
          <li key={name}>
            {name.toUpperCase()}: {catalogue.value?.metrics.find((metric) => metric.name === name)?.sentence}
          </li>
        ))}
        {all.length > 1 && (
          <li>
            One training each: with {held} molecules and one seed, a small difference says little. Try other seeds.
          </li>
        )}
      </ul>
    </div>
  );
}

interface MetricRowProps {
  readonly run: RunResults;
  readonly metrics: readonly string[];
  readonly series: number;
}

function MetricRow({ run, metrics, series }: MetricRowProps) {
  const { bestEpoch, evaluations, secondsPerEpoch } = run.result;
  return (
    <tr>
      <th scope="row">
        <span class="swatch" data-series={series} />
        {titleOfRun(run)}
      </th>
      {metrics.map((name) => (
        <td key={name} class="end">
          {metricText(run, name)}
        </td>
      ))}
      <td class="end">{bestEpoch}</td>
      <td class="end">{count(evaluations)}</td>
      <td class="end">{secondsPerEpoch < 60 ? `${short(secondsPerEpoch)} s` : duration(secondsPerEpoch)}</td>
    </tr>
  );
}

function metricText({ result, tasks }: RunResults, name: string): string {
  const metric = result.test?.[name];
  if (!metric || metric.mean === null) return 'undefined';
  const defined = tasks.length - metric.undefinedTasks;
  return `${metric.mean.toFixed(3)}${metric.undefinedTasks > 0 ? ` (${defined} of ${tasks.length} targets)` : ''}`;
}
