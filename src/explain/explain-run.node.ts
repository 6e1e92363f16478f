/** Explaining the molecules of a table as one call: a folder with the table, the page and a drawing for each molecule and target. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, setting, unknownName } from '../base/index.ts';
import { loadChemistry } from '../chem/index.node.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import { openTable } from '../data/index.node.ts';
import { chooseColumns, csvLine, followFeatures, interruptibleTable, quoteCell, sampleRows } from '../data/index.ts';
import { writeWhole } from '../platform/index.node.ts';
import { type ModelFile, openFileFeatures, readModelFile } from '../predict/index.node.ts';
import type { Structure } from '../predict/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import { type Backend, onDevice } from '../runtime/index.ts';
import { drawContributions } from './contribution-drawing.ts';
import { type ExplanationMethod, explanationMethods } from './explainer.ts';
import { type Explanation, openExplanations } from './explanation.ts';
import { explanationCells, explanationColumns } from './explanation-columns.ts';
import { explanationPage } from './explanation-page.ts';

export const explanationFiles = {
  table: 'contributions.csv',
  page: 'explanations.html',
  drawings: 'drawings',
} as const;

/** Molecules on the page: each takes some 20 kB of it. */
const mostShown = 100;

export interface ExplainRunOptions {
  /** A run folder or a model.onnx. */
  readonly model: string;
  /** The table with the molecules. */
  readonly input: string;
  /** Folder for the files; undefined: none are written. */
  readonly output: string | undefined;
  readonly overwrite?: boolean;
  readonly method?: ExplanationMethod | undefined;
  /** Names of targets to explain. Default: all. */
  readonly targets?: readonly string[] | undefined;
  readonly featuresPath?: string | undefined;
  readonly featuresIdColumn?: string | undefined;
  readonly smilesColumns?: readonly string[] | undefined;
  readonly header?: boolean;
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
  readonly columns: readonly string[];
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
  const table = await openMolecules(options, { model, chemistry, signal: hooks.signal });
  const runtime = await loadRuntime(options.backend ? { backend: options.backend } : {});
  const where = model.path;
  const { threads } = options;
  const source = await openExplanations(model.bytes, { runtime, chemistry, where, ...(threads && { threads }) });
  try {
    hooks.onStart?.(model.card, table.notes, [...source.warnings, ...table.warnings]);
    const columns = explanationColumns({ targets, method, card: model.card });
    const files = new ExplanationFiles(chemistry, output, [...table.columns, ...columns, 'reason']);
    let [count, failed] = [0, 0];
    for await (const { cells, structure, fromFile, damage } of table.rows) {
      hooks.signal?.throwIfAborted();
      const explained =
        damage === undefined ? await source.explain(structure, { method, targets, fromFile }) : { reason: damage };
      count++;
      if ('reason' in explained) {
        failed++;
        await files.add(cells, [...columns.map(() => ''), explained.reason]);
      } else await files.add(cells, [...explanationCells(explained, model.card), ''], explained);
      hooks.onMolecule?.(explained, count);
    }
    await files.finish({ card: model.card, method, model: options.model });
    return { rows: count, failed, columns };
  } finally {
    await source.release();
  }
}

interface MoleculeTable {
  readonly columns: readonly string[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly rows: AsyncIterable<MoleculeRow>;
}

interface MoleculeRow {
  readonly cells: readonly string[];
  readonly structure: Structure;
  readonly fromFile: ArrayLike<number> | undefined;
  readonly damage: string | undefined;
}

/** The molecules of a table, with the features that the model wants of a file. */
async function openMolecules(
  options: ExplainRunOptions,
  {
    model,
    chemistry,
    signal,
  }: { readonly model: ModelFile; readonly chemistry: Chemistry; readonly signal: AbortSignal | undefined },
): Promise<MoleculeTable> {
  const features = await openFileFeatures(model.card, options, model.path);
  const found = await openTable(options.input, { header: options.header ?? true });
  const opened = signal ? interruptibleTable(found, signal) : found;
  const followed = features && followFeatures([opened], features.table);
  const table = followed?.tables[0] ?? opened;
  const { sample, rows } = await sampleRows(table);
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const wanted = { smilesColumns: options.smilesColumns };
  const choice = chooseColumns(table, wanted, { sample, isMolecule, wantTargets: false });
  async function* molecules(): AsyncGenerator<MoleculeRow> {
    for await (const { row, cells, molblock, damage } of rows) {
      const position = followed?.find(row);
      const fromFile = position && 'row' in position ? features!.read(position.row) : undefined;
      const structure = molblock === undefined ? cells[choice.smiles ?? 0]! : { molblock };
      yield { cells, structure, fromFile, damage };
    }
  }
  const notes = [...table.notes, ...choice.notes];
  return { columns: table.columns, notes, warnings: features?.warnings ?? [], rows: molecules() };
}

function requireNames(method: ExplanationMethod, targets: readonly string[], { tasks }: ModelCard): void {
  if (!explanationMethods.includes(method)) throw unknownName('method', method, explanationMethods);
  const unknown = targets.find((target) => !tasks.includes(target));
  if (unknown !== undefined) throw unknownName('target', unknown, tasks);
}

/** What is written: drawings as they come, the table and the page at the end. */
class ExplanationFiles {
  readonly #chemistry: Chemistry;
  readonly #folder: string | undefined;
  readonly #lines: string[];
  readonly #shown: Explanation[] = [];
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
    await mkdir(drawings, { recursive: true });
    for (const [index, { contributions }] of explained.targets.entries()) {
      const svg = drawContributions(this.#chemistry, { smiles: explained.smiles, contributions });
      const number = String(this.#lines.length - 1).padStart(4, '0');
      const name = explained.targets.length > 1 ? `${number}-target-${index + 1}.svg` : `${number}.svg`;
      if (svg) await writeWhole(join(drawings, name), svg);
    }
  }

  async finish(page: { card: ModelCard; method: ExplanationMethod; model: string }): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) return;
    await mkdir(folder, { recursive: true });
    const left = this.#explained - this.#shown.length;
    const html = explanationPage(this.#shown, { ...page, chemistry: this.#chemistry, left });
    await writeWhole(join(folder, explanationFiles.page), html);
    await writeWhole(join(folder, explanationFiles.table), `${this.#lines.join('\n')}\n`);
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
