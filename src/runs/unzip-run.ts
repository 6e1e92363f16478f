/** The files of a run in a zip. Only names that are asked for are unpacked, wherever they lie in it. */
import { unzipSync } from 'fflate';
import { CheckpointError } from '../base/index.ts';
import { runFiles } from './run-files.ts';

/** Unpacked, all files of a run together; no run of a page comes near. */
const largestRunBytes = 2 ** 30;
const advice = 'Pack the folder that graphsam train has written, of one fold if there are several.';

/** By name. Throws CheckpointError if there is no run in it, or more than one. */
export function unzipRun(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  if (!isZip(bytes))
    throw new CheckpointError({ code: 'not-a-run', what: 'expected a run folder packed as zip', where, advice });
  const files = unzipFiles(bytes, Object.values(runFiles), where);
  if (files.has(runFiles.run)) return files;
  const hasModel = files.has(runFiles.model);
  throw new CheckpointError({
    code: 'not-a-run',
    what: `it holds no ${runFiles.run}${hasModel ? `, only a ${runFiles.model}` : ''}`,
    where,
    advice: hasModel ? `Unpack it and open the ${runFiles.model}, or pack the whole folder of the run.` : advice,
  });
}

/** Files with these names. Throws CheckpointError for a damaged archive, and for several files of one name. */
export function unzipFiles(bytes: Uint8Array, names: readonly string[], where: string): Map<string, Uint8Array> {
  let size = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!names.includes(baseName(name))) return false;
        size += originalSize;
        if (size > largestRunBytes) throw new RangeError('it unpacks to more than 1 GB');
        return true;
      },
    });
  } catch (cause) {
    const what = `it cannot be unpacked (${cause instanceof Error ? cause.message : String(cause)})`;
    throw new CheckpointError({ code: 'run-damaged', what, where, advice, cause });
  }
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of Object.entries(entries)) {
    const name = baseName(path);
    if (files.has(name))
      throw new CheckpointError({ code: 'not-a-run', what: `it holds several files ${name}`, where, advice });
    files.set(name, content);
  }
  return files;
}

/** Of a path of any system. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
