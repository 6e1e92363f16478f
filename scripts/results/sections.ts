/** The parts of docs/results.md that are made from raw results; its words stand in results/results.template.md. */
import { type SharpnessFile, sharpnessRemarks, sharpnessTable } from '../../src/analysis/index.ts';
import { groupBy, mean } from '../../src/base/index.ts';
import { type Cell, classical } from '../../src/experiments/cell.ts';
import type { RunResult } from '../../src/experiments/run-result.ts';
import { summarize } from '../../src/experiments/summary.ts';
import { markdownOf, type Table, tablesOf } from '../../src/experiments/tables.ts';
import { markdownTable } from '../shared/markdown-table.ts';

interface ComparisonTablesOptions {
  readonly kinds: readonly Table['kind'][];
  readonly baseline?: string;
  readonly headings?: boolean;
}

/** Tables of a comparison, of these kinds, under headings of their own or none; a summary where nothing is computed yet. */
export function comparisonTables(
  results: readonly RunResult[],
  { kinds, baseline, headings = true }: ComparisonTablesOptions,
): string {
  const tables = tablesOf(summarize(networksFirst(results), baseline)).filter(({ kind }) => kinds.includes(kind));
  return tables.length === 0
    ? 'Not computed yet.\n'
    : tables.map((table) => (headings ? markdownOf(table) : withoutHeading(table))).join('\n');
}

/** A line a model and optimizer, a column a data set: counted gradient evaluations of a weight update. Times are not told: they are the machine's. */
export function evaluationsTable(results: readonly RunResult[]): string {
  const trained = results.filter(({ training }) => training !== null);
  const datasets = [...new Set(trained.map(({ dataset }) => dataset))];
  const rows = [...groupBy(trained, ({ model, optimizer }) => `${model}\0${optimizer}`).values()].map((ofMethod) => {
    const [{ model, optimizer }] = ofMethod;
    const cells = datasets.map((dataset) => {
      const runs = ofMethod.filter((run) => run.dataset === dataset);
      return runs.length === 0 ? '' : mean(runs.map(({ training }) => training!.evaluationsPerUpdate.full)).toFixed(3);
    });
    return [model, optimizer, ...cells];
  });
  return `${markdownTable(['model', 'optimizer', ...datasets], rows)}\n`;
}

/** Where the epoch that validation chose lies, and how far the training loss had come by then. */
export function epochsTable(results: readonly RunResult[]): string {
  const trained = results.filter(({ training }) => training !== null);
  const groups = [...groupBy(trained, groupOf).values()];
  const rows = groups.map((runs) => {
    const facts = runs.map(({ training }) => training!);
    const chosen = facts.map(({ bestEpoch }) => bestEpoch).join(', ');
    const last = facts.map(({ trainLosses }) => trainLosses.at(-1)?.toFixed(3) ?? 'undefined').join(', ');
    const [{ dataset, split, model, optimizer }] = runs;
    return [dataset, split, model, optimizer, chosen, last];
  });
  const names = ['data', 'split', 'model', 'optimizer'];
  const header = [...names, 'chosen epoch of each seed', 'training loss of the last epoch'];
  return `${markdownTable(header, rows)}\n`;
}

function groupOf({ dataset, split, model, optimizer }: RunResult): string {
  return [dataset, split, model, optimizer].join('\0');
}

export function sharpnessSection({ name, file }: { readonly name: string; readonly file: SharpnessFile }): string {
  const { header, rows } = sharpnessTable(file);
  const short = header.map((column) => column.replace(/^.*-compt-([^-]+)-.*$/, '$1'));
  const table = markdownTable(short, rows).replaceAll('+-', '±');
  const remarks = sharpnessRemarks(file).map((remark) => `- ${remark.replaceAll('+-', '±')}`);
  return [`### ${name}`, '', table, '', ...remarks, ''].join('\n');
}

/** What the grids ask for and nobody has computed yet, a line a kind of run. */
export function missingSection(missing: readonly Cell[], total: number): string {
  if (missing.length === 0) return `All ${total} runs of the grids are in these tables.\n`;
  const groups = groupBy(
    missing,
    ({ dataset, model, optimizer, split }) => `${dataset}, ${split}: ${model}, ${optimizer}`,
  );
  const lines = [...groups].map(([key, cells]) => `- ${key}, seed ${cells.map(({ seed }) => seed).join(', ')}`);
  return [
    `${total - missing.length} of the ${total} runs of the grids are in these tables. Not computed yet:`,
    '',
    ...lines,
    '',
  ].join('\n');
}

/** The table of the README: CoMPT under three optimizers beside the classical models. */
export function shortTable(results: readonly RunResult[]): string {
  const chosen = results.filter(({ model, optimizer, split, dataset }) => {
    const isNetwork = model === 'compt' && ['adam', 'sam', 'graphsam'].includes(optimizer);
    return (isNetwork || (model === classical && optimizer !== 'mean')) && split === 'random' && dataset !== 'tox21';
  });
  const [table] = tablesOf(summarize(networksFirst(chosen)));
  return table
    ? markdownOf({ ...table, rows: table.rows })
        .split('\n')
        .slice(4)
        .join('\n')
    : 'Not computed yet.\n';
}

function withoutHeading(table: Table): string {
  return markdownOf(table).split('\n').slice(2).join('\n');
}

/** Networks before classical models; otherwise in the order of the grid. */
function networksFirst(results: readonly RunResult[]): RunResult[] {
  const rank = ({ model }: RunResult): number => (model === classical ? 1 : 0);
  return results.toSorted((left, right) => rank(left) - rank(right));
}
