/**
 * Which rows of a table a model was trained on: metrics of these say how well it remembers. The run folder beside the model knows, by row
 * if the table is the one of the training, else by structure, from the table that the run names.
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Chemistry } from '../chem/index.ts';
import { openTable } from '../data/index.node.ts';
import { type Dataset, isRefused, type ReadMoleculeOptions, streamMolecules } from '../data/index.ts';
import { fileChecksum } from '../platform/index.node.ts';
import { foundTables, readRun } from '../runs/index.node.ts';
import { type ModelCard, runFiles } from '../runs/index.ts';

interface TrainedRows {
  /** Positions in the data set that trained, and that chose the epoch. */
  readonly train: readonly number[];
  readonly val: readonly number[];
  /** All others. */
  readonly rest: readonly number[];
  /** How they were found. */
  readonly by: 'row' | 'structure';
}

type Part = 'train' | 'val' | 'rest';

/** `unknown`: why nobody can say. */
export type TrainedRowsAnswer = TrainedRows | { readonly unknown: string };

const rows = z.array(z.int());
/** What of a run's configuration says how its table is read. */
const readingSchema = z.looseObject({
  smilesColumns: z.array(z.string()).optional(),
  header: z.boolean().default(true),
});
const splitsSchema = z.array(z.looseObject({ train: rows, val: rows, test: rows.default([]) }));

interface Evaluated {
  /** Paths of the model files, which predict together: a row is new if it is to all of them. */
  readonly models: readonly string[];
  /** How they read molecules, which is the same for all. */
  readonly card: Pick<ModelCard, 'maxAtoms' | 'largestFragment' | 'atomOrder'>;
  /** Path of the table that the data set was read from. */
  readonly input: string;
}

export async function findTrainedRows(
  { models, card, input }: Evaluated,
  dataset: Dataset,
  chemistry: Chemistry,
): Promise<TrainedRowsAnswer> {
  const found: TrainedRows[] = [];
  for (const model of models) {
    const answer = await rowsOfModel({ model, card, input }, dataset, chemistry);
    if ('unknown' in answer) return answer;
    found.push(answer);
  }
  const trained = new Set(found.flatMap(({ train }) => train));
  const validated = new Set(found.flatMap(({ val }) => val));
  const by = found.some((answer) => answer.by === 'structure') ? 'structure' : 'row';
  return partsBy(by, dataset, (position) => partOf(position, trained, validated));
}

async function rowsOfModel(
  { model, card, input }: Omit<Evaluated, 'models'> & { readonly model: string },
  dataset: Dataset,
  chemistry: Chemistry,
): Promise<TrainedRowsAnswer> {
  const folder = dirname(model);
  const [run, splits] = await Promise.all([
    readRun(folder).catch(() => undefined),
    readSplits(join(folder, runFiles.splits)),
  ]);
  const split = splits && trainedBySome(splits);
  if (!run || !split) return { unknown: 'no run.json and splits.json lie beside the model' };
  const files = await foundTables(run, folder);
  // A pipe was read to its end before, and has nothing to sum.
  const checksum = (await stat(input)).isFile() ? await fileChecksum(input) : undefined;
  if (files.length === 1 && files[0]![1] === checksum) {
    return partsBy('row', dataset, partByRow(split, dataset));
  }
  const { maxAtoms, largestFragment, atomOrder } = card;
  const { smilesColumns, header } = readingSchema.parse(run.config.data);
  // Read otherwise than those of the data set, the same molecules would be called new.
  const reading = { smilesColumns, header, maxAtoms, largestFragment, atomOrder };
  const seen = await structuresOf(files, split, reading, chemistry);
  if ('unknown' in seen) return seen;
  return partsBy('structure', dataset, (position) =>
    partOf(dataset.molecules[position]!.canonicalSmiles, seen.train, seen.val),
  );
}

interface RunRows {
  readonly train: readonly number[];
  readonly val: readonly number[];
  readonly test: readonly number[];
}

/** A run has one split; an ensemble of folds has several, and was trained on what some member was trained on. */
function trainedBySome(splits: z.output<typeof splitsSchema>): RunRows {
  return {
    train: splits.flatMap(({ train }) => train),
    val: splits.flatMap(({ val }) => val),
    test: splits.flatMap(({ test }) => test),
  };
}

/** Of the table that was trained on. A row that is in no part, since it was merged with another of its structure, is where that one is. */
function partByRow({ train, val, test }: RunRows, { tableRows, molecules }: Dataset): (position: number) => Part {
  const [trained, validated, placed] = [new Set(train), new Set(val), new Set([...train, ...val, ...test])];
  const structureOf = (position: number): string => molecules[position]!.canonicalSmiles;
  const structures = (rows: ReadonlySet<number>): ReadonlySet<string> =>
    new Set([...molecules.keys()].filter((position) => rows.has(tableRows[position]!)).map(structureOf));
  const [trainedStructures, validatedStructures] = [structures(trained), structures(validated)];
  return (position) => {
    const row = tableRows[position]!;
    return placed.has(row)
      ? partOf(row, trained, validated)
      : partOf(structureOf(position), trainedStructures, validatedStructures);
  };
}

function partOf<Key>(key: Key, train: ReadonlySet<Key>, val: ReadonlySet<Key>): Part {
  if (train.has(key)) return 'train';
  return val.has(key) ? 'val' : 'rest';
}

function partsBy(by: TrainedRows['by'], { smiles }: Dataset, part: (position: number) => Part): TrainedRows {
  const parts = { train: [] as number[], val: [] as number[], rest: [] as number[] };
  smiles.forEach((_, position) => {
    parts[part(position)].push(position);
  });
  return { ...parts, by };
}

/** Canonical SMILES of the rows that trained and validated, read from the files that the run names. */
async function structuresOf(
  files: readonly (readonly [path: string, checksum: string])[],
  split: Pick<RunRows, 'train' | 'val'>,
  { header, ...reading }: z.output<typeof readingSchema> & ReadMoleculeOptions,
  chemistry: Chemistry,
): Promise<{ train: ReadonlySet<string>; val: ReadonlySet<string> } | { unknown: string }> {
  const [trainRows, valRows] = [new Set(split.train), new Set(split.val)];
  const [train, val] = [new Set<string>(), new Set<string>()];
  let offset = 0;
  for (const [path, checksum] of files) {
    const found = await fileChecksum(path).catch(() => undefined);
    if (found !== checksum)
      return { unknown: `the table of the training, ${path}, ${found ? 'has changed' : 'is not there'}` };
    const table = await openTable(path, { header });
    const stream = await streamMolecules(table, chemistry, reading);
    let length = 0;
    for await (const { row, read } of stream.rows) {
      if (row.molblock !== undefined || row.cells.some((cell) => cell.trim() !== '')) length = row.row + 1;
      const index = offset + row.row;
      if (isRefused(read)) continue;
      if (trainRows.has(index)) train.add(read.molecule.canonicalSmiles);
      else if (valRows.has(index)) val.add(read.molecule.canonicalSmiles);
    }
    offset += length;
  }
  return { train, val };
}

async function readSplits(path: string): Promise<z.output<typeof splitsSchema> | undefined> {
  try {
    return splitsSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
