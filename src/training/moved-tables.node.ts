/** A run that is resumed after its table or its project was moved: other paths, the same content. */
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, setting } from '../base/index.ts';
import { openRunFolder } from '../runs/index.node.ts';
import { parseTrainConfig, type RunFile, type TrainConfig } from '../runs/index.ts';
import { withTablesOf } from './absolute-paths.node.ts';
import { openDataSource, type SourceConfig } from './data-source.node.ts';
import { firstRun } from './train-run.node.ts';

/** Throws ConfigError unless the files of `config` are, in their order, those that the run in the folder was trained on. */
export async function requireSameTables({ data }: SourceConfig, folder: string): Promise<void> {
  const run = await firstRun(folder);
  // A fold that has not begun was trained on nothing.
  if (!run) return;
  const { checksums } = await openDataSource({ data });
  refuseOthers(run, await checksums(), folder);
}

/**
 * Names the tables of `config` in run.json of trainings that nobody works on, as if they had been trained on them where they lie now. Throws
 * DataError if they cannot be read, ConfigError as requireSameTables does.
 */
export async function moveTables(config: TrainConfig, folders: readonly string[]): Promise<void> {
  const source = await openDataSource(config);
  const checksums = await source.checksums();
  const name = source.tables.map((table) => table.name).join(', ');
  for (const folder of folders) {
    const opened = await openRunFolder(folder, { mode: 'resume' });
    try {
      const run = await opened.readRun();
      refuseOthers(run, checksums, folder);
      if (run.kind !== 'training') continue;
      const moved = withTablesOf(parseTrainConfig(run.config, folder), config);
      await opened.writeRun({ ...run, config: { ...moved }, data: { ...run.data, name, checksums } });
    } finally {
      await opened.close();
    }
  }
}

/** checksums: of the files as they are now. */
function refuseOthers({ data }: RunFile, checksums: Readonly<Record<string, string>>, folder: string): void {
  const [before, now] = [Object.values(data.checksums), Object.entries(checksums)];
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
