/** `graphsam submit`: writes what a scheduler needs to train a grid as an array job. */
import { join, resolve } from 'node:path';
import { ConfigError, plural, setting, shellWord } from '../base/index.ts';
import { type ArrayJob, type Cell, type PodSettings, submitSettingsSchema } from '../experiments/index.ts';
import { disk, writeWhole } from '../platform/index.node.ts';
import { type Backend, devices } from '../runtime/index.ts';
import type { CommandDefinition, CommandInput } from './command.ts';
import { readCells } from './compare.ts';
import { interruptible } from './interrupt.ts';
import type { Output } from './output.ts';
import { commandSettings } from './setting-options.ts';

const settings = commandSettings('submit', submitSettingsSchema);
type SubmitSettings = ReturnType<typeof settings.read>;

const schedulers = ['slurm', 'kubernetes'] as const;
type Scheduler = (typeof schedulers)[number];

export const submit: CommandDefinition = {
  name: 'submit',
  summary: 'write the scripts that train a grid on Slurm or Kubernetes',
  description:
    'Writes FOLDER/submit: an array job that trains the runs of a grid, and a job that makes the tables of graphsam compare afterwards. Nothing is sent; the command to send it is printed. Memory is measured with the first epoch of the first run, unless --memory is given.',
  arguments: [
    { syntax: '[SCHEDULER]', help: schedulers.join(' or ') },
    { syntax: '[GRID]', help: 'YAML or JSON file, as for graphsam compare' },
  ],
  options: settings.options,
  examples: [
    {
      command: 'graphsam submit slurm grid.yaml -o comparison --cores 2',
      says: 'then: bash comparison/submit/send.sh',
    },
    {
      command:
        'graphsam submit kubernetes grid.yaml -o comparison --image registry/graphsam --claim shared --memory 1024',
      says: 'an Indexed Job over a claim that is mounted at the present folder',
    },
    {
      command: 'graphsam submit slurm grid.yaml -o comparison --device webgpu --gpu gpu:a100:1',
      says: 'each task asks for a card and trains on it',
    },
  ],
  async run(input, output) {
    const scheduler = schedulerOf(input);
    const asked = settings.read(input.given);
    const cells = await readCells(input.positional.slice(1));
    const job = await arrayJobOf(scheduler, { ...asked, grid: input.positional[1]! }, { cells, output });
    const { kubernetesFiles, slurmFiles } = await import('../experiments/index.ts');
    const files = scheduler === 'slurm' ? slurmFiles(job) : kubernetesFiles(job, podOf(asked.submit));
    const folder = join(job.folder, 'submit');
    // Slurm does not make the folder of its logs.
    await disk.makeFolder(folder);
    for (const [name, content] of Object.entries(files)) await writeWhole(join(folder, name), content);
    const [array, collect] = ['array.yaml', 'collect.yaml'].map((name) => shellWord(join(folder, name)));
    const send: Readonly<Record<Scheduler, string>> = {
      slurm: `bash ${shellWord(join(folder, 'send.sh'))}`,
      kubernetes: `kubectl apply -f ${array} && kubectl wait --for=condition=complete --timeout=-1s job/graphsam && kubectl apply -f ${collect}`,
    };
    const { tasks, cores, memoryMiB } = job;
    output.result(
      [
        `${plural(cells.length, 'run')} in ${plural(tasks, 'task')} of ${plural(cores, 'core')} and ${memoryMiB} MiB: ${Object.keys(files).join(', ')} in ${folder}`,
        `To send it: ${send[scheduler]}`,
      ].join('\n'),
      { kind: 'result', files: Object.keys(files).map((name) => join(folder, name)), send: send[scheduler], ...job },
    );
    return 0;
  },
};

function schedulerOf({ positional: [scheduler, grid] }: CommandInput): Scheduler {
  const known = schedulers.find((name) => name === scheduler);
  if (known && grid !== undefined) return known;
  throw new ConfigError({
    code: scheduler === undefined || known ? 'missing-argument' : 'unknown-name',
    what: known ? 'the grid is missing' : `expected ${schedulers.join(' or ')}, and received ${scheduler ?? 'nothing'}`,
    where: 'graphsam submit',
    advice: 'For instance: graphsam submit slurm grid.yaml -o comparison',
  });
}

async function arrayJobOf(
  scheduler: Scheduler,
  { run, submit, machine, grid }: SubmitSettings & { readonly grid: string },
  { cells, output }: { readonly cells: readonly Cell[]; readonly output: Output },
): Promise<ArrayJob> {
  const { memoryFor } = await import('../experiments/index.ts');
  const { cores, command, memory, hours } = submit;
  const tasks = Math.min(cells.length, submit.tasks ?? cells.length);
  return {
    command: command ?? usualCommand(scheduler),
    workingFolder: process.cwd(),
    grid: resolve(grid),
    folder: resolve(run.folder ?? 'comparison'),
    tasks,
    cores,
    memoryMiB: memory ?? memoryFor(await measured(cells[0]!, cores, output)),
    hours,
    ...deviceOf(machine.backend, submit.gpu),
  };
}

/** On the nodes of Slurm this installation lies at the same path; an image has one of its own. */
function usualCommand(scheduler: Scheduler): string {
  return scheduler === 'kubernetes' ? 'graphsam' : [process.execPath, process.argv[1]!].map(shellWord).join(' ');
}

/** Throws ConfigError for the name of a GPU where none computes. */
function deviceOf(backend: Backend | undefined, name: string | undefined): Pick<ArrayJob, 'device' | 'gpu'> {
  const isGpu = backend !== undefined && devices[backend].memory === 'its own';
  if (name !== undefined && !isGpu) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['submit', 'gpu'],
      what: `the tasks would ask for ${name} and compute on the CPU`,
      advice: `Choose the device too: ${setting('machine.backend', 'webgpu')}.`,
    });
  }
  return { device: backend && devices[backend].option, ...(isGpu && { gpu: { name } }) };
}

async function measured(cell: Cell, threads: number, output: Output): Promise<number> {
  const { measureCell } = await import('../experiments/index.node.ts');
  output.say(`Measuring the memory of ${cell.name} ...`);
  const config = { ...cell.config, machine: { ...cell.config.machine, threads } };
  return interruptible(output, 'nothing is written', (signal) => measureCell({ ...cell, config }, signal));
}

function podOf({ image, claim, mount = process.cwd() }: SubmitSettings['submit']): PodSettings {
  if (image !== undefined && claim !== undefined) {
    return { image, claim, mount };
  }
  throw new ConfigError({
    code: 'missing-value',
    what: 'Kubernetes needs an image that holds graphsam, and a claim of the volume with grid, tables and results',
    where: image === undefined ? '--image' : '--claim',
    advice: 'For instance: --image registry/graphsam --claim shared',
  });
}
