/**
 * Molecules a second on one core, SMILES in, CoMPT features out: node dist/bench/chemistry.js TABLE.csv
 * Takes the first column whose name has "smiles" in it, else the first. The table is read once to warm up and then three times.
 */
import { readFile } from 'node:fs/promises';
import { isRejection } from '../src/chem/index.ts';
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { comptFeatures } from '../src/models/index.ts';

const path = process.argv[2];
if (!path) {
  console.error('Give a table of SMILES: node dist/bench/chemistry.js TABLE.csv');
  process.exit(2);
}
const [header = '', ...lines] = (await readFile(path, 'utf8')).split(/\r?\n/).filter((line) => line !== '');
const column = Math.max(
  0,
  header.split(',').findIndex((name) => /smiles/i.test(name)),
);
const smiles = lines.map((line) => line.split(',')[column]!);
const chemistry = await loadChemistry();
const rates: { all: number; parse: number }[] = [];
let atoms = 0;
let refused = 0;
for (let round = 0; round < 4; round++) {
  atoms = refused = 0;
  let parseMs = 0;
  const start = performance.now();
  for (const text of smiles) {
    const before = performance.now();
    const parsed = chemistry.parse(text);
    parseMs += performance.now() - before;
    if (isRejection(parsed)) refused++;
    else atoms += comptFeatures(parsed).atomCount;
  }
  const allMs = performance.now() - start;
  if (round > 0) rates.push({ all: (1000 * smiles.length) / allMs, parse: (1000 * smiles.length) / parseMs });
}
const middle = (values: number[]): string => values.sort((left, right) => left - right)[1]!.toFixed(0);
const all = rates.map((rate) => rate.all);
console.log(
  `${smiles.length} molecules (${refused} refused), ${(atoms / (smiles.length - refused)).toFixed(1)} atoms on average`,
);
console.log(
  `${middle(all)} molecules/s to features (${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)}), ` +
    `${middle(rates.map((rate) => rate.parse))} molecules/s to plain data alone`,
);
