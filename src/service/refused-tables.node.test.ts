/** Tables that are refused: nothing of them stays. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { startService, type TestService } from './service.test.helper.ts';

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
