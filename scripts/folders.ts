/** The folders of src, lowest first, each with what it may import: the table of docs/architecture.md. */
const numbers = ['base', 'tensor', 'runtime', 'nn'];
const molecules = ['base', 'chem', 'metrics', 'tasks', 'data', 'models'];
const trust = ['calibration', 'uncertainty'];

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
  calibration: ['base', 'tensor', 'metrics', 'tasks'],
  uncertainty: ['base', 'tensor', 'metrics', 'tasks', 'calibration'],
  models: ['base', 'config', 'tensor', 'nn', 'chem', 'data'],
  optim: ['base', 'config'],
  applicability: ['base', 'tensor', 'chem'],
  plugins: ['base', 'metrics', 'tasks', 'models', 'optim'],
  charts: ['base'],
  baselines: ['base', 'chem', 'metrics', 'tasks', 'data'],
  objective: [...numbers, 'metrics', 'tasks', 'data', 'calibration', 'models', 'optim'],
  runs: ['platform', 'config', 'tensor', 'runtime', ...molecules, ...trust, 'optim', 'plugins', 'objective'],
  training: [
    ...['platform', 'config', 'runtime', ...molecules, ...trust, 'applicability', 'baselines', 'optim', 'plugins'],
    'objective',
    'runs',
  ],
  pretraining: ['platform', ...numbers, ...molecules, 'optim', 'plugins', 'objective', 'runs', 'training'],
  predict: ['platform', 'runtime', ...molecules, ...trust, 'applicability', 'plugins', 'objective', 'runs'],
  explain: ['platform', ...numbers, ...molecules, 'applicability', 'charts', 'runs', 'predict'],
  analysis: ['platform', ...numbers, ...molecules, 'optim', 'plugins', 'charts', 'objective', 'runs', 'training'],
  report: [
    ...['platform', ...molecules, ...trust, 'applicability', 'optim', 'charts', 'objective', 'runs', 'training'],
    'analysis',
  ],
  experiments: ['platform', 'config', ...molecules, 'optim', 'plugins', 'charts', 'runs', 'training', 'baselines'],
  tune: [...['platform', 'config', ...molecules, 'optim', 'plugins', 'charts', 'runs', 'training', 'experiments']],
  service: ['platform', 'config', 'runtime', ...molecules, 'plugins', 'runs', 'predict'],
  cli: [
    ...['platform', 'config', ...numbers, ...molecules, 'optim', 'plugins', 'charts', 'objective', 'runs', 'training'],
    ...[
      ...trust,
      'pretraining',
      'predict',
      'explain',
      'baselines',
      'analysis',
      'report',
      'experiments',
      'tune',
      'service',
    ],
  ],
};
