/** All commands by name. Their files are loaded when they are called, so that `graphsam --help` is there at once. */
import type { CommandDefinition } from './command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  load(): Promise<CommandDefinition>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'train',
    aliases: [],
    summary: 'train a model on a table of molecules',
    load: async () => (await import('./train.ts')).train,
  },
  {
    name: 'pretrain',
    aliases: [],
    summary: 'pre-train a model on molecules without labels',
    load: async () => (await import('./pretrain.ts')).pretrain,
  },
  {
    name: 'compare',
    aliases: [],
    summary: 'run and compare many trainings',
    load: async () => (await import('./compare.ts')).compare,
  },
  {
    name: 'tune',
    aliases: ['hpopt'],
    summary: 'search settings of model, optimizer and training',
    load: async () => (await import('./tune.ts')).tune,
  },
  {
    name: 'submit',
    aliases: [],
    summary: 'write the scripts that train a grid on Slurm or Kubernetes',
    load: async () => (await import('./submit.ts')).submit,
  },
  {
    name: 'worker',
    aliases: [],
    summary: 'train what others put into a queue',
    load: async () => (await import('./worker.ts')).worker,
  },
  {
    name: 'predict',
    aliases: [],
    summary: 'predict molecules with a trained model',
    load: async () => (await import('./predict.ts')).predict,
  },
  {
    name: 'collect',
    aliases: [],
    summary: 'join the parts of a prediction that array jobs have made',
    load: async () => (await import('./collect.ts')).collect,
  },
  {
    name: 'explain',
    aliases: [],
    summary: 'show what each atom contributes to a prediction',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'fingerprint',
    aliases: [],
    summary: 'write the vectors that a trained network makes of molecules',
    load: async () => (await import('./fingerprint.ts')).fingerprint,
  },
  {
    name: 'serve',
    aliases: [],
    summary: 'serve trained models over HTTP',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'export',
    aliases: [],
    summary: 'copy a trained model with a card that describes it',
    load: async () => (await import('./export.ts')).exportModel,
  },
  {
    name: 'evaluate',
    aliases: ['eval'],
    summary: 'compare predictions of a trained model with the labels of a table',
    load: async () => (await import('./evaluate.ts')).evaluate,
  },
  {
    name: 'sharpness',
    aliases: [],
    summary: 'measure the sharpness of the minimum a run has found',
    load: async () => (await import('./sharpness.ts')).sharpness,
  },
  {
    name: 'baselines',
    aliases: ['baseline'],
    summary: 'fit classical models on fingerprints for comparison',
    load: async () => (await import('./baselines.ts')).baselines,
  },
  {
    name: 'landscape',
    aliases: [],
    summary: 'plot the loss around or between the weights of trained runs',
    load: async () => (await import('./landscape.ts')).landscape,
  },
  {
    name: 'report',
    aliases: [],
    summary: 'write an HTML report of one or several runs',
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'clean',
    aliases: [],
    summary: 'delete the checkpoints of finished trainings',
    load: async () => (await import('./clean.ts')).clean,
  },
  {
    name: 'featurize',
    aliases: ['featurise'],
    summary: 'write the features of molecules that a model reads',
    load: async () => (await import('./featurize.ts')).featurize,
  },
  {
    name: 'datasets',
    aliases: [],
    summary: 'list the data sets that are known by name',
    load: async () => (await import('./datasets.ts')).datasets,
  },
  {
    name: 'optimizers',
    aliases: ['optimisers'],
    summary: 'list the optimizers with their hyper-parameters',
    load: async () => (await import('./optimizers.ts')).optimizers,
  },
];
