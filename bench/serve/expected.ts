/** What `graphsam predict` wrote of a table, by molecule. */
import { openTable } from '../../src/data/index.node.ts';

/** By name; undefined for a molecule that has a reason instead. */
type Expected = Readonly<Record<string, string>> | undefined;

export interface FilePrediction {
  readonly fields: readonly string[];
  readonly of: ReadonlyMap<string, Expected>;
}

/** Once each, as far as they need no quotes. The column is called smiles, or is the first. */
export async function smilesOf(path: string): Promise<string[]> {
  const table = await openTable(path);
  const column = Math.max(0, table.columns.indexOf('smiles'));
  const found = new Set<string>();
  for await (const { cells } of table.rows) if (/^[^",\s]+$/.test(cells[column]!)) found.add(cells[column]!);
  return [...found];
}

/** path: a table whose first column is smiles and whose last is reason. */
export async function readPrediction(path: string): Promise<FilePrediction> {
  const table = await openTable(path);
  const fields = table.columns.slice(1, -1);
  const of = new Map<string, Expected>();
  for await (const { cells } of table.rows) {
    const values = Object.fromEntries(fields.map((name, at) => [name, cells[at + 1]!]));
    of.set(cells[0]!, fields.some((name) => values[name] !== '') ? values : undefined);
  }
  return { fields, of };
}
