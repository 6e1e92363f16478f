/** A run.json for tests that need one and do not look into it. */
import { parseTrainConfig } from './config/train-config.ts';
import { runFileFormat, type TrainingRunFile } from './run-file.ts';

/** Of a small regression; `changes` replace whole fields. */
export function exampleRunFile(changes: Partial<TrainingRunFile> = {}): TrainingRunFile {
  const part = (name: 'train' | 'val' | 'test', molecules: number): TrainingRunFile['split']['parts'][number] => ({
    part: name,
    molecules,
    tasks: [{ task: 'logS', labeled: molecules, mean: -1, std: 2 }],
  });
  return {
    format: runFileFormat,
    kind: 'training',
    graphsam: '0.2.0',
    node: 'v22.0.0',
    runtime: 'onnxruntime-node, cpu',
    toolkit: 'RDKit',
    created: '2026-01-01T00:00:00.000Z',
    status: 'running',
    config: { ...parseTrainConfig({ data: { paths: ['t.csv'] } }, 'example') },
    data: {
      name: 't.csv',
      checksums: { 't.csv': 'ab'.repeat(32) },
      tableLength: 31,
      molecules: 30,
      rejected: 1,
      tasks: ['logS'],
      taskType: 'regression',
      notes: [],
      warnings: [],
    },
    split: { algorithm: 'random', seed: 0, parts: [part('train', 20), part('val', 5), part('test', 5)], warnings: [] },
    model: { name: 'compt', preset: 'esol', settings: { width: 256 }, parameters: 1000 },
    ...changes,
  };
}
