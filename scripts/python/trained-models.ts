/** Small models of every kind that python/graphsam-predict reads beyond single networks, trained for an epoch or two on the built-in table. */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { featureGenerators } from '../../src/data/index.ts';
import { packageRoot } from '../../src/platform/index.node.ts';

export interface TrainedModel {
  readonly name: string;
  /** Options of `graphsam train`. */
  readonly options: readonly string[];
}

const regression = ['--target-columns', 'length', 'carbons'];
const classes = ['--target-columns', 'kind', 'rings', '-t', 'multiclass'];
const yesNo = ['--target-columns', 'cns', '-t', 'classification'];
const pair = ['--ensemble-size', '2'];
const features = (names: string, scaling: string): string[] => [
  '--molecule-features',
  names,
  '--features-scaling',
  scaling,
];
const all = featureGenerators.map(({ name }) => name).join();

/** Of these the repository keeps the files as fixtures: with little of molecule features, which fill a file. */
export const keptModels: readonly TrainedModel[] = [
  { name: 'ensemble-regression', options: [...regression, ...pair] },
  { name: 'ensemble-classes', options: [...classes, ...pair] },
  { name: 'ensemble-yes-no', options: [...yesNo, ...pair, '--calibration', 'platt'] },
  { name: 'mean-variance', options: [...regression, '--loss-function', 'mean-variance', ...features('rdkit', 'rank')] },
  { name: 'features-maccs', options: [...regression, ...features('rdkit,maccs', 'standard')] },
];

/** Every column that can be computed, in each way to scale it, in both models. */
export const featureModels: readonly TrainedModel[] = ['standard', 'rank', 'none'].map((scaling, at) => ({
  name: `features-${scaling}`,
  options: [...regression, ...features(all, scaling), ...(at === 1 ? ['--model', 'grover', '--width', '8'] : [])],
}));

const small = [
  '--width',
  '8',
  '--heads',
  '2',
  '--extra-width',
  '4',
  '--epochs',
  '1',
  '--split-sizes',
  '0.5',
  '0.4',
  '0.1',
  '--threads',
  '1',
];

/** Writes model.onnx of each below the folder; the path of each. Throws if a training fails. */
export async function trainModels(models: readonly TrainedModel[], folder: string): Promise<string[]> {
  const table = join(folder, 'table.csv');
  await writeFile(table, await labeledTable());
  return models.map(({ name, options }) => {
    const run = join(folder, name);
    const compt = options.includes('grover') ? [] : ['--layers', '1'];
    graphsam(['train', table, ...small, ...compt, '--no-training-fingerprints', '--save-dir', run, ...options]);
    return join(run, 'model.onnx');
  });
}

/** Runs the command line. Throws with its messages if it fails. */
export function graphsam(args: readonly string[]): void {
  const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`graphsam ${args.join(' ')}: ${stderr}`);
}

/** The built-in table with two numbers, three classes and two classes that its SMILES alone say. */
async function labeledTable(): Promise<string> {
  const text = await readFile(join(packageRoot(), 'assets', 'medicines.csv'), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(({ length }) => length === 3);
  const lines = rows.map(([, smiles, cns]) => {
    const carbons = smiles!.match(/[Cc](?!l)/g)?.length ?? 0;
    const kind = carbons < 12 ? 'few' : carbons < 20 ? 'some' : 'many';
    return [smiles, smiles!.length, carbons, kind, smiles!.includes('1') ? 'ring' : 'chain', cns].join();
  });
  return `smiles,length,carbons,kind,rings,cns\n${lines.join('\n')}\n`;
}
