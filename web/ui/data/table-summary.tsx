/** What is in the table: numbers, histograms, a few molecules, and what to think about before training. */
import { useState } from 'preact/hooks';
import type { TableReport } from '../../engine/protocol.ts';
import { ClassChart } from '../charts/class-chart.tsx';
import { HistogramChart } from '../charts/histogram-chart.tsx';
import { Figures } from '../parts/figures.tsx';
import { Fold } from '../parts/fold.tsx';
import { ChoiceInput } from '../parts/inputs.tsx';
import { More } from '../parts/more.tsx';
import { Name, Names } from '../parts/name.tsx';
import { Sentences } from '../parts/notice.tsx';
import { count, plural } from '../parts/numbers.ts';
import { taskNamed } from '../state/catalog.ts';
import { runs } from '../state/runs.ts';
import { tableOptions, tableSource } from '../state/table.ts';
import { ColumnTable } from './column-table.tsx';
import { DuplicateList } from './duplicate-list.tsx';
import { PreviewMolecules } from './preview-molecules.tsx';
import { PropertyQuestion } from './property-question.tsx';
import { ReadingOptions } from './reading-options.tsx';
import { RejectTable } from './reject-table.tsx';
import { isWide, TargetScale } from './target-scale.tsx';

export function TableSummary({ report }: { readonly report: TableReport }) {
  return (
    <div id="table">
      <Fold halves folded={runs.value.length > 0} title={<Heading report={report} />}>
        <Contents report={report} />
      </Fold>
    </div>
  );
}

function Heading({ report: { name, taskType, molecules, labels } }: { readonly report: TableReport }) {
  return (
    <>
      <Name>{name}</Name>: {taskNamed(taskType)?.question}?{' '}
      <span class="muted folded-only">
        {plural(molecules, 'molecule')}, <Names all={labels.map(({ column }) => column)} />
      </span>
    </>
  );
}

function Contents({ report }: { readonly report: TableReport }) {
  const { duplicates, tasks } = report;
  return (
    <>
      <div class="stack">
        <div>
          <a class="button primary" href="#train">
            On to the training
          </a>
        </div>
        <Figures
          figures={[
            ['molecules', count(report.molecules)],
            ['rows left out', count(report.rejected)],
            [tasks.length === 1 ? 'target' : 'targets', count(tasks.length)],
            ['heavy atoms, median', count(report.sizes.median)],
            ['heavy atoms, most', count(report.sizes.largest)],
            ['repeated structures', count(duplicates.same + duplicates.contradictory)],
          ]}
        />
        <Property report={report} />
        <Sentences kind="caution" title="Before you train" sentences={report.warnings} />
        <PreviewMolecules report={report} />
      </div>
      <div class="stack">
        <Labels report={report} />
        <ColumnTable columns={report.columns} />
        <RejectTable report={report} />
        <DuplicateList duplicates={duplicates} />
        <ReadingOptions />
        <Sentences kind="note" title="How it was read" sentences={report.notes} />
      </div>
    </>
  );
}

/** What is learned, and what could be instead; open where other columns hold numbers and nobody has chosen yet. */
function Property({ report }: { readonly report: TableReport }) {
  const others = report.columns.filter(({ numeric, role }) => numeric && role === 'ignored');
  const isChosen = tableOptions.value.targetColumns !== undefined || report.known !== undefined;
  const learned = report.labels.map(({ column }) => column);
  const title = (
    <>
      Property: <Names all={learned} />
    </>
  );
  const isAsked = others.length > 0 && !isChosen && tableSource.value?.isExample !== true;
  return (
    <More title={title} open={isAsked}>
      <PropertyQuestion
        key={learned.join()}
        explanation={
          others.length === 0
            ? 'No other column holds numbers.'
            : `${plural(others.length, 'other column')} with numbers could be learned instead.`
        }
        columns={report.columns}
        candidates={learned}
        ticked={learned}
        isAnswered
      />
    </More>
  );
}

function Labels({ report }: { readonly report: TableReport }) {
  const [chosen, choose] = useState(0);
  const label = report.labels[chosen] ?? report.labels[0];
  if (!label) return null;
  return (
    <>
      {report.labels.length > 1 && (
        <ChoiceInput
          label={`Target shown (of ${plural(report.labels.length, 'target')})`}
          value={String(chosen)}
          choices={report.labels.map(({ task }, index) => ({ value: String(index), title: task }))}
          onChange={(value) => choose(Number(value))}
        />
      )}
      {!label.classes && <TargetScale label={label} />}
      <div class="columns">
        {label.classes && <ClassChart label={label} />}
        {!label.classes && !label.measured && !isWide(label) && (
          <HistogramChart title="Target" name={label.task} histogram={label.histogram} />
        )}
        <HistogramChart title="Size of the molecules" name="heavy atoms" histogram={report.sizes.histogram} />
      </div>
    </>
  );
}
