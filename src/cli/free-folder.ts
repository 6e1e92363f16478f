/** The folder of a run for which none was given. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TrainConfig } from '../runs/index.ts';

/** runs/NAME-SUFFIX, with a number behind it if that exists. data: some of it is given. */
export function freeFolder({ dataset, paths }: Pick<TrainConfig['data'], 'dataset' | 'paths'>, suffix: string): string {
  const name = dataset ?? basename(paths![0] === '-' ? 'standard-input' : paths![0]!).replace(/\.[^.]*(\.gz)?$/i, '');
  const wanted = join('runs', `${name}-${suffix}`);
  let folder = wanted;
  for (let number = 2; existsSync(folder); number++) folder = `${wanted}-${number}`;
  return folder;
}
