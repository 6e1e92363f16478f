/** A comparison for Slurm: an array, a job that makes the tables afterwards, and a script that sends both. */
import { shellWord } from '../../base/index.ts';
import { type ArrayJob, graceSeconds } from './array-job.ts';

/** Contents by file name. */
export function slurmFiles(job: ArrayJob): Readonly<Record<string, string>> {
  const { command, grid, folder, tasks, cores, memoryMiB, workingFolder, hours, device, gpu } = job;
  const compare = `exec ${command} compare ${shellWord(grid)} -o ${shellWord(folder)} --jobs 1 --threads ${cores}`;
  const common = [
    `#SBATCH --cpus-per-task=${cores}`,
    `#SBATCH --mem=${memoryMiB}M`,
    ...(hours === undefined ? [] : [`#SBATCH --time=${Math.ceil(hours * 60)}`]),
    `#SBATCH --chdir=${sbatchWord(workingFolder)}`,
  ];
  const array = [
    '#!/bin/bash',
    '#SBATCH --job-name=graphsam',
    `#SBATCH --array=1-${tasks}`,
    ...common,
    '# A task that is sent back to the queue, or sent again after its time, continues from its checkpoint.',
    '#SBATCH --requeue',
    '#SBATCH --open-mode=append',
    '# To the script, which graphsam replaces: it saves and ends.',
    `#SBATCH --signal=B:TERM@${graceSeconds}`,
    `#SBATCH --output=${logPath(folder, 'log-%A_%a.txt')}`,
    ...(gpu ? [`#SBATCH --gres=${gpu.name ?? 'gpu:1'}`] : []),
    device === undefined ? compare : `${compare} --device ${device}`,
  ];
  const collect = [
    '#!/bin/bash',
    '#SBATCH --job-name=graphsam-tables',
    ...common,
    `#SBATCH --output=${logPath(folder, 'log-tables-%j.txt')}`,
    `${compare} --part all`,
  ];
  const send = [
    '#!/bin/bash',
    'set -e',
    'here=$(cd "$(dirname "$0")" && pwd)',
    'job=$(sbatch --parsable "$here/array.sh")',
    'tables=$(sbatch --parsable --dependency=afterany:$job "$here/collect.sh")',
    'echo "array $job, tables $tables"',
  ];
  const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
  return { 'array.sh': text(array), 'collect.sh': text(collect), 'send.sh': text(send) };
}

/** A word in a line of sbatch, which takes a backslash for an escape between quotes of either kind. */
function sbatchWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
}

/** name: with what sbatch puts in, such as %j for the number of a job. In the folder's name %j is none of that. */
function logPath(folder: string, name: string): string {
  return sbatchWord(`${folder.replaceAll('%', '%%')}/submit/${name}`);
}
