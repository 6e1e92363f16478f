/** Predictions as a table: structure, a column a target with its range, the most similar training molecule, what speaks against it. */
import { type ModelCard, reasonOf, type StructurePrediction } from '../../src/index.web.ts';
import { element } from './element.ts';
import type { Answer } from './model-calls.ts';

export interface ShownAnswer extends Answer {
  readonly smiles: string;
}

interface TableOptions {
  readonly card: ModelCard;
  /** Of the targets, [tasks]. */
  readonly headings: readonly string[];
  /** Of the ranges that the model gives; undefined: none. */
  readonly coverage?: number;
}

/** More rows than this are in the CSV only. */
export const mostRows = 500;

export function answerTable(answers: readonly ShownAnswer[], options: TableOptions): HTMLElement {
  const heads = ['Molecule', ...options.headings, 'Most similar training molecule', 'Remarks'];
  const rows = answers.slice(0, mostRows).map((answer) => answerRow(answer, options));
  const left = answers.length - rows.length;
  const more = `The first ${rows.length} molecules; ${left.toLocaleString('en')} more are in the download.`;
  const table = element(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': 'Predictions', tabindex: '0' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...rows),
    ),
  );
  return element('div', {}, ...(left > 0 ? [element('p', { class: 'muted' }, more)] : []), table);
}

function answerRow({ smiles, prediction, drawing, similarDrawing }: ShownAnswer, options: TableOptions): HTMLElement {
  const { card } = options;
  const { values, applicability } = prediction;
  const width = (values?.length ?? 0) / card.tasks.length;
  const cells = card.tasks.map((_, task) => {
    // Beside the molecule: on a phone the remarks are out of sight.
    if (!values) return element('td', {}, task === 0 ? `refused: ${reasonOf(prediction)}` : '');
    const outputs = values.slice(task * width, (task + 1) * width);
    return element('td', {}, valueText(outputs, card.classes?.[task]), ...rangeText(prediction, task, options));
  });
  const similar = applicability
    ? [...picture(similarDrawing, applicability.smiles), `similarity ${applicability.similarity.toFixed(2)}`]
    : [];
  return element(
    'tr',
    {},
    element('td', {}, ...picture(drawing, smiles), element('span', { class: 'smiles' }, smiles)),
    ...cells,
    element('td', {}, ...similar),
    element('td', {}, values ? reasonOf(prediction) : ''),
  );
}

function picture(svg: string | undefined, smiles: string): HTMLElement[] {
  if (svg === undefined) return [];
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  return [element('img', { src: address, alt: `Structure of ${smiles}`, width: '240', height: '180' })];
}

function valueText(outputs: readonly number[], classes: readonly string[] | undefined): string {
  if (!classes) return outputs.map(short).join(', ');
  const best = outputs.indexOf(Math.max(...outputs));
  return `${classes[best]} (${short(outputs[best]!)})`;
}

/** The interval, or the possible classes, are the last of a target's fields. */
function rangeText({ trust }: StructurePrediction, task: number, { coverage }: TableOptions): HTMLElement[] {
  const fields = trust?.[task];
  if (coverage === undefined || !fields) return [];
  const [low, high] = fields.slice(-2);
  const range =
    typeof low === 'number' && typeof high === 'number'
      ? `${short(low)} to ${short(high)}`
      : fields.at(-1) === undefined
        ? undefined
        : `possible: ${String(fields.at(-1)).replaceAll('|', ', ')}`;
  return range === undefined ? [] : [element('div', { class: 'muted' }, `${100 * coverage} %: ${range}`)];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
