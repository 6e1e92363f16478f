/** Files of a run for download: the model, the report, and the run folder as the command line writes it, in a zip. */
import { zipSync } from 'fflate';
import {
  CheckpointError,
  jsonLine,
  modelExtras,
  parseFolds,
  readReportedRun,
  runFiles,
  runReport,
} from '../../../src/index.web.ts';
import { openChemistry } from '../site-files.ts';
import type { RunDatabase, StoredRunRecord } from './run-database.ts';

export async function exportModel(database: RunDatabase, id: string): Promise<Blob> {
  const model = await database.readFile(id, runFiles.model);
  if (!model) throw new CheckpointError({ what: 'this run has no model yet', advice: 'Train it to its end.' });
  return new Blob([model as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' });
}

export async function exportReport(database: RunDatabase, id: string): Promise<Blob> {
  return new Blob([(await reportOf(database, id)) as Uint8Array<ArrayBuffer>], { type: 'text/html' });
}

export async function exportRun(database: RunDatabase, id: string): Promise<Blob> {
  const top = folderName(await database.get(id));
  const files: Record<string, Uint8Array> = {};
  for (const name of Object.values(runFiles)) {
    const content = await fileOf(database, id, name);
    if (content) files[`${top}/${name}`] = content;
  }
  // Weights hardly shrink: the fastest level.
  const packed = zipSync(files, { level: 1 });
  return new Blob([packed as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
}

/** A zip unpacks into a folder of its own: `esol-graphsam`. */
function folderName(record: StoredRunRecord | undefined): string {
  const text = `${record?.data.replace(/\.\w+$/, '') ?? 'run'}-${record?.title ?? 'run'}`;
  return text.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60);
}

function fileOf(database: RunDatabase, id: string, name: string): Promise<Uint8Array | undefined> {
  switch (name) {
    case runFiles.metrics:
      return metricsOf(database, id);
    case runFiles.report:
      return reportOf(database, id);
    default:
      return database.readFile(id, name);
  }
}

async function metricsOf(database: RunDatabase, id: string): Promise<Uint8Array> {
  return new TextEncoder().encode((await database.epochs(id)).map(jsonLine).join(''));
}

/** The one that came with the run, which may tell of its curvature too; else written from the other files. */
async function reportOf(database: RunDatabase, id: string): Promise<Uint8Array> {
  const brought = await database.readFile(id, runFiles.report);
  if (brought) return brought;
  const text = async (name: string): Promise<string | undefined> => {
    const content = await fileOf(database, id, name);
    return content && new TextDecoder().decode(content);
  };
  const run = await text(runFiles.run);
  if (run === undefined) throw new CheckpointError('this run is not in the browser');
  const record = await readReportedRun({
    name: (await database.get(id))?.title ?? id,
    run,
    metrics: await text(runFiles.metrics),
    probe: await text(runFiles.probe),
    predictions: await text(runFiles.predictions),
    rejects: await text(runFiles.rejects),
  });
  const model = await database.readFile(id, runFiles.model);
  const splits = await text(runFiles.splits);
  const extras = {
    ...(model && modelExtras(model, runFiles.model)),
    ...(splits !== undefined && { folds: parseFolds(splits) }),
  };
  return new TextEncoder().encode(runReport(record, await openChemistry(), extras));
}
