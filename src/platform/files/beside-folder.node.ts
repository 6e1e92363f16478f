/** What lies beside a folder and is called after it. */
import { basename, dirname, join, resolve } from 'node:path';

/** The folder's path with an ending: `runs/first/` is meant as `runs/first`, and what lies beside `.` needs its name. */
export function besideFolder(folder: string, ending: string): string {
  const name = basename(folder);
  return `${name === '.' || name === '..' ? resolve(folder) : join(dirname(folder), name)}${ending}`;
}
