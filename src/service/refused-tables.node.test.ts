/** Tables that are refused, and small files that unpack to large ones: nothing of them stays, in a file or in memory. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type FileHandle, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { field, startService, type TestService } from './service.test.helper.ts';
import { spooled } from './spool.node.ts';

let folder: string;
let service: TestService;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphsam-refused-'));
  // Where the service keeps what was not read yet.
  process.env.TMPDIR = process.env.TEMP = process.env.TMP = folder;
  service = await startService({ maxTableMb: 4 });
});
after(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

const record = (note: string): string =>
  `methane\n\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0 0.0 0.0 C   0  0\nM  END\n> <note>\n${note}\n\n$$$$\n`;

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly text: string;
}

/** On a connection of its own: one whose request was refused half-way is ended soon, perhaps under the next request. Rejects where the answer breaks off. */
async function send(body: Uint8Array, type = 'application/octet-stream'): Promise<Answer> {
  const agent = new Agent({ keepAlive: true });
  const headers = { 'Content-Type': type, 'Content-Length': body.length };
  const asked = request(`${service.url}/predict`, { method: 'POST', agent, headers });
  try {
    asked.end(body);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const { statusCode: status, headers } = response;
    let text = '';
    for await (const piece of response.setEncoding('utf8')) text += piece;
    return { status, connection: headers.connection, text };
  } finally {
    asked.on('error', () => {});
    agent.destroy();
  }
}

const packed = (text: string): Uint8Array => gzipSync(text);
const plain = (text: string): Uint8Array => new TextEncoder().encode(text);

async function filesLeft(): Promise<string[]> {
  for (let tries = 0; tries < 100 && (await readdir(folder)).length > 0; tries++) await setTimeout(20);
  return readdir(folder);
}

test('nothing of a table that is refused stays in the folder of temporary files', async () => {
  const long = '3'.repeat(200);
  const rows = `12,${long}\n`.repeat(3000);
  const tables: Readonly<Record<string, string>> = {
    'a workbook': `PK\u0003\u0004${'x'.repeat(2_000_000)}`,
    'no SMILES': `a,b\n${rows}`,
    'two columns of one name': `smiles,smiles\n${rows}`,
    'cells that lack': `smiles,note,y\n${rows}`,
    'no header': `CCO,1\n${`CCC,${long}\n`.repeat(3000)}`,
    'a quote that is not closed': `smiles,note\n"${`CCO,${long}\n`.repeat(3000)}`,
  };
  for (const [what, table] of Object.entries(tables)) {
    for (const body of [plain(table), packed(table)]) {
      assert.equal((await send(body)).status, 422, what);
      assert.deepEqual(await filesLeft(), [], what);
    }
  }
  assert.equal((await send(plain(`smiles,note\n${'CCO,1\n'.repeat(1000)}`))).status, 200);
  assert.deepEqual(await filesLeft(), [], 'of a table that was answered');
});

test('what a table unpacks to counts, as what is sent does, and is refused in the same way', async () => {
  const table = (rows: number, length: number) => packed(`smiles,note\n${`CCO,${'x'.repeat(length)}\n`.repeat(rows)}`);
  const { status, connection, text } = await send(table(50, 100_000));
  const { code, error } = JSON.parse(text);
  assert.deepEqual([status, code, connection], [413, 'too-large', 'close']);
  assert.equal(error, 'the table, unpacked, is larger than 4 MB; send it in parts');
  // Of this one the rows that are looked at first are not too many, so its answer has begun.
  await assert.rejects(send(table(2100, 2000)), /aborted/);
  const broken = service.log.find(({ event }) => event === 'table-broken-off');
  assert.match(String(broken?.error), /larger than 4 MB/);
  assert.equal((await send(table(1900, 2000))).status, 200);
  assert.deepEqual(await filesLeft(), []);
});

test('a row of more than a megabyte, or of 100,000 cells, is refused, whatever it was packed to', async () => {
  const long = 'x'.repeat(3_000_000);
  const tables = [`smiles,note\nCCO,${long}\n`, `smiles,note\nCCO,"${long}"\n`, `smiles${','.repeat(3_000_000)}\n`];
  for (const table of tables) {
    const { status, text } = await send(packed(table));
    assert.deepEqual([status, /1 MiB/.test(text)], [422, true], text);
  }
  const sdf = 'chemical/x-mdl-sdfile';
  const lines = `${'x'.repeat(100)}\n`.repeat(30_000);
  const { status, text } = await send(packed(record('1') + record(lines)), sdf);
  assert.deepEqual([status, /line 11: the record .* 1 MiB/.test(text)], [422, true], text);
  const wide = await send(packed(`smiles${','.repeat(100_000)}\nCCO${','.repeat(100_000)}\n`));
  assert.deepEqual([wide.status, /has 100,001 columns, more than 100,000/.test(wide.text)], [422, true], wide.text);
  assert.ok((await send(packed(record(long.slice(0, 900_000))), sdf)).text.includes(field));
});

type Write = (
  this: FileHandle,
  ...piece: [bytes: Uint8Array, from: number, length: number, at: number]
) => Promise<{ readonly bytesWritten: number }>;

test('a disk that takes less than it is given gets the rest, and one that is full ends the table', {
  timeout: 60_000,
}, async (context) => {
  const file = await open(fileURLToPath(import.meta.url));
  const handle = Object.getPrototypeOf(file) as typeof file;
  await file.close();
  const write = handle.write as unknown as Write;
  let room = Number.POSITIVE_INFINITY;
  const half: Write = async function (...[bytes, from, length, at]) {
    if (room <= 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const { bytesWritten } = await write.call(this, bytes, from, Math.ceil(Math.min(length, room) / 2), at);
    room -= bytesWritten;
    return { bytesWritten };
  };
  context.mock.method(handle, 'write', half as unknown as FileHandle['write']);
  async function* pieces() {
    for (const text of ['smiles\n', 'CCO\n', 'CCCCCCCCN\n']) yield new TextEncoder().encode(text);
  }
  const spool = async (): Promise<string> => {
    const reading = new AbortController();
    let text = '';
    try {
      for await (const bytes of spooled(pieces(), reading.signal)) text += new TextDecoder().decode(bytes);
    } finally {
      reading.abort();
    }
    return text;
  };
  assert.equal(await spool(), 'smiles\nCCO\nCCCCCCCCN\n');
  room = 9;
  await assert.rejects(spool(), { code: 'ENOSPC' });
});
