/**
 * node dist/scripts/python-fixtures.js
 *
 * Makes the fixtures of python/graphsam-predict: a small network of each model, not trained, in each order of atoms, small trained models
 * of other kinds (scripts/python/trained-models.ts), and what graphsam predicts with each. Molecules: those of the built-in table that are
 * short, and odd ones.
 */
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../src/base/index.ts';
import { loadChemistry } from '../src/chem/index.node.ts';
import { atomOrders, readingOrder } from '../src/data/index.ts';
import { featurizerChecksum, findModel } from '../src/models/index.ts';
import { openSession } from '../src/objective/index.ts';
import { packageRoot, writeWhole } from '../src/platform/index.node.ts';
import { loadPredictor } from '../src/predict/index.node.ts';
import { cardMetadata, type ModelCard, modelCardFormat } from '../src/runs/index.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import { findTask } from '../src/tasks/index.ts';
import { ensembleFile } from '../src/uncertainty/index.ts';
import { graphsam, keptModels, trainModels } from './python/trained-models.ts';

const small: Readonly<Record<string, { readonly model: string; readonly settings: object }>> = {
  compt: { model: 'compt', settings: { width: 8, heads: 2, layers: 1 } },
  'compt-padded': { model: 'compt', settings: { width: 8, heads: 2, layers: 1, readoutPadding: 'maxAtoms' } },
  grover: { model: 'grover', settings: { width: 8 } },
};
const odd = [
  ...[
    'C',
    '[Na+].[Cl-]',
    'C[C@H](N)C(=O)[O-]',
    'F/C=C\\Cl',
    'C1CC',
    '',
    '[13CH3]C#N',
    '[CH2]C1CC1',
    'O=[N+]([O-])c1ccc2[nH]ccc2c1',
  ],
  ...[
    'OB(O)c1ccncc1',
    '[Pt](Cl)(Cl)(N)N',
    '*CC*',
    'c1ccsc1[Se]C',
    'OCC CO',
    'C[N+](C)(C)CCOP(=O)([O-])O',
    'CS(=O)(=O)NC(=N)N',
  ],
  // Donors of dative bonds, whose orbitals versions of RDKit count differently.
  ...['Cl[Pt](Cl)(<-N)<-N', 'O->[Fe](Cl)(Cl)<-O', 'CC(C)N->[Cu](Cl)Cl', 'C[Mg+]<-N', 'C[N@](C)(C)->[Pt](Cl)Cl'],
  // Marks of stereo chemistry that versions and builds of RDKit keep or drop; the third is quinine.
  ...[
    'C[N@@]1C[C@H]1C',
    'C[N@]1CC1C',
    'COC1=CC2=C(C=CN=C2C=C1)[C@H]([C@@H]3C[C@@H]4CC[N@]3C[C@@H]4C=C)O',
    '[N@]12CC[C@@H](CC1)[C@H](O)C2',
    'C[S@](=O)CC',
    'CC[P@](C)c1ccccc1',
    'Cl[Pt@SP1](Cl)(N)N',
    'F[P@TB1](Cl)(Br)(I)C',
    'F[S@OH1](Cl)(Br)(I)(C)O',
    '[H][C@](C)(C)O',
    '[H][N@]1C[C@H]1C',
  ],
];
const root = packageRoot();
const folder = join(root, 'python', 'graphsam-predict', 'tests', 'fixtures');
const table = readFileSync(join(root, 'assets', 'medicines.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1);
const listed = table.map((line) => line.split(',')[1]!).filter((smiles) => smiles.length < 40 && !smiles.includes('"'));
const smiles = [...listed.slice(0, 120), ...odd];
const [chemistry, runtime] = await Promise.all([loadChemistry(), loadRuntime()]);
const task = findTask('regression');
const standardization = { mean: [-3], std: [2] };

for (const [name, { model: of, settings }] of Object.entries(small)) {
  for (const atomOrder of atomOrders.filter((order) => order !== 'random')) {
    const model = findModel(of);
    const config = model.configSchema.parse(settings);
    const head = task.head({ taskNames: ['logS'] });
    const molecule = model.featurize(chemistry.parse('CCO') as never);
    const session = openSession({
      ...{ model, config, head, runtime, standardization, tasks: 1, type: 'float32', threads: 1 },
      ...{ features: [molecule], targets: new Float64Array(1), loss: task.losses[0], seed: 0 },
    } as unknown as Parameters<typeof openSession>[0]);
    const card: ModelCard = {
      ...{ format: modelCardFormat, version, model: model.name, settings: config as Record<string, unknown> },
      ...{
        tasks: ['logS'],
        taskType: 'regression',
        maxAtoms: 99,
        largestFragment: atomOrder === 'as-written',
        atomOrder,
      },
      ...{ standardization, toolkit: { name: chemistry.toolkit, version: chemistry.version } },
      featurizer: featurizerChecksum(model, chemistry, { atomOrder: readingOrder(atomOrder) }),
      training: { data: 'none', molecules: 0, split: 'none', seed: 0, optimizer: 'none', bestEpoch: 0 },
    };
    const bytes = session.exportOnnx(Float32Array.from(session.initialWeights(1)), cardMetadata(card));
    await session.release();
    await writeFixture(`${name}-${atomOrder}`, bytes);
    if (atomOrder === 'canonical' && name === 'compt') await writeFixture('compt-trees', withTrees(bytes, card));
  }
}
/** The numbers of graphsam predict beside the model. */
async function writeFixture(kind: string, bytes: Uint8Array): Promise<void> {
  const predictor = await loadPredictor(bytes);
  const lines = (await predictor.predict(smiles)).map(
    ({ smiles: text, values }) => `${text},${values?.logS_prediction ?? ''}`,
  );
  await predictor.release();
  const name = join(folder, kind);
  await writeWhole(`${name}.onnx`, bytes);
  await writeWhole(`${name}.csv`, `smiles,logS_prediction\n${lines.join('\n')}\n`);
  console.log(`wrote ${name}.onnx and .csv: ${lines.length} molecules`);
}

/** Twice the same network, and a stump for every descriptor and some counts. */
function withTrees(bytes: Uint8Array, card: ModelCard): Uint8Array {
  const descriptors = Object.keys(chemistry.descriptors(chemistry.parse('C') as never));
  const columns = [...[1, 80, 807, 1873].map((bit) => `morgan-count:${bit}`), ...descriptors];
  const trees = columns.map((_, column) => ({
    ...{ output: 0, columns: [column, -1, -1], children: [1, -1, -1] },
    ...{ thresholds: [column < 4 ? 0.5 : 1.7, 0, 0], values: [0, 1 + column / 7, -column / 9] },
  }));
  const learners = [{ name: 'boosted-trees', link: 'identity' as const, trees }];
  const [networkWeight, weight] = [0.75, 0.25];
  const blend = { trees: { learners, columns: columns.length }, networkWeight, treeWeights: [weight] };
  const ofCard = { generators: ['morgan-count', 'rdkit'], columns, fromFile: 0, networkWeight };
  const member = { seed: 0, bestEpoch: 1, fold: 0 };
  const metadata = cardMetadata({
    ...card,
    members: [member, member],
    trees: { ...ofCard, learners: [{ name: 'boosted-trees', weight }] },
  });
  return ensembleFile([bytes, bytes], { taskType: 'regression', space: { taskNames: ['logS'] }, metadata, blend });
}

const work = await mkdtemp(join(tmpdir(), 'graphsam-python-'));
const molecules = join(work, 'molecules.csv');
await writeFile(molecules, `smiles\n${smiles.join('\n')}\n`);
for (const [index, path] of (await trainModels(keptModels, work)).entries()) {
  const name = join(folder, keptModels[index]!.name);
  await copyFile(path, `${name}.onnx`);
  graphsam(['predict', path, molecules, '-o', `${name}.csv`, '--overwrite', '--coverage', '0.8', '--threads', '1']);
  console.log(`wrote ${name}.onnx and .csv`);
}
await rm(work, { recursive: true });
