/** What a driver of trainings has finished, one small JSON file each, so that it goes on where it was stopped. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../../src/base/index.ts';
import { writeWhole } from '../../src/platform/index.node.ts';

/**
 * By their keys, which are the names of the files, in the order of these; none if the folder is not there.
 * Throws CheckpointError for a file that is no JSON.
 */
export async function readRecordFiles<Kept>(folder: string): Promise<Map<string, Kept>> {
  const names = (await readdir(folder).catch(nothingIfAbsent)).filter((name) => name.endsWith('.json')).sort();
  const records = await Promise.all(
    names.map(async (name) => contentOf(await readFile(join(folder, name), 'utf8'), join(folder, name)) as Kept),
  );
  return new Map(records.map((record, index) => [names[index]!.slice(0, -'.json'.length), record]));
}

function contentOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError({ code: 'run-damaged', what: `no JSON: ${(cause as Error).message}`, where, cause });
  }
}

/** Whole or not at all: a driver that is stopped meanwhile leaves no half record. */
export async function writeRecordFile(folder: string, key: string, record: object): Promise<void> {
  await writeWhole(join(folder, `${key}.json`), `${JSON.stringify(record, null, 2)}\n`);
}

function nothingIfAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
