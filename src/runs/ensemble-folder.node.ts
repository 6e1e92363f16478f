/** Folders of ensembles: the models lie in folders of the members, and so do their weights. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError } from '../base/index.ts';
import { runFiles } from './run-files.ts';

/** The folders of an ensemble's members; none if the folder holds no ensemble. */
export function memberFolders(folder: string): string[] {
  const members: string[] = [];
  for (let member = 0; existsSync(join(folder, `member_${member}`, runFiles.run)); member++)
    members.push(join(folder, `member_${member}`));
  return members;
}

/** path: the setting that names the folder, if it is one. Throws CheckpointError that names a member, if the folder holds an ensemble. */
export function requireOneModel(folder: string, path?: readonly string[]): void {
  const [member] = memberFolders(folder);
  if (member === undefined) return;
  throw new CheckpointError({
    code: 'several-members',
    ...(path && { path }),
    what: 'this run is an ensemble, each member of which has weights of its own',
    where: folder,
    advice: `Name a member, for instance ${member}.`,
  });
}
