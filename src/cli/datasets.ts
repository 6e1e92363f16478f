/** `graphsam datasets`: what can be trained on by name, and where it is or comes from. */
import { z } from 'zod';
import { formatCount } from '../base/index.ts';
import { redescribed } from '../config/index.ts';
import { cacheFolder, findDataset, obtainDataset } from '../data/index.node.ts';
import { type DatasetEntry, datasetEntry, datasets as knownDatasets } from '../data/index.ts';
import { trainConfigSchema } from '../runs/index.ts';
import type { CommandDefinition } from './command.ts';
import type { Output } from './output.ts';
import { commandSettings } from './setting-options.ts';

const { folder, allowChanged } = trainConfigSchema.shape.data.unwrap().shape;

const settings = commandSettings(
  'datasets',
  z.strictObject({
    data: z
      .strictObject({
        folder: redescribed(folder, { otherwise: 'GRAPHSAM_DATA_DIR' }),
        allowChanged: redescribed(allowChanged, {
          help: 'use a downloaded file although it is not the published one',
        }),
      })
      .prefault({}),
  }),
);

export const datasets: CommandDefinition = {
  name: 'datasets',
  summary: 'list the data sets that are known by name',
  description:
    'Lists the data sets that are known by name: what they are, where they lie on this machine, and how to get those that do not. With names: fetches these into the cache.',
  arguments: [{ syntax: '[NAME...]', help: 'data sets to download, unless present' }],
  options: settings.options,
  examples: [
    { command: 'graphsam datasets', says: 'what there is, and what of it lies on this machine' },
    { command: 'graphsam datasets bbbp esol', says: 'fetch two tables into the cache, once' },
    { command: 'graphsam datasets --data-dir ../tables', says: 'look into a folder of your own too' },
  ],
  async run({ positional, given }, output) {
    const { folder: dataDir, allowChanged: isAllowed } = settings.read(given).data;
    const options = { dataDir, allowChanged: isAllowed };
    for (const name of positional) datasetEntry(name);
    if (positional.length === 0) for (const entry of knownDatasets) await list(entry, options.dataDir, output);
    for (const name of positional) {
      const { path, notes } = await obtainDataset(name, options);
      output.result([...notes, path].join('\n'), { kind: 'dataset', name, path, notes });
    }
    return 0;
  },
};

async function list(entry: DatasetEntry, dataDir: string | undefined, output: Output): Promise<void> {
  const { name, about, taskType, tasks, preset } = entry;
  const location = await locationOf(entry, dataDir);
  const facts = `${taskType}, ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`;
  const rows = entry.kind === 'published' ? `, ${formatCount(entry.rows)} rows` : '';
  output.result([`${name}: ${about}`, `  ${facts}${rows}, preset ${preset}`, `  ${location.text}`].join('\n'), {
    kind: 'dataset',
    name,
    about,
    taskType,
    tasks,
    preset,
    ...placeRecord(entry),
    path: location.path ?? null,
  });
}

function placeRecord(entry: DatasetEntry): Record<string, unknown> {
  return entry.kind === 'published'
    ? { rows: entry.rows, url: entry.url, file: entry.file }
    : { rows: null, url: null };
}

/** A damaged copy is said here and refused when it is used. */
async function locationOf(entry: DatasetEntry, dataDir: string | undefined): Promise<{ path?: string; text: string }> {
  try {
    const found = await findDataset(entry, { dataDir });
    if (found) return { path: found.path, text: `here: ${found.path}` };
  } catch (error) {
    return { text: `cannot be used: ${(error as Error).message}` };
  }
  if (entry.kind === 'builtIn') return { text: 'missing from the package: install graphsam again' };
  return {
    text: `not here: fetched from ${entry.url} when first used; without a network, put ${entry.file} into ${cacheFolder()}`,
  };
}
