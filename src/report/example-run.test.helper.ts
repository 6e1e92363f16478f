/** Files of a small run, made up: what a report must be able to show. */
import { csvLine } from '../data/index.ts';
import type { RunTexts } from './reported-run.ts';

export interface ExampleRun {
  readonly taskType: 'regression' | 'classification';
  readonly tasks: readonly string[];
  readonly name?: string;
  readonly optimizer?: string;
  /** Of the worst predicted molecule. */
  readonly smiles?: string;
  readonly note?: string;
  readonly finished?: boolean;
  /** Line of the first test molecule in its table. */
  readonly firstLine?: number;
}

const molecules = [
  'c1ccccc1O',
  'CCO',
  'c1ccccc1N',
  'c1ccncc1',
  'CC(=O)O',
  'c1ccc2ccccc2c1',
  'CCN',
  'C1CCCCC1',
  'c1ccccc1',
  'CCCl',
];

export function runTexts(options: ExampleRun): RunTexts {
  const { name = 'example', finished = true } = options;
  return {
    name,
    run: JSON.stringify(runJson(options, finished)),
    metrics: [1, 2, 3].map((epoch) => `${JSON.stringify(epochOf(epoch, options.taskType))}\n`).join(''),
    rejects: `file,line,row,column,value,kind,reason\nt.csv,7,5,smiles,${csvLine([options.smiles ?? 'C1CC'])},invalid,ring 1 is never closed\n`,
    ...(finished && { predictions: predictionsOf(options) }),
  };
}

function runJson({ taskType, tasks, optimizer = 'sam', note = 'Task type.' }: ExampleRun, finished: boolean): object {
  const metric = taskType === 'classification' ? 'roc-auc' : 'rmse';
  const values = { [metric]: { mean: 0.5, perTask: tasks.map(() => 0.5), undefinedTasks: 0 } };
  const labels = taskType === 'classification' ? { positives: 4 } : { mean: -1, std: 2 };
  const part = (name: string, count: number): object => ({
    part: name,
    molecules: count,
    tasks: tasks.map((task) => ({ task, labeled: count, ...labels })),
  });
  const result = {
    epochs: 3,
    bestEpoch: 2,
    stoppedEarly: false,
    chosenBy: 'validation',
    validation: values,
    test: values,
    evaluations: 12,
    secondsPerEpoch: 1.5,
  };
  return {
    format: 3,
    kind: 'training',
    graphsam: '0.1.0',
    node: 'v22.0.0',
    runtime: 'onnxruntime-node, cpu',
    toolkit: 'RDKit',
    created: '2026-01-01T00:00:00.000Z',
    status: finished ? 'finished' : 'running',
    config: { optimizer: { name: optimizer }, training: { epochs: 3 } },
    data: {
      name: 't.csv',
      checksums: { 't.csv': 'ab'.repeat(32) },
      tableLength: 31,
      molecules: 30,
      rejected: 1,
      tasks,
      taskType,
      notes: [note],
      warnings: ['Molecules of the test part that are in the training part too: 2, a leak.'],
    },
    split: {
      algorithm: 'random',
      seed: 0,
      parts: [part('train', 10), part('val', 10), part('test', 10)],
      warnings: [],
    },
    model: { name: 'compt', preset: 'esol', settings: { width: 256 }, parameters: 1000 },
    ...(finished && { result }),
  };
}

function epochOf(epoch: number, taskType: ExampleRun['taskType']): object {
  const metric = taskType === 'classification' ? 'roc-auc' : 'rmse';
  return {
    epoch,
    trainLoss: 1 / epoch ** 3,
    trainLossAt: 'weights',
    learningRate: 1e-3 / epoch,
    rho: 0.05,
    gradientNorm: 2 / epoch,
    largestGradientNorm: 4 / epoch,
    perturbationNorm: 0.05,
    evaluations: { full: 4, cheap: 0, forward: 0 },
    updates: 2,
    skipped: epoch === 2 ? { 'the gradient is not finite': 1 } : {},
    notes: {},
    molecules: 10,
    validation: { [metric]: { mean: 0.5, perTask: [0.5], undefinedTasks: 0 } },
    best: epoch === 2,
    seconds: 1.5,
    moleculesPerSecond: 20,
  };
}

function predictionsOf({ taskType, tasks, smiles = molecules[0]!, firstLine = 2 }: ExampleRun): string {
  const header = ['row', 'line', 'smiles', ...tasks.flatMap((task) => [task, `${task}_prediction`])];
  const rows = molecules.map((molecule, row) => {
    const label = taskType === 'classification' ? row % 2 : row;
    const prediction = taskType === 'classification' ? ((row * 7) % 10) / 10 : label + (row === 0 ? 3 : 0.1);
    const cells = tasks.flatMap((_, task) => [task === 1 && row === 3 ? '' : String(label), String(prediction)]);
    return [String(row), String(row + firstLine), row === 0 ? smiles : molecule, ...cells];
  });
  return [header, ...rows].map((cells) => `${csvLine(cells)}\n`).join('');
}
