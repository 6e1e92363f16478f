/** Small tables of molecules, and a model so small that an epoch takes no time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const chains = ['C', 'CC', 'CCC', 'CCCC', 'CCCCC'];
const ends = ['O', 'N', 'Cl', 'F', 'S', 'C=O', 'C#N', 'OC'];

/** Forty different molecules. */
export const smallMolecules: readonly string[] = ends.flatMap((end) => chains.map((chain) => chain + end));

/** Sixty different ones: chains of 1 to 20 carbons that end in oxygen, then in nitrogen, then in fluorine. */
export const sixtyChains: readonly string[] = Array.from(
  { length: 60 },
  (_, row) => `${'C'.repeat(1 + (row % 20))}${'ONF'[Math.floor(row / 20)]}`,
);

/** Their table `smiles,y` with a label for each row. */
export function chainsTable(label: (row: number) => number): string {
  return table(
    'smiles,y',
    sixtyChains.map((smiles, row) => `${smiles},${label(row)}`),
  );
}

/** Two files of them in a folder: numbered, and in two classes. */
export function writeChains(folder: string): { readonly numbers: string; readonly classes: string } {
  const paths = { numbers: join(folder, 'numbers.csv'), classes: join(folder, 'classes.csv') };
  writeFileSync(
    paths.numbers,
    chainsTable((row) => row),
  );
  writeFileSync(
    paths.classes,
    chainsTable((row) => row % 2),
  );
  return paths;
}

/** Table `smiles,y` of the molecules, with labels that grow with the chain. */
export function regressionTable(molecules: readonly string[] = smallMolecules): string {
  return table(
    'smiles,y',
    molecules.map((smiles, row) => `${smiles},${(0.37 * smiles.length + 0.01 * row).toFixed(2)}`),
  );
}

/** Table `smiles,active`, half of it active. */
export function classificationTable(molecules: readonly string[] = smallMolecules): string {
  return table(
    'smiles,active',
    molecules.map((smiles, row) => `${smiles},${row % 2}`),
  );
}

export function table(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`;
}

/** A training without what is made beside it. */
export const alone: readonly string[] = ['--no-baseline', '--no-report'];

/** Settings of a model with a few thousand parameters, one epoch of it, and nothing beside it. */
export const tiny: readonly string[] = [
  '--width',
  '16',
  '--heads',
  '2',
  '--layers',
  '1',
  '--epochs',
  '1',
  '--threads',
  '1',
  ...alone,
];
