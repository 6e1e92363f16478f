/** The table a run was trained on: how it was parted, what was left out, and what is doubtful about it. */
import { formatCount, formatNumber, plural } from '../base/index.ts';
import {
  type DataTable,
  dataTable,
  listItems,
  type Markup,
  markup,
  type PageSection,
  warnings,
} from '../charts/index.ts';
import { foldsOf, type TrainingRunFile } from '../runs/index.ts';
import type { ReportedRun } from './reported-run.ts';
import type { RejectedRow } from './run-tables.ts';

/** Rejected rows that are listed. */
const listed = 10;

type Part = TrainingRunFile['split']['parts'][number];

export function dataSection({ facts, rejects }: ReportedRun): PageSection {
  const { data, split } = facts;
  const seed = split.seed === undefined ? '' : `, seed ${split.seed}`;
  const folds = foldsOf(facts);
  const partsTitle = folds && !folds.isTogether ? 'Parts of the first fold' : 'Parts of the split';
  const found = [...new Set([...data.warnings, ...split.warnings])];
  const files = Object.entries(data.checksums).map(([file, sum]) => `${file}: SHA-256 ${sum}`);
  return {
    id: 'data',
    title: 'Data and split',
    content: markup`<p>${data.name}: ${plural(data.molecules, 'molecule')} of ${plural(data.tableLength, 'row')}, ${plural(data.tasks.length, `${data.taskType} task`)}. Split: ${split.algorithm}${seed}${folds && `, ${folds.count} folds`}.</p>
${folds && markup`<p class="muted">${foldsText(folds)}</p>`}${warnings(found)}${dataTable(partsTable(facts), partsTitle)}${data.tasks.length > 1 && dataTable(tasksTable(facts), 'Labels per task')}
<details><summary>How the table was read</summary><ul>${listItems([...data.notes, ...files])}</ul></details>${rejects.length > 0 && rejectedRows(rejects)}`,
  };
}

function foldsText({ count, isTogether }: NonNullable<ReturnType<typeof foldsOf>>): string {
  const judged = `A molecule is in other parts in other folds; each is judged by the model that was not trained on it.`;
  const counted = isTogether
    ? `The parts count all ${count} folds together.`
    : 'The parts below are those of the first fold.';
  return `${judged} ${counted}`;
}

function partsTable({ data, split }: TrainingRunFile): DataTable {
  const hasScaffolds = split.parts.some(({ scaffolds }) => scaffolds !== undefined);
  const [only] = data.tasks;
  return {
    header: ['part', 'molecules', ...(hasScaffolds ? ['scaffolds'] : []), ...(data.tasks.length === 1 ? [only!] : [])],
    rows: split.parts.map((part) => [
      part.part,
      formatCount(part.molecules),
      ...(hasScaffolds ? [part.scaffolds === undefined ? '' : formatCount(part.scaffolds)] : []),
      ...(data.tasks.length === 1 ? [labelsOf(part, 0)] : []),
    ]),
  };
}

function tasksTable({ data, split }: TrainingRunFile): DataTable {
  return {
    header: ['task', ...split.parts.map(({ part }) => part)],
    rows: data.tasks.map((task, at) => [task, ...split.parts.map((part) => labelsOf(part, at))]),
  };
}

/** `146 of 203 positive`, or `-3.05 ± 2.1, 4 limits`. */
function labelsOf({ tasks, molecules }: Part, task: number): string {
  const { labeled = 0, limits, positives, mean, std, classCounts } = tasks[task] ?? {};
  const limited = limits === undefined ? '' : plural(limits, 'limit');
  const missing = labeled < molecules ? `, ${formatCount(molecules - labeled)} missing` : '';
  if (positives !== undefined) return `${formatCount(positives)} of ${formatCount(labeled)} positive${missing}`;
  if (classCounts) return `${classCounts.map(formatCount).join(' / ')} of the classes${missing}`;
  if (typeof mean !== 'number' || Number.isNaN(mean)) return limited ? `${limited}${missing}` : 'no labels';
  return `${formatNumber(mean)} \u00b1 ${formatNumber(std)}${limited && `, ${limited}`}${missing}`;
}

function rejectedRows(rejects: readonly RejectedRow[]): Markup {
  const kinds = [...new Set(rejects.map(({ kind }) => kind))];
  const counts = kinds.map((kind) => `${kind} ${formatCount(rejects.filter((row) => row.kind === kind).length)}`);
  const table = {
    header: ['line', 'kind', 'value', 'reason'],
    rows: rejects.slice(0, listed).map(({ line, kind, value, reason }) => [line, kind, cut(value), reason]),
  };
  const more = rejects.length > listed && markup`<p class="muted">The others are listed in rejects.csv.</p>`;
  return markup`<details><summary>${plural(rejects.length, 'row')} skipped: ${counts.join(', ')}</summary>${dataTable(table, 'Skipped rows')}${more}</details>`;
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}\u2026` : text;
}
