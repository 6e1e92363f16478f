/** The forest that was fitted to a run's training set, as the storage keeps it: its predictions of the test set, in the form of predictions.csv. */
import { readTestTable, type TestTable, type TrainingRunFile } from '../../../src/index.web.ts';
import type { RunDatabase } from './run-database.ts';

/** Not a file of a run folder: it is not in the zip. */
const forestFile = 'forest.json';

interface StoredForest {
  /** What fitting took, in seconds. */
  readonly seconds: number;
  /** As predictions.csv. */
  readonly predictions: string;
}

export interface FittedForest {
  readonly seconds: number;
  readonly table: TestTable;
}

export async function readForest(database: RunDatabase, id: string): Promise<StoredForest | undefined> {
  const bytes = await database.readFile(id, forestFile);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as StoredForest);
}

export async function writeForest(database: RunDatabase, id: string, forest: StoredForest): Promise<void> {
  await database.writeFile(id, forestFile, new TextEncoder().encode(JSON.stringify(forest)));
}

/** Undefined if there is none, or it is of other molecules than the test set of the run. */
export async function fittedForest(
  database: RunDatabase,
  id: string,
  targets: TrainingRunFile['data'],
  test: TestTable,
): Promise<FittedForest | undefined> {
  const stored = await readForest(database, id);
  if (!stored) return undefined;
  const table = await readTestTable(stored.predictions, targets, forestFile);
  const isSame = table.lines.length === test.lines.length && table.lines.every((line, row) => line === test.lines[row]);
  return isSame ? { seconds: stored.seconds, table } : undefined;
}
