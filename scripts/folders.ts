/** The folders of src, lowest first, each with what it may import: the table of docs/architecture.md. */
const numbers = ['base', 'tensor', 'runtime', 'nn'];
const molecules = ['base', 'chem', 'metrics', 'tasks', 'data', 'models'];

export const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  platform: ['base'],
  config: ['base'],
  tensor: ['base'],
  runtime: ['base', 'tensor'],
  nn: ['base', 'tensor'],
  chem: ['base'],
  metrics: ['base'],
  tasks: ['base', 'tensor', 'nn', 'metrics'],
  data: ['base', 'platform', 'chem', 'tasks'],
  models: ['base', 'config', 'tensor', 'nn', 'chem', 'data'],
  optim: ['base', 'config'],
  applicability: ['base', 'tensor', 'chem'],
  plugins: ['base', 'metrics', 'tasks', 'models', 'optim'],
  charts: ['base'],
  objective: [...numbers, 'metrics', 'tasks', 'data', 'models', 'optim'],
  runs: ['platform', 'config', 'tensor', 'runtime', ...molecules, 'optim', 'plugins', 'objective'],
  training: ['platform', 'config', 'runtime', ...molecules, 'applicability', 'optim', 'plugins', 'objective', 'runs'],
  pretraining: ['platform', ...numbers, ...molecules, 'optim', 'plugins', 'objective', 'runs', 'training'],
  predict: ['platform', 'runtime', ...molecules, 'applicability', 'plugins', 'runs'],
  explain: ['platform', ...numbers, ...molecules, 'applicability', 'charts', 'runs', 'predict'],
  baselines: [...molecules, 'runs', 'training'],
  analysis: ['platform', ...numbers, ...molecules, 'optim', 'plugins', 'charts', 'objective', 'runs', 'training'],
  report: ['platform', ...molecules, 'applicability', 'optim', 'charts', 'objective', 'runs', 'training', 'analysis'],
  experiments: ['platform', 'config', ...molecules, 'optim', 'plugins', 'charts', 'runs', 'training', 'baselines'],
  cli: [
    ...['platform', 'config', ...numbers, ...molecules, 'optim', 'plugins', 'charts', 'objective', 'runs', 'training'],
    ...['pretraining', 'predict', 'explain', 'baselines', 'analysis', 'report', 'experiments'],
  ],
};
