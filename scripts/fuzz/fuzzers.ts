/**
 * Fuzzers: thousands of damaged inputs through the doors that other people's files come in by. A defect is anything but a value or an
 * error of graphsam's own (an unforeseen exception, a hang), and damage that goes unnoticed.
 */
import { type GraphsamError, RandomStream } from '../../src/base/index.ts';
import { type Chemistry, isRejection } from '../../src/chem/index.ts';
import { loadDataset, readTable } from '../../src/data/index.ts';
import { findModel } from '../../src/models/index.ts';
import { readModelCard } from '../../src/runs/index.ts';
import { damagedBytes, damagedText, pick } from './damage.ts';

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  /** Input taken longer than this is a hang. Default 20 s: parsers of large rings may take one. */
  readonly mostMs?: number;
}

export interface Defect {
  /** Counts the inputs from 0: with the seed it is found again. */
  readonly input: number;
  readonly what: string;
  readonly shown: string;
}

type IsOwn = (error: unknown) => error is GraphsamError;

const smilesPieces =
  'C N O S P F Cl Br I c n o s [nH] [O-] [N+] [Na+] ( ) = # $ : / \\ @ @@ % %12 1 2 9 0 . * [ ] [13C] [C@@H] -> | ~ { } ^ é \u0000 -'.split(
    ' ',
  );
const smilesSeeds = [
  'CC(=O)Oc1ccccc1C(=O)O',
  'C[C@@H](N)C(=O)O',
  'O=C1CCC(=O)N1',
  'c1ccc2c(c1)ccc3ccccc23',
  '[Na+].[Cl-]',
  'F/C=C/F',
  'N#Cc1ccc(cc1)S(=O)(=O)N',
  'C1CC2CCC1C2',
  '[Fe]123[cH]4[cH]1[cH]2[cH]3[cH]4',
];

/** Damaged SMILES: a molecule with features, or a rejection with a reason. */
export function fuzzSmiles(chemistry: Chemistry, { count, seed, mostMs = 20_000 }: FuzzOptions): Defect[] {
  const stream = new RandomStream(seed, 'fuzz smiles');
  const model = findModel('compt');
  const defects: Defect[] = [];
  for (let input = 0; input < count; input++) {
    const smiles = damagedText(pick(smilesSeeds, stream), smilesPieces, stream);
    const started = performance.now();
    try {
      const molecule = chemistry.parse(smiles);
      if (isRejection(molecule)) {
        if (molecule.reason.trim() === '') defects.push({ input, what: 'a rejection without a reason', shown: smiles });
      } else if (molecule.atoms.length > 0) {
        model.featurize(molecule);
        chemistry.scaffold(molecule);
      }
    } catch (error) {
      defects.push({ input, what: String(error), shown: smiles });
    }
    const took = performance.now() - started;
    if (took > mostMs) defects.push({ input, what: `took ${Math.round(took)} ms`, shown: smiles });
  }
  return defects;
}

const tablePieces = [
  ...[
    ',',
    ';',
    '\t',
    '|',
    '"',
    '""',
    '\n',
    '\r\n',
    '\r',
    ' ',
    "'",
    '-',
    '\u2212',
    '<',
    '>',
    '%',
    '1e999',
    'nan',
    'sep=;\n',
  ],
  ...[
    'smiles',
    'split',
    'train',
    'M  END\n',
    '$$$$\n',
    '> <y>\n',
    '\ufeff',
    '\u0000',
    'é',
    '=1+1',
    '1,5',
    '5-Mar',
    '🧪',
  ],
];

function seedTable(stream: RandomStream): { name: string; text: string } {
  const delimiter = pick([',', ';', '\t', '|'], stream);
  const extra = pick(['', 'id', 'MW', 'units', 'relation', 'split', 'note', 'active'], stream);
  const header = ['smiles', 'logS', extra].filter(Boolean);
  const rows = Array.from({ length: 3 + stream.below(20) }, (_, row) =>
    ['C'.repeat(row + 1), (stream.normal() * 3).toFixed(2), pick(['1', 'nM', '>', 'train', 'x', '0'], stream)]
      .slice(0, header.length)
      .join(delimiter),
  );
  const record = (row: number): string =>
    `m${row}\n\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0    0.0    0.0 C   0  0\nM  END\n> <y>\n${row}.5\n\n$$$$\n`;
  const name = pick(['m.csv', 'm.tsv', 'm.smi', 'm.txt', 'm.sdf'], stream);
  const text =
    name === 'm.sdf' ? rows.map((_, row) => record(row)).join('') : [header.join(delimiter), ...rows, ''].join('\n');
  return { name, text };
}

async function* once(bytes: Uint8Array, chunk: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.slice(at, at + chunk);
}

/** Damaged tables of all formats: a data set that is whole in itself, or an error of our own. */
export async function fuzzTables(
  chemistry: Chemistry,
  isOwn: IsOwn,
  { count, seed, mostMs = 20_000 }: FuzzOptions,
): Promise<Defect[]> {
  const stream = new RandomStream(seed, 'fuzz tables');
  const defects: Defect[] = [];
  for (let input = 0; input < count; input++) {
    const { name, text } = seedTable(stream);
    let bytes: Uint8Array = new TextEncoder().encode(damagedText(text, tablePieces, stream));
    if (stream.below(10) === 0 && bytes.length > 1) bytes = damagedBytes(bytes, stream);
    const shown = `${name}: ${JSON.stringify(new TextDecoder().decode(bytes).slice(0, 400))}`;
    const started = performance.now();
    try {
      const table = await readTable(once(bytes, 1 + stream.below(200)), { name });
      const { dataset, rejects } = await loadDataset(table, chemistry, { censored: 'drop', maxRejected: 1 });
      const { smiles, targets, taskNames, lines, tableRows, tableLength } = dataset;
      const isWhole =
        targets.length === smiles.length * taskNames.length &&
        lines.length === smiles.length &&
        tableRows.every((row) => row < tableLength) &&
        rejects.every(({ reason }) => reason !== '');
      if (!isWhole) defects.push({ input, what: 'a data set with holes', shown });
    } catch (error) {
      if (!isOwn(error)) defects.push({ input, what: (error as Error).stack ?? String(error), shown });
    }
    const took = performance.now() - started;
    if (took > mostMs) defects.push({ input, what: `took ${Math.round(took)} ms`, shown });
  }
  return defects;
}

/** Damaged model files: an error of our own, or the same description, where the damage is of no consequence. */
export function fuzzModelFiles(model: Uint8Array, isOwn: IsOwn, { count, seed }: FuzzOptions): Defect[] {
  const stream = new RandomStream(seed, 'fuzz models');
  const whole = JSON.stringify(readModelCard(model, 'model.onnx'));
  const defects: Defect[] = [];
  for (let input = 0; input < count; input++) {
    const bytes = damagedBytes(model, stream);
    const shown = `${bytes.length} of ${model.length} bytes, first difference at ${bytes.findIndex((byte, at) => byte !== model[at])}`;
    try {
      if (JSON.stringify(readModelCard(bytes, 'model.onnx')) !== whole)
        defects.push({ input, what: 'damage of the description went unnoticed', shown });
    } catch (error) {
      if (!isOwn(error)) defects.push({ input, what: (error as Error).stack ?? String(error), shown });
    }
  }
  return defects;
}
