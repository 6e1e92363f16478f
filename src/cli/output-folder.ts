/** `--output-dir`: the folder that a command writes. */
import type { CliOption } from './option.ts';

/** standard: what the help says of a folder that is not given. */
export function outputFolderOption(group: string, help: string, standard?: string): CliOption {
  return {
    name: 'output-dir',
    path: 'run.folder',
    short: 'o',
    aliases: ['save-dir'],
    kind: 'text',
    placeholder: 'FOLDER',
    group,
    ...(standard !== undefined && { default: standard }),
    help,
  };
}
