/** Files of a run for download: the model, and the run folder as the command line writes it, in a zip. */
import { zipSync } from 'fflate';
import { CheckpointError, jsonLine, runFiles } from '../../../src/index.web.ts';
import type { RunShelf } from './run-shelf.ts';

export async function exportModel(shelf: RunShelf, id: string): Promise<Blob> {
  const model = await shelf.readFile(id, runFiles.model);
  if (!model) throw new CheckpointError({ what: 'this run has no model yet', advice: 'Train it to its end.' });
  return new Blob([model as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' });
}

export async function exportRun(shelf: RunShelf, id: string): Promise<Blob> {
  const files: Record<string, Uint8Array> = {};
  for (const name of Object.values(runFiles)) {
    const content = name === runFiles.metrics ? await metricsOf(shelf, id) : await shelf.readFile(id, name);
    if (content) files[name] = content;
  }
  // Weights hardly shrink: the fastest level.
  const packed = zipSync(files, { level: 1 });
  return new Blob([packed as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
}

async function metricsOf(shelf: RunShelf, id: string): Promise<Uint8Array> {
  return new TextEncoder().encode((await shelf.epochs(id)).map(jsonLine).join(''));
}
