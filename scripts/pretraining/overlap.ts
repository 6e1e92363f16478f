/** How many test molecules of a run stand in the unlabeled table too: their structure was seen before, their label was not. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Chemistry, isRejection } from '../../src/chem/index.ts';
import { openTable } from '../../src/data/index.node.ts';
import { corpusMolecules } from '../../src/data/index.ts';
import { runFiles } from '../../src/runs/run-files.ts';

/** Canonical SMILES of the table's molecules. */
export async function structuresOf(path: string, chemistry: Chemistry): Promise<ReadonlySet<string>> {
  const molecules = await corpusMolecules([await openTable(path)], chemistry);
  return new Set(molecules.map(({ canonicalSmiles }) => canonicalSmiles));
}

export interface Overlap {
  readonly shared: number;
  readonly molecules: number;
}

export async function overlapOf(folder: string, known: ReadonlySet<string>, chemistry: Chemistry): Promise<Overlap> {
  const table = await openTable(join(folder, runFiles.predictions));
  const column = table.columns.indexOf('smiles');
  const overlap = { shared: 0, molecules: 0 };
  for await (const { cells } of table.rows) {
    const parsed = chemistry.parse(cells[column]!);
    if (isRejection(parsed)) continue;
    overlap.molecules++;
    if (known.has(parsed.canonicalSmiles)) overlap.shared++;
  }
  return overlap;
}

/** The labels of the split, for a check that both runs of a pair were tested on the same rows. */
export async function testRows(folder: string): Promise<string> {
  const [{ test }] = JSON.parse(await readFile(join(folder, runFiles.splits), 'utf8')) as [{ test: unknown }];
  return JSON.stringify(test);
}
