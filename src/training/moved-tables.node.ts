/** A run that is resumed after its table or its project was moved: other paths, the same content. */
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, setting } from '../base/index.ts';
import { openDataSource, type SourceConfig } from './data-source.node.ts';
import { firstRun } from './train-run.node.ts';

/** Throws ConfigError unless the files of `config` are, in their order, those that the run in the folder was trained on. */
export async function requireSameTables({ data }: SourceConfig, folder: string): Promise<void> {
  const run = await firstRun(folder);
  // A fold that has not begun was trained on nothing.
  if (!run) return;
  const { checksums } = await openDataSource({ data });
  const [before, now] = [Object.values(run.data.checksums), Object.entries(await checksums())];
  const sums = now.map(([, sum]) => sum);
  if (isDeepStrictEqual(before, sums)) return;
  const [path, sum] = now.find(([, each], index) => each !== before[index]) ?? ['the last table', 'none'];
  throw new ConfigError({
    code: 'other-table',
    what: `${path} is not the file that the run was trained on (SHA-256 ${sum}, expected ${before.join(', ')})`,
    where: folder,
    advice: `Name the file of the run where it lies now, or start another run in another ${setting('run.folder')}.`,
  });
}
