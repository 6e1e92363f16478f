/** A run folder in a zip as a run of this browser: with its results if it is finished, to go on with if its tables are known. */
import {
  baseName,
  CheckpointError,
  parseTrainConfig,
  type ReportedRun,
  readModelCard,
  readReportedRun,
  runFiles,
  unzipFiles,
  unzipRun,
} from '../../../src/index.web.ts';
import type { TableFile } from '../protocol.ts';
import { exampleTable } from '../site-files.ts';
import { checksum } from '../tables/open-files.ts';
import type { RunDatabase, StoredRunRecord } from './run-database.ts';
import { becomesFree, endingMs } from './run-lock.ts';

/**
 * Stores the run under this id; a run that is stored already keeps its own, and stays as it is where it is trained right now or is as far as the
 * zip. tables: those that the run may have been trained on, besides those in the zip. Throws CheckpointError for what is no run of graphsam.
 */
export async function importRun(
  database: RunDatabase,
  newId: string,
  { name, content }: TableFile,
  tables: readonly TableFile[],
): Promise<StoredRunRecord> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  const files = unzipRun(bytes, name);
  const here = await sameRun(database, files.get(runFiles.run)!);
  if (here && (here.finished || !(await becomesFree(here.id, endingMs)))) return here;
  const { facts, epochs } = await readRecord(files, name);
  const finished = facts.status === 'finished';
  requireFiles(files, finished ? [runFiles.model, runFiles.predictions] : [runFiles.checkpoint], name);
  const model = files.get(runFiles.model);
  if (model) readModelCard(model, name);
  const config = parseTrainConfig(facts.config, `${runFiles.run} of ${name}`);
  const id = here?.id ?? newId;
  if (!here || (await database.epochs(id)).length < epochs.length) {
    for (const [file, data] of files) if (file !== runFiles.metrics) await database.writeFile(id, file, data);
    await database.keepEpochs(id, 0);
    for (const report of epochs) await database.putEpoch(id, report);
  }
  const record: StoredRunRecord = {
    id,
    title: config.optimizer.name,
    from: name,
    created: Date.now(),
    config,
    files: await tablesOf(facts.data.checksums, bytes, name, tables),
    data: namesOf(facts.data.checksums).join(', ') || facts.data.name,
    finished,
  };
  await database.put(record);
  return record;
}

/** The stored run that says the same of itself, if there is one: a zip that is opened twice is one run. */
async function sameRun(database: RunDatabase, run: Uint8Array): Promise<StoredRunRecord | undefined> {
  for (const record of await database.list()) {
    const other = await database.readFile(record.id, runFiles.run);
    if (other?.length === run.length && other.every((byte, index) => byte === run[index])) return record;
  }
  return undefined;
}

/** Read whole before anything is kept: what is damaged is refused here, not where it is shown. */
function readRecord(files: ReadonlyMap<string, Uint8Array>, name: string): Promise<ReportedRun> {
  const text = (file: string): string | undefined =>
    files.has(file) ? new TextDecoder().decode(files.get(file)) : undefined;
  return readReportedRun({
    name,
    run: text(runFiles.run)!,
    metrics: text(runFiles.metrics),
    predictions: text(runFiles.predictions),
    rejects: text(runFiles.rejects),
  });
}

function requireFiles(files: ReadonlyMap<string, Uint8Array>, names: readonly string[], where: string): void {
  const missing = names.filter((name) => !files.has(name));
  if (missing.length === 0) return;
  throw new CheckpointError({
    what: `it holds no ${missing.join(' and no ')}`,
    where,
    advice: 'Pack the whole folder of the run.',
  });
}

/** Of the tables, without the folders of another machine. */
function namesOf(checksums: Readonly<Record<string, string>>): string[] {
  return Object.keys(checksums).map(baseName);
}

/** The tables of a run by their checksums, in its order; undefined if one is not at hand as it was. */
async function tablesOf(
  checksums: Readonly<Record<string, string>>,
  zip: Uint8Array,
  where: string,
  others: readonly TableFile[],
): Promise<TableFile[] | undefined> {
  const wanted = Object.entries(checksums).map(([path, digest]) => ({ name: baseName(path), digest }));
  if (wanted.length === 0) return undefined;
  const packed = unzipFiles(zip, namesOf(checksums), where);
  const inZip = [...packed].map(([name, data]) => ({ name, content: new Blob([data as Uint8Array<ArrayBuffer>]) }));
  const candidates = [...inZip, ...others, await exampleTable()];
  const digests = await Promise.all(candidates.map(({ content }) => checksum(content)));
  const found = wanted.map(({ name, digest }) => {
    // Without cryptography (pages without https) the name has to do; the checkpoint then refuses another table.
    const found = candidates.findIndex((each, index) =>
      digest && digests[index] ? digests[index] === digest : each.name === name,
    );
    return found < 0 ? undefined : { name, content: candidates[found]!.content };
  });
  return found.every((table) => table !== undefined) ? found : undefined;
}
