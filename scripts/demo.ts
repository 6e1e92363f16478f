/**
 * npm run demo: the whole way on the built-in table of medicines, without a network. A CoMPT model is trained with Adam, SAM and
 * GraphSAM under one schedule, seed and split; the model of Adam, the default, then predicts medicines by name from its ONNX file. A small network
 * and 15 epochs: 84 seconds of one core, which is less on two.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRejection } from '../src/chem/index.ts';
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { Output } from '../src/cli/output.ts';
import { readModelFile } from '../src/predict/model-file.node.ts';
import { openModelPredictor } from '../src/predict/model-predictor.ts';
import { parseTrainConfig } from '../src/runs/config/train-config.ts';
import type { FinishedRun, RunEvent } from '../src/runs/run-events.ts';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import { trainRun } from '../src/training/train-run.node.ts';
import { readMedicines } from './medicines/read.ts';
import { formatTable } from './shared/format-table.ts';
import { reportFailure } from './shared/report-failure.ts';

const optimizers = ['adam', 'sam', 'graphsam'] as const;
/** What a training costs, SAM's two gradients a step and the start included, in trainings with Adam: for the time that is left. */
const costs = { adam: 1, sam: 1.5, graphsam: 1.1 } as const;
const model = { name: 'compt', settings: { width: 128, layers: 2 } };
const epochs = 15;
/** Two that act in the brain, two that do not, and one on the border: an antihistamine that does not enter it. */
const predicted = ['fluoxetine', 'haloperidol', 'metformin', 'amoxicillin', 'cetirizine'];

type Name = (typeof optimizers)[number];
const output = new Output();
const started = performance.now();
let steps = 1;

await reportFailure(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-demo-'));
  try {
    console.log('Which medicines act in the central nervous system? CoMPT learns it from the built-in table.\n');
    const runs: FinishedRun[] = [];
    for (const name of optimizers) runs.push(await train(name, join(folder, name)));
    output.say(`\n${table(runs)}\n`);
    await predictByName(join(folder, 'adam'));
    console.log('\nTry your own table: npm run graphsam -- train molecules.csv');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function train(name: Name, folder: string): Promise<FinishedRun> {
  const config = parseTrainConfig(
    { data: { dataset: 'medicines' }, model, optimizer: { name }, training: { epochs }, split: { type: 'random' } },
    'the demo',
  );
  const isFirst = name === optimizers[0];
  const result = await trainRun(config, { folder }, { onEvent: (event) => tell(event, isFirst, name) });
  const run = result.runs[0] as FinishedRun;
  output.say(`${name.padEnd(9)} ${epochs} epochs, test ROC-AUC ${auc(run.test)}`);
  return run;
}

function tell(event: RunEvent, isFirst: boolean, name: Name): void {
  if (event.kind === 'data' && isFirst) {
    output.say(`${event.molecules} medicines, target ${event.tasks.join(', ')}`);
  } else if (event.kind === 'model') {
    const sizes = event.split.parts.map(({ part, molecules }) => `${molecules} ${part}`).join(', ');
    if (isFirst) output.say(`split: ${sizes}; ${event.parameters.toLocaleString('en')} parameters; ${event.runtime}`);
  } else if (event.kind === 'start') {
    steps = event.stepsPerEpoch;
  } else if (event.kind === 'step') {
    showProgress(name, ((event.at.epoch - 1) * steps + event.at.step) / (epochs * steps));
  }
}

/** Of all trainings together, by what each costs. share: of this one. */
function showProgress(name: Name, share: number): void {
  const costOf = (names: readonly Name[]): number => names.reduce((sum, each) => sum + costs[each], 0);
  const done = costOf(optimizers.slice(0, optimizers.indexOf(name))) + share * costs[name];
  const whole = done / costOf(optimizers);
  const seconds = (performance.now() - started) / 1000;
  output.progress({ label: name, share: whole, secondsLeft: (seconds * (1 - whole)) / whole });
}

function table(runs: readonly FinishedRun[]): string {
  const rows = runs.map((run, index) => [
    optimizers[index]!,
    auc(run.validation),
    auc(run.test),
    run.secondsPerEpoch.toFixed(2),
    String(run.evaluations),
  ]);
  const header = ['optimizer', 'validation ROC-AUC', 'test ROC-AUC', 'seconds per epoch', 'gradient evaluations'];
  return formatTable(header, rows);
}

function auc(metrics: FinishedRun['test']): string {
  return metrics?.['roc-auc']?.mean?.toFixed(3) ?? 'undefined';
}

async function predictByName(folder: string): Promise<void> {
  const { bytes, path } = await readModelFile(folder);
  const [runtime, chemistry, medicines] = await Promise.all([loadRuntime(), loadChemistry(), readMedicines()]);
  const predictor = await openModelPredictor(bytes, { runtime, chemistry, where: path });
  const chosen = predicted.map((name) => medicines.find((medicine) => medicine.name === name)!);
  const molecules = chosen.map(({ smiles }) => chemistry.parse(smiles)).filter((parsed) => !isRejection(parsed));
  const values = await predictor.predictMolecules(molecules as never);
  await predictor.release();
  console.log('From model.onnx, the model of Adam (the default): probability of acting in the central nervous system');
  const rows = chosen.map(({ name, cns }, index) => [name, values.of(index, 0)[0]!.toFixed(3), String(cns)]);
  console.log(formatTable(['medicine', 'predicted', 'in the table'], rows));
}
