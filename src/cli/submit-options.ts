/** The options of `graphsam submit`. */
import type { CliOption } from './option.ts';
import { outputFolderOption } from './output-folder.ts';

const taskGroup = 'Array job:';
const podGroup = 'Kubernetes:';

export const submitOptions: readonly CliOption[] = [
  outputFolderOption(taskGroup, 'folder of the comparison, which all machines share', 'comparison'),
  {
    name: 'tasks',
    kind: 'integer',
    placeholder: 'N',
    group: taskGroup,
    default: 'one per run',
    help: 'tasks of the array; each trains its part of the runs',
  },
  { name: 'cores', kind: 'integer', placeholder: 'N', group: taskGroup, default: '1', help: 'cores per task' },
  {
    name: 'memory',
    kind: 'integer',
    placeholder: 'MIB',
    group: taskGroup,
    default: 'measured, and half as much again',
    help: 'memory per task',
  },
  { name: 'hours', kind: 'number', placeholder: 'H', group: taskGroup, help: 'hours that a task may take' },
  {
    name: 'command',
    kind: 'text',
    placeholder: 'TEXT',
    group: taskGroup,
    default: 'this installation',
    help: 'how graphsam is called there',
  },
  { name: 'image', kind: 'text', placeholder: 'NAME', group: podGroup, help: 'container image that holds graphsam' },
  { name: 'claim', kind: 'text', placeholder: 'NAME', group: podGroup, help: 'persistent volume claim of the folder' },
  {
    name: 'mount',
    kind: 'text',
    placeholder: 'PATH',
    group: podGroup,
    default: 'the present folder',
    help: 'where the claim is mounted',
  },
];
