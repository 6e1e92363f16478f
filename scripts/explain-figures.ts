/**
 * npm run results:explain -- [--data-dir DIR] [--epochs 14] [--keep FOLDER]
 *
 * Trains two models whose answers are known atom by atom, on molecules of Lipophilicity, Tox21 and BBBP, and explains molecules
 * that were held out: Crippen's logP, a sum over atoms (the medicines of the built-in table are held out), and a planted rule (sulfonyl
 * adds 2 units; every twelfth molecule and the medicines are held out). Prints the figures of docs/explain.md, and the error of the first
 * model by similarity to the training set. About 10 minutes on one core.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mean, RandomStream } from '../src/base/index.ts';
import { loadChemistry } from '../src/chem/index.node.ts';
import type { Chemistry, Molecule } from '../src/chem/index.ts';
import { obtainDataset, openTable } from '../src/data/index.node.ts';
import { isRefused, streamMolecules } from '../src/data/index.ts';
import { type ExplanationSource, openExplanations } from '../src/explain/index.ts';
import { parseTrainConfig } from '../src/runs/config/train-config.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import { trainRun } from '../src/training/index.node.ts';
import { checkCrippen, checkPlanted, crippenContributions, sulfonylAtoms } from './explain/checks.ts';
import { formatTable } from './shared/format-table.ts';
import { reportFailure } from './shared/report-failure.ts';

const model = { width: 64, heads: 4, layers: 2 };
const heldOutOf = 12;
/** Units that the group adds, and the spread of the noise on the labels. */
const [planted, noise] = [2, 0.1];

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      epochs: { type: 'string', default: '14' },
      keep: { type: 'string' },
    },
  });
  const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'graphsam-explain-')));
  await mkdir(folder, { recursive: true });
  try {
    await measure(folder, { dataDir: values['data-dir'], epochs: Number(values.epochs) });
  } finally {
    if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
});

async function measure(folder: string, { dataDir, epochs }: { dataDir: string | undefined; epochs: number }) {
  const chemistry = await loadChemistry();
  const medicines = await moleculesOf('medicines', dataDir, chemistry);
  const seen = new Set(medicines.map(({ canonicalSmiles }) => canonicalSmiles));
  const all: Molecule[] = [];
  for (const name of ['lipophilicity', 'tox21', 'bbbp']) {
    for (const molecule of await moleculesOf(name, dataDir, chemistry)) {
      if (seen.has(molecule.canonicalSmiles)) continue;
      seen.add(molecule.canonicalSmiles);
      all.push(molecule);
    }
  }
  console.error(`${all.length} molecules beside ${medicines.length} medicines`);
  const train = async (name: string, rows: readonly string[]): Promise<ExplanationSource> => {
    const table = join(folder, `${name}.csv`);
    await writeFile(table, `smiles,y\n${rows.join('\n')}\n`);
    const config = parseTrainConfig(
      {
        data: { paths: [table], taskType: 'regression' },
        split: { sizes: [0.95, 0.05, 0] },
        model: { preset: 'authors', settings: model },
        optimizer: { name: 'adam' },
        training: { epochs, emaDecay: 0.998 },
        machine: { threads: 1 },
      },
      'the script',
    );
    const hooks = {
      onEvent: (event: { kind: string }) => {
        if (event.kind === 'epoch') console.error(name, JSON.stringify(event).slice(0, 160));
      },
    };
    await trainRun(config, { folder: join(folder, name), overwrite: true }, hooks);
    const bytes = new Uint8Array(await readFile(join(folder, name, 'model.onnx')));
    return openExplanations(bytes, { runtime: await loadRuntime(), chemistry, threads: 1, where: name });
  };

  const logp = (molecule: Molecule): number => chemistry.descriptors(molecule).CrippenClogP!;
  const crippen = await train(
    'crippen',
    all.map((molecule) => `${molecule.canonicalSmiles},${logp(molecule)}`),
  );
  const known = await crippenContributions();
  const rows: string[][] = [];
  for (const method of ['integrated-gradients', 'shapley'] as const) {
    const found = await checkCrippen(crippen, known, method);
    const numbers = [found.correlation, found.withinMolecules, found.ofPredictions].map((each) => each.toFixed(3));
    rows.push([method, String(found.molecules), String(found.atoms), ...numbers, found.residual.toExponential(1)]);
  }
  console.log(
    formatTable(
      ['Crippen logP', 'molecules', 'atoms', 'correlation', 'within molecules', 'of predictions', 'residual'],
      rows,
    ),
  );
  await printErrors(crippen, medicines, logp);
  await crippen.release();

  const stream = new RandomStream(0, 'planted noise');
  const isHeldOut = (index: number): boolean => index % heldOutOf === 0;
  const label = (molecule: Molecule): number =>
    (sulfonylAtoms(molecule).includes(1) ? planted : 0) + noise * stream.normal();
  const rule = await train(
    'planted',
    all.filter((_, index) => !isHeldOut(index)).map((each) => `${each.canonicalSmiles},${label(each).toFixed(3)}`),
  );
  const heldOut = [...medicines, ...all.filter((_, index) => isHeldOut(index))]
    .filter((molecule) => sulfonylAtoms(molecule).includes(1))
    .map(({ canonicalSmiles }) => canonicalSmiles);
  for (const method of ['integrated-gradients', 'shapley'] as const) {
    const { molecules, found } = await checkPlanted(rule, heldOut, sulfonylAtoms, method);
    console.log(
      `planted rule, ${method}: found in ${found} of ${molecules} (${((100 * found) / molecules).toFixed(1)} %)`,
    );
  }
  await rule.release();
}

/** Molecules of one fragment with 4 to 60 atoms. */
async function moleculesOf(name: string, dataDir: string | undefined, chemistry: Chemistry): Promise<Molecule[]> {
  const { path } = await obtainDataset(name, dataDir === undefined ? {} : { dataDir });
  const table = await openTable(path, { header: true });
  const { rows } = await streamMolecules(table, chemistry, {});
  const molecules: Molecule[] = [];
  for await (const { read } of rows) {
    if (isRefused(read)) continue;
    const { atoms, canonicalSmiles } = read.molecule;
    if (atoms.length >= 4 && atoms.length <= 60 && !canonicalSmiles.includes('.')) molecules.push(read.molecule);
  }
  return molecules;
}

/** Mean absolute error by similarity to the training set. */
async function printErrors(source: ExplanationSource, molecules: readonly Molecule[], truth: (of: Molecule) => number) {
  const predictions = await source.predictor.predict(molecules.map(({ canonicalSmiles }) => canonicalSmiles));
  const pairs = predictions.flatMap(({ values, applicability }, index) =>
    values && applicability
      ? [{ error: Math.abs(values[0]! - truth(molecules[index]!)), similarity: applicability.similarity }]
      : [],
  );
  const bounds = [0, 0.3, 0.4, 0.5, 0.6, 0.8, 1.01];
  const rows = bounds.slice(0, -1).map((from, index) => {
    const to = bounds[index + 1]!;
    const inside = pairs.filter(({ similarity }) => similarity >= from && similarity < to);
    const error = mean(inside.map((pair) => pair.error));
    return [`${from} to ${Math.min(1, to)}`, String(inside.length), error.toFixed(3)];
  });
  console.log(formatTable(['similarity', 'medicines', 'mean absolute error'], rows));
}
