/** One training in detail: chart of the test set, the molecules it gets wrong, files to take along. */
import { useState } from 'preact/hooks';
import type { RunResults } from '../../engine/protocol.ts';
import { ConfusionTable } from '../charts/confusion-table.tsx';
import { ParityChart } from '../charts/parity-chart.tsx';
import { RocChart } from '../charts/roc-chart.tsx';
import { ChoiceInput } from '../parts/inputs.tsx';
import { Sentences } from '../parts/notice.tsx';
import { taskNamed } from '../state/catalog.ts';
import { titleOfRun } from '../train/run-title.ts';
import { Downloads } from './downloads.tsx';
import { TargetTable } from './target-table.tsx';
import { WorstMolecules } from './worst-molecules.tsx';

const charts = { ranking: RocChart, residuals: ParityChart, confusion: ConfusionTable } as const;

export function RunDetails({ results, series }: { readonly results: RunResults; readonly series: number }) {
  const [chosen, choose] = useState(0);
  const task = Math.min(chosen, results.tasks.length - 1);
  return (
    <div class="card stack">
      <h3>{titleOfRun(results)}</h3>
      {results.tasks.length > 1 && <TargetTable results={results} />}
      {results.tasks.length > 1 && (
        <ChoiceInput
          label="Target shown"
          value={String(task)}
          choices={results.tasks.map((name, index) => ({ value: String(index), title: name }))}
          onChange={(value) => choose(Number(value))}
        />
      )}
      <div class="columns">
        {taskNamed(results.taskType)?.charts.map((kind) => {
          const Chart = charts[kind];
          return <Chart key={kind} results={results} task={task} series={series} />;
        })}
        <Downloads results={results} />
      </div>
      <WorstMolecules results={results} task={task} />
      <Sentences kind="caution" title="Keep in mind" sentences={results.warnings} />
    </div>
  );
}
