/** Step 1: bring a table, see what is in it. */
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { count } from '../parts/numbers.ts';
import { OpeningNotice } from '../parts/opening-notice.tsx';
import { Step } from '../parts/step.tsx';
import { engineProblem } from '../state/engine.ts';
import { lastReport, tableSource, tableState } from '../state/table.ts';
import { ColumnTable } from './column-table.tsx';
import { ReadingOffers } from './reading-offers.tsx';
import { ReadingOptions } from './reading-options.tsx';
import { SheetChoice } from './sheet-choice.tsx';
import { TableSources } from './table-sources.tsx';
import { TableSummary } from './table-summary.tsx';
import { TargetQuestion } from './target-question.tsx';

export function DataStep() {
  const state = tableState.value;
  // While the files are read another way the old view stays, and with it the focus.
  const report = state.kind === 'ready' ? state.report : state.kind === 'reading' ? lastReport.value : undefined;
  return (
    <Step id="data" number={1} title="Data" lead="A table with one molecule a row: its SMILES and a measured property.">
      {engineProblem.value && <ProblemNotice title="This browser cannot train" problem={engineProblem.value} />}
      <TableSources />
      <OpeningNotice place="data" />
      <SheetChoice />
      {state.kind === 'reading' && (
        <Notice kind="note">
          <p>{state.rows === 0 ? 'Reading the table …' : `Reading the table … ${count(state.rows)} rows`}</p>
        </Notice>
      )}
      {state.kind === 'refused' && (
        <div class="card stack" id="table">
          <ProblemNotice title={`${names()} cannot be used as it is`} problem={state.problem} />
          <ReadingOffers offers={state.offers ?? []} />
          {state.columns && <ColumnTable columns={state.columns} open />}
          {tableSource.value && <ReadingOptions open />}
        </div>
      )}
      {state.kind === 'asks' && (
        <div class="card stack" id="table">
          <TargetQuestion name={names()} question={state.question} columns={state.columns ?? []} />
          {state.columns && <ColumnTable columns={state.columns} />}
          <ReadingOptions />
        </div>
      )}
      {report && <TableSummary report={report} />}
    </Step>
  );
}

function names(): string {
  return tableSource.value?.files.map(({ name }) => name).join(', ') || 'The table';
}
