import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { isRejection, type Molecule } from '../src/chem/index.ts';
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { findModel } from '../src/models/index.ts';
import { openModelPredictor } from '../src/predict/model-predictor.ts';
import { parseTrainConfig } from '../src/runs/config/train-config.ts';
import { readModelCard } from '../src/runs/index.ts';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import { trainRun } from '../src/training/train-run.node.ts';
import { assertClose } from './assert-close.ts';

const smiles = [
  'CCO',
  'c1ccccc1',
  'CC(=O)Oc1ccccc1C(=O)O',
  '[Na+].[Cl-]',
  'C',
  'CCN(CC)CC',
  'OCC1OC(O)C(O)C(O)C1O',
  'C#N',
];
let folder: string;
let molecules: Molecule[];
let model: Uint8Array;
let measured: number[];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphsam-export-'));
  const chemistry = await loadChemistry();
  molecules = smiles.map((text) => chemistry.parse(text)).filter((parsed): parsed is Molecule => !isRejection(parsed));
  measured = smiles.map((text) => 100 + 10 * text.length);
  const rows = smiles.flatMap((text, row) => [`${text},${measured[row]}`, `C${text},${measured[row]! + 10}`]);
  await writeFile(join(folder, 'table.csv'), `smiles,value\n${rows.join('\n')}\n`);
  const config = parseTrainConfig(
    {
      data: { paths: [join(folder, 'table.csv')] },
      model: { settings: { width: 16, heads: 2, layers: 1 } },
      training: { epochs: 3, batchSize: 4 },
      machine: { threads: 1 },
    },
    'the test',
  );
  await trainRun(config, { folder: join(folder, 'run') });
  model = new Uint8Array(await readFile(join(folder, 'run', 'model.onnx')));
});
after(() => rm(folder, { recursive: true, force: true }));

describe('an exported model', () => {
  it('gives the same numbers in plain ONNX Runtime as in graphsam, on original units', async () => {
    const session = await InferenceSession.create(model);
    const card = readModelCard(model, 'model.onnx');
    const definition = findModel(card.model);
    const features = molecules.map((molecule) => definition.featurize(molecule));
    const feeds = definition.collate(features, definition.configSchema.parse(card.settings), 'float32');
    const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new Tensor(type as 'float32', data as Float32Array, dims),
    ]);
    const { predictions } = await session.run(Object.fromEntries(tensors));
    await session.release();
    const runtime = await loadRuntime();
    const predictor = await openModelPredictor(model, {
      runtime,
      chemistry: await loadChemistry(),
      where: 'model.onnx',
    });
    const { values: ours } = await predictor.predictMolecules(molecules);
    await predictor.release();
    assertClose(predictions!.data as Float32Array, ours, { relative: 1e-6 });
    const mean = measured.reduce((total, value) => total + value, 0) / measured.length;
    for (const value of ours) assert.ok(Math.abs(value - mean) < 500, `${value} is far from the targets' ${mean}`);
  });

  it('gives the same numbers on WebAssembly as natively', async () => {
    const chemistry = await loadChemistry();
    const predict = async (backend: 'native' | 'wasm'): Promise<Float64Array> => {
      const predictor = await openModelPredictor(model, {
        runtime: await loadRuntime({ backend }),
        chemistry,
        where: 'model.onnx',
      });
      const { values } = await predictor.predictMolecules(molecules);
      await predictor.release();
      return values;
    };
    assertClose(await predict('wasm'), await predict('native'), { relative: 1e-4 });
  });

  it('uses standard operators alone, so that any runtime can load it', () => {
    assert.doesNotMatch(new TextDecoder('latin1').decode(model), /com\.microsoft/);
  });
});
