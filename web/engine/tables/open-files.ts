/** Files of the user as the library's tables: streamed from where they lie, packed or not. */
import {
  type ByteStream,
  ConfigError,
  type DataSource,
  datasetEntry,
  readTable,
  type Table,
  type TrainConfig,
} from '../../../src/index.web.ts';
import type { TableFile } from '../protocol.ts';
import { exampleName, exampleTable } from '../site-files.ts';

/** Throws DataError for what is not a text table. */
export function openTable({ name, content }: TableFile, header = true): Promise<Table> {
  return readTable(bytesOf(content), { name, header });
}

async function* bytesOf(content: Blob): ByteStream {
  const reader = content.stream().getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/** The tables of a run; without files it is the example's. */
export async function openSource(files: readonly TableFile[], { data, split }: TrainConfig): Promise<DataSource> {
  if (split.file !== undefined) {
    throw new ConfigError({
      what: 'a page cannot read a splits file by its path',
      where: 'split.file',
      advice: 'Name a column that says train, val or test instead (data.splitsColumn).',
    });
  }
  if (data.featuresPath !== undefined) {
    throw new ConfigError({
      what: 'a page cannot read a file of features by its path',
      where: 'data.featuresPath',
      advice: 'Train on the command line, or with features that are computed (data.moleculeFeatures).',
    });
  }
  const isExample = files.length === 0;
  const opened = isExample ? [await exampleTable()] : files;
  const dataset = data.dataset ?? (isExample ? exampleName : undefined);
  return {
    tables: await Promise.all(opened.map((file) => openTable(file, data.header))),
    checksums: async () =>
      Object.fromEntries(await Promise.all(opened.map(async ({ name, content }) => [name, await checksum(content)]))),
    notes: isExample ? [`${exampleName} is the table inside the page.`] : [],
    ...(dataset !== undefined && factsOf(dataset)),
  };
}

function factsOf(dataset: string): Pick<DataSource, 'preset' | 'targets'> {
  const entry = datasetEntry(dataset);
  return { preset: entry.preset, ...(entry.kind === 'builtIn' && { targets: entry.targets }) };
}

/** SHA-256 in hexadecimal; empty where the browser has no cryptography (pages without https). */
export async function checksum(content: Blob): Promise<string> {
  if (!globalThis.crypto?.subtle) return '';
  const digest = await crypto.subtle.digest('SHA-256', await content.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
