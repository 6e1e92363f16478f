/** A table to train on for real, in the folder: 40 chains of carbon that end in O or N, each with its row as its value. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns its path. */
export function writeChains(folder: string): string {
  const path = join(folder, 'table.csv');
  const rows = Array.from({ length: 40 }, (_, row) => `${'C'.repeat(1 + (row % 20))}${'ON'[row % 2]},${row}`);
  writeFileSync(path, ['smiles,y', ...rows, ''].join('\n'));
  return path;
}
