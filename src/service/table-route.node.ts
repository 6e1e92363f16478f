/** POST /predict with anything but JSON: a table in (CSV, TSV, SMI, SDF, also gzipped), the same table with predictions out, as it comes. */
import { ConfigError, DataError } from '../base/index.ts';
import { readTable, sampleRows, type Table, type TableFormat, type TableRow } from '../data/index.ts';
import {
  headerLine,
  predictionColumns,
  predictionLine,
  predictTable,
  rowLength,
  type Structure,
} from '../predict/index.ts';
import { askedModel } from './asked-model.ts';
import type { ServedModel } from './model-registry.ts';
import { countMolecules } from './predict-molecules.ts';
import { Problem } from './problem.ts';
import { bodyOf, refuseLength } from './request-body.ts';
import type { Service } from './service.ts';
import { spooled } from './spool.node.ts';

/** By media type; for any other the table says itself what it is. */
const formats: Readonly<Record<string, TableFormat>> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'chemical/x-daylight-smiles': 'smi',
  'chemical/x-mdl-sdfile': 'sdf',
};

/** What stands for the name of the file in messages; its ending lets a list of SMILES be recognized. */
const tableName = 'table.txt';

/** A row of many megabytes, which a few kilobytes unpack to, would hold up all other requests while it is read, as would its many cells. */
const rowLimits = { longestRecord: 1 << 20, mostColumns: 100_000 };

export interface TableAnswer {
  readonly response: Response;
  /** Resolves once the answer was written, or broken off. */
  readonly ended: Promise<void>;
}

export interface TableRequest {
  readonly request: Request;
  /** For the log. */
  readonly id: string;
  /** Ends the connection, so that nobody takes the beginning of a table for the whole. */
  readonly breakOff: () => void;
}

/** Throws Problems and DataError as long as nothing was answered; later the answer is broken off. */
export async function answerTable(service: Service, asked: TableRequest): Promise<TableAnswer> {
  const query = new URL(asked.request.url).searchParams;
  const header = headerOf(query);
  const { model, version } = askedModel(asked.request);
  const lease = service.models.lease(model, version);
  const reading = new AbortController();
  const end = (): void => {
    lease.end();
    reading.abort();
  };
  try {
    service.queue.refuseIfFull();
    const opened = await openedTable(service, asked.request, { query, header, reading: reading.signal });
    return answered(service, asked, { model: lease.model, opened, end });
  } catch (error) {
    end();
    throw error;
  }
}

interface TableOptions {
  readonly query: URLSearchParams;
  readonly header: boolean;
  /** Aborted once nothing more is read. */
  readonly reading: AbortSignal;
}

interface OpenedTable {
  readonly table: Table;
  readonly rows: AsyncIterable<TableRow>;
  readonly smilesColumn: number | undefined;
}

async function openedTable(
  service: Service,
  request: Request,
  { query, header, reading }: TableOptions,
): Promise<OpenedTable> {
  const { signal } = request;
  const { deadlineSeconds, maxTableMb } = service.options;
  const limits = { maxBytes: maxTableMb * 1e6, advice: 'send it in parts' };
  const mediaType = (request.headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
  refuseForm(mediaType);
  const bytes = bodyOf(request, { ...limits, idleMs: deadlineSeconds * 1000, signal });
  const table = await readTable(spooled(bytes, reading), {
    name: tableName,
    format: formats[mediaType],
    header,
    ...rowLimits,
    onBytes: (unpacked) => refuseLength(unpacked, limits, 'the table, unpacked,'),
  }).catch((error) => {
    throw isJson(error) ? new Problem('cannot-read', 'JSON is sent with Content-Type: application/json') : error;
  });
  const { sample, rows } = await sampleRows(table);
  if (sample.length === 0) refuseLostLines(mediaType);
  return { table, rows, smilesColumn: await findSmiles(service, { table, sample, query }) };
}

interface Answering {
  readonly model: ServedModel;
  readonly opened: OpenedTable;
  /** To be called once the answer was written, or broken off. */
  readonly end: () => void;
}

function answered(service: Service, asked: TableRequest, { model, opened, end }: Answering): TableAnswer {
  const { request, id, breakOff } = asked;
  const { signal } = request;
  const { table, rows, smilesColumn } = opened;
  const { columns } = table;
  const outputColumns = predictionColumns(columns, model.targets, table.format === 'sdf');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const text = new TextEncoder();
  const write = async (lines: string): Promise<void> => {
    await writer.ready;
    await writer.write(text.encode(lines));
  };
  const predict = (structures: readonly Structure[]) => service.queue.predict(model.id, structures, signal);
  const finished = (async () => {
    await write(`${headerLine(columns, outputColumns, table.delimiter)}\n`);
    await predictTable(rows, {
      lengthOf: rowLength,
      structureOf: (row) => structureOf(row, smilesColumn ?? 0),
      // One for each thread: as many chunks are asked for as keep all of them at work.
      predictors: Array.from({ length: service.threads }, () => ({ predict })),
      signal,
      write: (written, predictions) => {
        countMolecules(service, model, predictions);
        const lines = written.map(({ cells }, index) => {
          const prediction = predictions[index]!;
          const all = outputColumns.structure === undefined ? cells : [...cells, prediction.smiles ?? ''];
          return `${predictionLine(all, prediction, model.targets, table.delimiter)}\n`;
        });
        return write(lines.join(''));
      },
    });
    await writer.close();
  })();
  const ended = finished
    .catch((error: unknown) => {
      if (!signal.aborted) service.log({ event: 'table-broken-off', level: 'warning', id, error: String(error) });
      // Of a stream that fails the server would write the message behind the rows, and end the answer as if it were whole.
      breakOff();
    })
    .finally(end);
  const type = table.delimiter === '\t' ? 'text/tab-separated-values' : 'text/csv';
  return { response: new Response(readable, { headers: { 'Content-Type': `${type}; charset=utf-8` } }), ended };
}

/** Whether the first line names the columns. Throws a Problem for another word: it may be meant either way. */
function headerOf(query: URLSearchParams): boolean {
  const word = query.get('header') ?? 'true';
  if (word === 'true' || word === 'false') return word === 'true';
  throw new Problem('bad-request', `header is true or false, and not "${word.slice(0, 80)}"`);
}

function refuseForm(mediaType: string): void {
  if (mediaType !== 'multipart/form-data') return;
  throw new Problem('bad-request', 'the body is a form; send the table itself: curl --data-binary @TABLE');
}

/** What curl sends with -d has lost its line breaks, and would be a header alone. */
function refuseLostLines(mediaType: string): void {
  if (mediaType !== 'application/x-www-form-urlencoded') return;
  const what = 'the table has one line; curl -d removes line breaks, send it with --data-binary @TABLE';
  throw new Problem('cannot-read', what);
}

function isJson(error: unknown): boolean {
  return error instanceof DataError && error.code === 'not-a-table' && error.what.endsWith('JSON');
}

interface SmilesSearch {
  readonly table: Table;
  readonly sample: readonly TableRow[];
  readonly query: URLSearchParams;
}

/** Throws a Problem that lists the columns where the one with SMILES is in doubt, or one that is named is not there; or for a first line that is a row. */
async function findSmiles(service: Service, { table, sample, query }: SmilesSearch): Promise<number | undefined> {
  const { name, format, columns, header } = table;
  const smilesColumns = query.has('smiles_column') ? query.getAll('smiles_column') : undefined;
  const listed = columns.slice(0, 30).join(', ');
  const unknown = smilesColumns?.find((column) => !columns.includes(column));
  if (unknown !== undefined) {
    throw new Problem('cannot-read', `there is no column "${unknown.slice(0, 80)}", there are: ${listed}`);
  }
  return service.findSmiles({ table: { name, format, columns, header }, sample, smilesColumns }).catch((error) => {
    if (!(error instanceof DataError || error instanceof ConfigError)) throw error;
    if (error.code === 'header-unusable') {
      throw new Problem('cannot-read', `${error.what}; name the columns there, or add ?header=false`);
    }
    const advice = `name one with ?smiles_column=NAME, of ${listed}`;
    throw new Problem('cannot-read', `which column holds SMILES is in doubt: ${advice}`);
  });
}

function structureOf({ cells, molblock, damage }: TableRow, smilesColumn: number): Structure {
  if (damage !== undefined) return { reason: damage };
  return molblock === undefined ? cells[smilesColumn]! : { molblock };
}
