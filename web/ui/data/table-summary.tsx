/** What is in the table: numbers, histograms, a few molecules, and what to think about before training. */
import { useState } from 'preact/hooks';
import type { TableReport } from '../../engine/protocol.ts';
import { ClassChart } from '../charts/class-chart.tsx';
import { HistogramChart } from '../charts/histogram-chart.tsx';
import { Figures } from '../parts/figures.tsx';
import { ChoiceInput } from '../parts/inputs.tsx';
import { More } from '../parts/more.tsx';
import { Sentences } from '../parts/notice.tsx';
import { count, plural } from '../parts/numbers.ts';
import { taskNamed } from '../state/engine.ts';
import { tableOptions, tableSource } from '../state/table.ts';
import { ColumnTable } from './column-table.tsx';
import { DuplicateList } from './duplicate-list.tsx';
import { PreviewMolecules } from './preview-molecules.tsx';
import { PropertyQuestion } from './property-question.tsx';
import { ReadingOptions } from './reading-options.tsx';
import { RejectTable } from './reject-table.tsx';
import { isWide, TargetScale } from './target-scale.tsx';

export function TableSummary({ report }: { readonly report: TableReport }) {
  const { duplicates, tasks, taskType } = report;
  return (
    <div class="card stack reveal">
      <h3>
        {report.name}: {taskNamed(taskType)?.question}?
      </h3>
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
      <Labels report={report} />
      <PreviewMolecules report={report} />
      <ColumnTable columns={report.columns} />
      <RejectTable report={report} />
      <DuplicateList duplicates={duplicates} />
      <ReadingOptions />
      <Sentences kind="note" title="How it was read" sentences={report.notes} />
      <div>
        <a class="button" href="#train">
          On to the training
        </a>
      </div>
    </div>
  );
}

/** What is learned, and what could be instead; open where other columns hold numbers and nobody has chosen yet. */
function Property({ report }: { readonly report: TableReport }) {
  const others = report.columns.filter(({ numeric, role }) => numeric && role === 'ignored');
  const isChosen = tableOptions.value.targetColumns !== undefined || report.known !== undefined;
  const learned = report.labels.map(({ column }) => column);
  const names = learned.slice(0, 3).join(', ') + (learned.length > 3 ? ` and ${learned.length - 3} more` : '');
  const isAsked = others.length > 0 && !isChosen && tableSource.value?.isExample !== true;
  return (
    <More title={`Property: ${names}`} open={isAsked}>
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
