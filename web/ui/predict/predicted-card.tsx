/** A predicted table: how far it is, what can be downloaded, and its rows to look through. */
import { useState } from 'preact/hooks';
import type { RowsQuery, TablePrediction } from '../../engine/protocol.ts';
import { Sentences } from '../parts/notice.tsx';
import { count, duration, plural } from '../parts/numbers.ts';
import { fileStemOf } from '../parts/save.ts';
import { SaveButton } from '../parts/save-button.tsx';
import type { PredictedBy } from '../state/predicting-model.ts';
import type { Predicted } from '../state/prediction.ts';
import { titleOfRun } from '../train/run-title.ts';
import { RowsControls } from './rows-controls.tsx';
import { RowsPages, rowsAPage } from './rows-pages.tsx';
import { RowsTable } from './rows-table.tsx';
import { modelTitle, unitOf } from './tasks.ts';
import { useRows } from './use-rows.ts';

interface PredictedCardProps {
  readonly predicted: Predicted;
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly download: string;
}

export function PredictedCard({ predicted, label, download }: PredictedCardProps) {
  const { by, title, note, done } = predicted;
  const unit = unitOf(by.model);
  return (
    <div class="card stack">
      <h3>
        <bdi>{title}</bdi>
      </h3>
      {done ? <Finished predicted={predicted} /> : <Progress predicted={predicted} />}
      {done && (
        <>
          <p class="small muted">
            Predicted by {modelTitle(by)}
            {unit !== undefined && `; unit ${unit}`}.
          </p>
          {note !== undefined && <p class="small muted">{note}</p>}
          <div>
            <SaveButton
              title={download}
              fileName={`${fileStemOf(...namesOf(predicted))}_preds.csv`}
              make={() => done.csv}
            />
          </div>
          <Sentences kind="caution" title="About these molecules" sentences={done.warnings} />
          <Rows key={done.id} by={by} table={done} label={label} />
        </>
      )}
    </div>
  );
}

/** A file keeps its name; molecules that were typed have none, and are called after what was asked about them. */
function namesOf({ by: { model }, file }: Predicted): string[] {
  const { tasks, training } = model.card;
  const property = tasks[0] ?? 'prediction';
  return file === undefined ? [property, training.data, titleOfRun({ title: model.name })] : [file, property];
}

function Finished({ predicted: { rows, failed, title } }: { readonly predicted: Predicted }) {
  return (
    <p>
      <bdi>{title}</bdi>: {plural(rows, 'row')} read, {count(failed)} refused.
    </p>
  );
}

function Progress({ predicted: { rows, failed, total, elapsedMs, cancel } }: { readonly predicted: Predicted }) {
  const rate = elapsedMs > 0 ? (1000 * rows) / elapsedMs : 0;
  const left = total !== undefined && rate > 0 ? duration((total - rows) / rate) : undefined;
  return (
    <div class="stack" aria-live="off">
      <progress aria-label="Rows predicted" max={total ?? 1} {...(total !== undefined && { value: rows })} />
      <p>
        {count(rows)} of {total === undefined ? 'an unknown number of' : count(total)} rows, {count(failed)} refused
        {rate > 0 && `; ${count(rate)} rows a second`}
        {left !== undefined && `; about ${left} left`}.
      </p>
      <div>
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}

interface RowsProps {
  readonly by: PredictedBy;
  readonly table: TablePrediction;
  readonly label: string;
}

/** Everything but the page of rows, which begins again with each change of these. */
export type RowsChoice = Omit<RowsQuery, 'from' | 'count'>;

function Rows({ by, table, label }: RowsProps) {
  const { model } = by;
  const [choice, setChoice] = useState<RowsChoice>({});
  const [from, setFrom] = useState(0);
  const view = useRows(model, table, { ...choice, from, count: rowsAPage });
  const change = (changes: Partial<RowsChoice>): void => {
    setChoice({ ...choice, ...changes });
    setFrom(0);
  };
  if (!view) return <p class="waiting">Looking up the rows …</p>;
  return (
    <>
      {table.kept > 1 && <RowsControls model={model} choice={choice} onChange={change} />}
      {table.kept < table.summary.rows && (
        <p class="small muted">The first {count(table.kept)} rows can be looked through here; the download has all.</p>
      )}
      <RowsTable model={model} choice={choice} rows={view.rows} label={label} onChange={change} />
      {table.kept > 1 && <RowsPages found={view.found} from={from} onFrom={setFrom} />}
    </>
  );
}
