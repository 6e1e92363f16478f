/** A run folder in a zip as a finished run of this browser. Only the names that a run writes are looked at, wherever they lie in it. */
import { unzipSync } from 'fflate';
import { CheckpointError, parseEpochs, parseTrainConfig, readModelCard, runFiles } from '../../../src/index.web.ts';
import type { TableFile } from '../protocol.ts';
import type { RunShelf } from './run-shelf.ts';

/** Unpacked, all files of a run together; no run of a page comes near. */
const largestRunBytes = 2 ** 30;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** Files of the run in a zip, by name. Throws CheckpointError if there is no run in it, or more than one. */
export function unzipRun(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  const known: readonly string[] = Object.values(runFiles);
  const advice = 'Pack the folder of one finished run.';
  let size = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!known.includes(baseName(name))) return false;
        size += originalSize;
        if (size > largestRunBytes) throw new RangeError('it unpacks to more than 1 GB');
        return true;
      },
    });
  } catch (cause) {
    const what = `it cannot be unpacked (${cause instanceof Error ? cause.message : String(cause)})`;
    throw new CheckpointError({ what, where, advice, cause });
  }
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of Object.entries(entries)) {
    const name = baseName(path);
    if (files.has(name)) throw new CheckpointError({ what: `it holds several files ${name}`, where, advice });
    files.set(name, content);
  }
  if (!files.has(runFiles.model)) throw new CheckpointError({ what: `it holds no ${runFiles.model}`, where, advice });
  return files;
}

/** Puts the run on the shelf; its tables are not in the folder, unless it is the example's. */
export async function importRun(shelf: RunShelf, id: string, { name, content }: TableFile): Promise<void> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  if (!isZip(bytes)) {
    const advice = 'Give a run folder packed as zip; a model.onnx is opened for prediction.';
    throw new CheckpointError({ what: 'expected a zip', where: name, advice });
  }
  const files = unzipRun(bytes, name);
  const run = files.get(runFiles.run);
  if (!run || !files.has(runFiles.predictions)) {
    throw new CheckpointError({ what: 'it is not a finished run', where: name, advice: 'Finish the run first.' });
  }
  readModelCard(files.get(runFiles.model)!, name);
  const facts = parseJson<{ config: { data?: { dataset?: string } }; data: { name: string } }>(run, name, runFiles.run);
  const config = parseTrainConfig(facts.config, runFiles.run);
  const epochs = parseEpochs(new TextDecoder().decode(files.get(runFiles.metrics)), `${runFiles.metrics} of ${name}`);
  for (const [file, data] of files) if (file !== runFiles.metrics) await shelf.writeFile(id, file, data);
  for (const report of epochs) await shelf.putEpoch(id, report);
  const tables = facts.config.data?.dataset === 'medicines' ? [] : undefined;
  const title = name.replace(/\.zip$/i, '');
  await shelf.put({ id, title, created: Date.now(), config, files: tables, data: facts.data.name, finished: true });
}

function parseJson<T>(bytes: Uint8Array, where: string, file: string): T {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new CheckpointError({ what: `${file} is not JSON`, where, advice: 'Pack the run folder again.', cause });
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
