/** What can be asked of a comparison, of its array jobs and of workers, checked once; the commands make their options from these schemas. */
import { z } from 'zod';
import { described, redescribed, type SettingMeta } from '../config/index.ts';
import { datasets, splitTypes } from '../data/index.ts';
import { modelNames } from '../models/index.ts';
import { optimizerNames } from '../optim/index.ts';
import {
  backendSetting,
  folderSetting,
  jobsSetting,
  partSetting,
  sharedMachineSettings,
  trainConfigSchema,
} from '../runs/index.ts';
import { comparedOptimizers, gridDefaults, protocols } from './grid.ts';
import { usualReference } from './summary.ts';

const grid = 'Grid (instead of a file, or overriding it):';
const run = 'Run:';

const names = (meta: Omit<SettingMeta, 'group'>) =>
  described(z.array(z.string()).min(1).optional(), { group: grid, placeholder: 'NAME', ...meta });
const namesOf = (entries: readonly { readonly name?: string | undefined }[]) =>
  entries.map(({ name }) => name).join(' ');

/** Trainings given to the workers of a queue. jobs: how many wait there at a time. */
export function queueSetting(group: string, jobs: string) {
  const help = `give the trainings to the workers of this Redis (graphsam worker), ${jobs} at a time`;
  return described(z.string().optional(), { group, help, placeholder: 'URL' });
}

const { epochs } = trainConfigSchema.shape.training.unwrap().shape;
const withEpochs = z.strictObject({ epochs: redescribed(epochs, { group: grid }) }).prefault({});

export const compareSettingsSchema = z.strictObject({
  data: z
    .strictObject({
      paths: names({
        help: `tables, or known data sets by name: ${datasets.map(({ name }) => name).join(', ')}`,
        option: 'datasets',
        aliases: ['dataset'],
      }),
    })
    .prefault({}),
  grid: z
    .strictObject({
      models: names({
        help: 'models',
        aliases: ['model'],
        choices: modelNames,
        otherwise: namesOf(gridDefaults.models),
      }),
      optimizers: names({
        help: 'optimizers',
        aliases: ['optimizer'],
        choices: optimizerNames,
        otherwise: comparedOptimizers.join(' '),
      }),
      splits: names({
        help: 'splits',
        aliases: ['split', 'split-type'],
        placeholder: 'TYPE',
        choices: splitTypes,
        otherwise: namesOf(gridDefaults.splits),
      }),
      seeds: described(z.array(z.int().min(0)).min(1).optional(), {
        group: grid,
        help: 'random seeds; each makes a split and a training',
        aliases: ['seed'],
        placeholder: 'N',
        otherwise: gridDefaults.seeds.join(' '),
      }),
      baselines: names({ help: 'classical models to compare with, as the help of graphsam baselines lists them' }),
      protocol: described(z.enum(protocols).optional(), {
        group: grid,
        help: "same: one schedule for all; paper: the GraphSAM authors' protocol",
        placeholder: 'NAME',
        otherwise: gridDefaults.protocol,
      }),
    })
    .prefault({}),
  training: withEpochs,
  run: z
    .strictObject({
      baseline: described(z.string().optional(), {
        group: grid,
        help: 'optimizer that the others are compared with',
        placeholder: 'NAME',
        otherwise: usualReference,
      }),
      folder: folderSetting(run, 'folder of runs and tables; finished runs in it are not trained again', 'comparison'),
      jobs: jobsSetting(run, 'number of cores'),
      queue: queueSetting(run, 'all of them'),
      part: partSetting(
        run,
        'train part I of N of the runs, without tables; called without it, the command makes them',
      ),
      dryRun: described(z.boolean().default(false), {
        group: run,
        help: 'list the trainings and which are finished, without training',
        isSwitch: true,
      }),
    })
    .prefault({}),
  machine: sharedMachineSettings(run),
});

const task = 'Array job:';
const pod = 'Kubernetes:';
const text = (meta: SettingMeta) => described(z.string().optional(), meta);
const whole = (meta: SettingMeta) => described(z.int().positive().optional(), { placeholder: 'N', ...meta });

export const submitSettingsSchema = z.strictObject({
  run: z
    .strictObject({ folder: folderSetting(task, 'folder of the comparison, which all machines share', 'comparison') })
    .prefault({}),
  submit: z
    .strictObject({
      tasks: whole({
        group: task,
        help: 'tasks of the array; each trains its part of the runs',
        otherwise: 'one per run',
      }),
      cores: described(z.int().positive().default(1), { group: task, help: 'cores per task', placeholder: 'N' }),
      memory: whole({
        group: task,
        help: 'memory per task',
        placeholder: 'MIB',
        otherwise: 'measured, plus half',
      }),
      hours: described(z.number().positive().optional(), {
        group: task,
        help: 'hours that a task may take',
        placeholder: 'H',
      }),
      gpu: text({
        group: task,
        help: 'name of a GPU in the scheduler, if the device is one',
        placeholder: 'NAME',
        otherwise: 'gpu:1 on Slurm, nvidia.com/gpu on Kubernetes',
      }),
      command: text({
        group: task,
        help: 'how graphsam is called there',
        placeholder: 'TEXT',
        otherwise: 'this installation; in an image, graphsam',
      }),
      image: text({ group: pod, help: 'container image that holds graphsam', placeholder: 'NAME' }),
      claim: text({ group: pod, help: 'persistent volume claim of the folder', placeholder: 'NAME' }),
      mount: text({
        group: pod,
        help: 'where the claim is mounted',
        placeholder: 'PATH',
        otherwise: 'the present folder',
      }),
    })
    .prefault({}),
  machine: backendSetting(task),
});

const worker = 'Worker:';

export const workerSettingsSchema = z.strictObject({
  worker: z
    .strictObject({
      redis: text({ group: worker, help: 'address of the Redis, such as redis://host:6379', placeholder: 'URL' }),
      upload: text({
        group: worker,
        help: 'train in this folder and send finished runs to the asking command, if no folder is shared',
        placeholder: 'FOLDER',
      }),
    })
    .prefault({}),
  run: z.strictObject({ jobs: jobsSetting(worker, '1') }).prefault({}),
  machine: sharedMachineSettings(worker),
});
