/** Explaining the molecules of a table as one call: a folder with the table, the page and a drawing for each molecule and target. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, setting, unknownName } from '../base/index.ts';
import { loadChemistry } from '../chem/index.node.ts';
import type { Chemistry } from '../chem/index.ts';
import { csvLine, quoteCell } from '../data/index.ts';
import { disk, writeWhole } from '../platform/index.node.ts';
import { type MoleculeTableOptions, openMoleculeTable, readModelFile } from '../predict/index.node.ts';
import { freeNames, reasonOf } from '../predict/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import { type Backend, onDevice } from '../runtime/index.ts';
import { drawContributions } from './contribution-drawing.ts';
import { type ExplanationMethod, explanationMethods } from './explainer.ts';
import { type Explanation, openExplanations } from './explanation.ts';
import { explanationCells, explanationColumns } from './explanation-columns.ts';
import { type ExplanationPageOptions, explanationPage } from './explanation-page.ts';

export const explanationFiles = {
  table: 'contributions.csv',
  page: 'explanations.html',
  drawings: 'drawings',
} as const;

/** Molecules on the page: each takes some 20 kB of it. */
const mostShown = 100;

export interface ExplainRunOptions extends Omit<MoleculeTableOptions, 'range'> {
  /** A run folder or a model.onnx. */
  readonly model: string;
  /** Folder for the files; undefined: none are written. */
  readonly output: string | undefined;
  readonly overwrite?: boolean;
  readonly method?: ExplanationMethod | undefined;
  /** Names of targets to explain. Default: all. */
  readonly targets?: readonly string[] | undefined;
  readonly threads?: number | undefined;
  readonly backend?: Backend | undefined;
}

export interface ExplainRunHooks {
  readonly signal?: AbortSignal;
  /** Called once, before the first row. */
  readonly onStart?: (card: ModelCard, notes: readonly string[], warnings: readonly string[]) => void;
  readonly onMolecule?: (explained: Explanation | { readonly reason: string }, rows: number) => void;
}

export interface ExplainRunResult {
  readonly rows: number;
  /** Rows that got a reason instead. */
  readonly failed: number;
  /** Names as the table has them, behind those of the input. */
  readonly columns: readonly string[];
  /** Name of the last column: why there is no explanation, or what speaks against one. */
  readonly reason: string;
  /** What was noticed of the table while its rows were read. */
  readonly notes: readonly string[];
}

/**
 * Every row of the table comes out in `contributions.csv`, in order, with a reason where it cannot be explained.
 * Throws CheckpointError for the model, DataError for the table, ConfigError for the folder, a target or a method that there is not.
 */
export function explainRun(options: ExplainRunOptions, hooks: ExplainRunHooks = {}): Promise<ExplainRunResult> {
  return onDevice(options.backend, 'an explanation', () => explainHere(options, hooks));
}

async function explainHere(options: ExplainRunOptions, hooks: ExplainRunHooks): Promise<ExplainRunResult> {
  const { output, method = 'integrated-gradients' } = options;
  refuseExisting(output, options.overwrite ?? false);
  const model = await readModelFile(options.model);
  const { targets = model.card.tasks } = options;
  requireNames(method, targets, model.card);
  const chemistry = await loadChemistry();
  const table = await openMoleculeTable(model, options, { chemistry, signal: hooks.signal });
  const runtime = await loadRuntime(options.backend ? { backend: options.backend } : {});
  const where = model.path;
  const { threads } = options;
  const source = await openExplanations(model.bytes, { runtime, chemistry, where, ...(threads && { threads }) });
  try {
    hooks.onStart?.(model.card, table.notes, [...source.warnings, ...table.warnings]);
    const free = freeNames(table.columns);
    const columns = explanationColumns({ targets, method, card: model.card }).map(free);
    const reason = free('reason');
    const files = new ExplanationFiles(chemistry, output, [...table.columns, ...columns, reason]);
    let [count, failed] = [0, 0];
    for await (const row of table.rows) {
      hooks.signal?.throwIfAborted();
      const explained = await source.explain(table.structureOf(row), { method, targets });
      count++;
      if ('reason' in explained) {
        failed++;
        await files.add(row.cells, [...columns.map(() => ''), explained.reason]);
      } else {
        const cells = explanationCells(explained, model.card);
        await files.add(row.cells, [...cells, reasonOf(explained.prediction)], explained);
      }
      hooks.onMolecule?.(explained, count);
    }
    await files.finish({ card: model.card, method, model: options.model, targets, warnings: source.warnings });
    return { rows: count, failed, columns, reason, notes: table.laterNotes() };
  } finally {
    await source.release();
  }
}

function requireNames(method: ExplanationMethod, targets: readonly string[], { tasks }: ModelCard): void {
  if (!explanationMethods.includes(method)) throw unknownName('method', method, explanationMethods);
  const unknown = targets.find((target) => !tasks.includes(target));
  if (unknown !== undefined) throw unknownName('target', unknown, tasks);
}

const drawingName = /^\d{4,}(-target-\d+)?\.svg$/;

/** What is written: drawings as they come, the table and the page at the end. */
class ExplanationFiles {
  readonly #chemistry: Chemistry;
  readonly #folder: string | undefined;
  readonly #lines: string[];
  readonly #shown: Explanation[] = [];
  readonly #drawn = new Set<string>();
  #explained = 0;

  constructor(chemistry: Chemistry, folder: string | undefined, columns: readonly string[]) {
    this.#chemistry = chemistry;
    this.#folder = folder;
    this.#lines = [columns.map((name) => quoteCell(name, ',')).join(',')];
  }

  /** Input cells come out unchanged. */
  async add(cells: readonly string[], added: readonly string[], explained?: Explanation): Promise<void> {
    if (this.#folder === undefined) return;
    this.#lines.push([...cells.map((cell) => quoteCell(cell, ',')), csvLine(added)].join(','));
    if (!explained) return;
    this.#explained++;
    if (this.#shown.length < mostShown) this.#shown.push(explained);
    const drawings = join(this.#folder, explanationFiles.drawings);
    await disk.makeFolder(drawings);
    for (const [index, { contributions }] of explained.targets.entries()) {
      const svg = drawContributions(this.#chemistry, { smiles: explained.smiles, contributions });
      const number = String(this.#lines.length - 1).padStart(4, '0');
      const name = explained.targets.length > 1 ? `${number}-target-${index + 1}.svg` : `${number}.svg`;
      if (!svg) continue;
      await writeWhole(join(drawings, name), svg);
      this.#drawn.add(name);
    }
  }

  async finish(page: Omit<ExplanationPageOptions, 'chemistry' | 'left'>): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) return;
    await disk.makeFolder(folder);
    await this.#removeOthers(join(folder, explanationFiles.drawings));
    const left = this.#explained - this.#shown.length;
    const html = explanationPage(this.#shown, { ...page, chemistry: this.#chemistry, left });
    await writeWhole(join(folder, explanationFiles.page), html);
    await writeWhole(join(folder, explanationFiles.table), `${this.#lines.join('\n')}\n`);
  }

  /** Drawings of the molecules that an earlier explanation had: under these numbers are others now. */
  async #removeOthers(drawings: string): Promise<void> {
    const names = await readdir(drawings).catch(() => []);
    const old = names.filter((name) => drawingName.test(name) && !this.#drawn.has(name));
    for (const name of old) await disk.remove(join(drawings, name));
  }
}

function refuseExisting(output: string | undefined, overwrite: boolean): void {
  if (output === undefined || overwrite || !existsSync(join(output, explanationFiles.table))) return;
  throw new ConfigError({
    code: 'output-exists',
    path: ['run', 'output'],
    what: 'the folder holds explanations already',
    where: output,
    advice: `Choose another ${setting('run.output')} or ${setting('run.overwrite')}.`,
  });
}
