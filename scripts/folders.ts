/** The folders of src, lowest first, each with what it may import: the table of docs/architecture.md. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  tensor: ['base'],
  runtime: ['base', 'tensor'],
  nn: ['base', 'tensor'],
  chem: ['base'],
  data: ['base', 'chem'],
  models: ['base', 'tensor', 'nn', 'chem', 'data'],
  optim: ['base'],
  train: ['base', 'tensor', 'runtime', 'nn', 'chem', 'data', 'models', 'optim'],
  predict: ['base', 'runtime', 'chem', 'data', 'models', 'train'],
  analysis: ['base', 'tensor', 'runtime', 'nn', 'chem', 'data', 'models', 'optim', 'train'],
  baselines: ['base', 'chem', 'data', 'train'],
  sweep: ['base', 'chem', 'data', 'models', 'optim', 'train', 'predict', 'analysis', 'baselines'],
  cli: [
    ...['base', 'tensor', 'runtime', 'nn', 'chem', 'data', 'models', 'optim', 'train', 'predict'],
    ...['analysis', 'baselines', 'sweep'],
  ],
};
