/** Every run of this browser: to be opened, compared, joined to one predictor, or deleted. Nothing leaves it but by a click on Delete. */
import type { SavedRun } from '../../engine/protocol.ts';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { Name } from '../parts/name.tsx';
import { megabytes, plural, short } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { environment } from '../state/engine.ts';
import { compareSaved, openSaved, predictTogether } from '../state/open-file.ts';
import { isTraining, runs } from '../state/runs.ts';
import { forgetSaved, savedRuns, tick, ticked, tickedRuns } from '../state/saved-runs.ts';
import { titleOfRun } from '../train/run-title.ts';
import { titleOfMetric } from './metric-name.ts';
import { settingsText } from './run-settings-text.ts';

const columns: readonly Column[] = [
  { name: 'Run' },
  { name: 'Table', whole: true },
  { name: 'Property', whole: true },
  { name: 'Settings', whole: true },
  { name: 'Test set' },
  { name: 'Actions', whole: true },
];

export function RunList() {
  const all = savedRuns.value;
  if (all.length === 0) return null;
  const size = all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <div class="card stack">
      <h3>Runs</h3>
      <p class="muted">
        {plural(all.length, 'run')}, {megabytes(size)}. A new training takes nothing from this list.
        {environment.value?.storage.kept === false &&
          ' This browser gives the page no storage: they last as long as this page.'}
      </p>
      <Scroll label="Runs" tall>
        <CardTable columns={columns}>
          {all.map((run) => (
            <CardRow key={run.id} columns={columns} cells={cellsOf(run)} />
          ))}
        </CardTable>
      </Scroll>
      <TickedActions />
    </div>
  );
}

function cellsOf(run: SavedRun) {
  const { id, data, found, created } = run;
  return [
    <label key="tick" class="check">
      <input
        type="checkbox"
        checked={ticked.value.has(id)}
        onChange={(event) => tick(id, event.currentTarget.checked)}
      />
      <span>
        {titleOfRun(run)}
        <span class="help">{stateOf(run, new Date(created).toLocaleString())}</span>
      </span>
    </label>,
    <Name key="data">{data}</Name>,
    <Name key="property">{propertyOf(run)}</Name>,
    `${found ? `${found.model}; ` : ''}${settingsText(run)}`,
    found?.metric ? (
      <span key="metric" class="one-line">{`${titleOfMetric(found.metric)} ${short(found.metric.value)}`}</span>
    ) : (
      '–'
    ),
    <RunActions key="actions" run={run} />,
  ];
}

function stateOf({ id, status, busy, epochsDone, epochs }: SavedRun, when: string): string {
  if (busy) return `${when}, being trained`;
  if (status === 'unfinished') return `${when}, ${epochsDone} of ${plural(epochs, 'epoch')}`;
  return runs.value.some((run) => run.id === id) ? `${when}, shown` : when;
}

function RunActions({ run }: { readonly run: SavedRun }) {
  if (run.busy) return null;
  return (
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
  );
}

/** What can be done with those that are ticked. */
function TickedActions() {
  const chosen = tickedRuns.value.filter(({ status }) => status === 'finished');
  const canCompare = chosen.length === 2 && !isTraining.value;
  const canJoin = chosen.length > 1;
  return (
    <>
      <div class="row">
        <button type="button" aria-disabled={!canCompare} onClick={() => canCompare && void compareSaved(chosen)}>
          Compare two runs
        </button>
        <button type="button" aria-disabled={!canJoin} onClick={() => canJoin && void predictTogether(chosen)}>
          Predict with them together
        </button>
      </div>
      <p class="small muted">
        Tick runs to compare two of them, or to predict the mean of several models of one target.
      </p>
    </>
  );
}

function propertyOf({ found }: SavedRun): string {
  const [first, ...others] = found?.tasks ?? [];
  if (first === undefined) return '–';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
