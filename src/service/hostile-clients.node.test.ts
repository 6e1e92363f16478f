/** Clients that send too much, too slowly, nonsense, or nothing: the service stays up, and the others get right answers. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  expectedValues,
  field,
  molecules,
  startOddService,
  startService,
  type TestService,
} from './service.test.helper.ts';

let service: TestService;
let expected: ReadonlyMap<string, number>;
before(async () => {
  [service, expected] = await Promise.all([startService({ deadlineSeconds: 3 }), expectedValues()]);
});
after(() => service.close());

async function assertAlive(): Promise<void> {
  const { body } = await service.ask('/predict', { smiles: molecules });
  molecules.forEach((smiles, at) => {
    assert.ok(Math.abs(body.predictions[at].values[field] - expected.get(smiles)!) < 1e-6);
  });
}

async function dial(): Promise<Socket> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

const head = (headers: string): string => `POST /predict HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;
const json = 'Content-Type: application/json';

/** All that the service says until it ends the connection. */
async function said(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (piece) => {
    text += piece;
  });
  await closed(socket);
  return text;
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', resolve));
}

test('thousands of requests of every kind at once, some left by their clients: no answer is mixed up', async () => {
  const odd = await startOddService({ threads: 2 });
  const random = (below: number): number => Math.floor(Math.random() * below);
  let next = 1000;
  let answered = 0;
  const client = async (): Promise<void> => {
    for (let round = 0; round < 10; round++) {
      // Each molecule of all clients is another number, which is its prediction.
      const smiles = Array.from({ length: 1 + random(7) }, () => String(next++));
      const values = await ways[random(ways.length)]!(odd, smiles);
      if (!values) continue;
      assert.deepEqual(values.map(String), smiles);
      answered += smiles.length;
    }
  };
  await Promise.all(Array.from({ length: 40 }, client));
  await odd.close();
  assert.ok(answered > 500);
});

/** Ways to ask; undefined: the client did not wait for the answer. */
const ways: readonly ((odd: TestService, smiles: readonly string[]) => Promise<unknown[] | undefined>)[] = [
  async (odd, smiles) => {
    const left = new AbortController();
    const asked = odd.ask('/predict', { smiles }, { signal: left.signal }).catch(() => {});
    await setTimeout(Math.random() * 4);
    left.abort();
    await asked;
    return undefined;
  },
  async (odd, smiles) => {
    const { body } = await odd.ask('/predict', `smiles\n${smiles.join('\n')}\n`);
    const lines: string[] = body.trim().split('\n').slice(1);
    return lines.map((line) => line.split(',')[1]);
  },
  async (odd, smiles) => {
    const tensor = { name: 'smiles', shape: [smiles.length], datatype: 'BYTES', data: smiles };
    return (await odd.ask('/v2/models/solubility/infer', { inputs: [tensor] })).body.outputs[0].data;
  },
  async (odd, smiles) => {
    const { body } = await odd.ask('/invocations', { inputs: smiles });
    return body.predictions.map((each: Record<string, number>) => each[field]);
  },
  async (odd, smiles) => {
    const { body } = await odd.ask('/predict', { smiles });
    return body.predictions.map((each: { values: Record<string, number> }) => each.values[field]);
  },
];

test('bodies that are no JSON, no text or of another shape get 400, and no error reveals this machine', async () => {
  const type = { headers: { 'Content-Type': 'application/json' } };
  const bodies = [
    '{"smiles": ["C"',
    'nonsense',
    '[]',
    '{"smiles": 5}',
    '{"smiles": [["C"]]}',
    '{}',
    'null',
    `{"a":${'['.repeat(50_000)}`,
  ];
  for (const body of bodies) {
    const answer = await service.ask('/predict', undefined, { method: 'POST', body, ...type });
    assert.equal(answer.status, 400, body.slice(0, 20));
    assert.ok(answer.body.request.length > 0);
  }
  const bytes = { method: 'POST', body: new Uint8Array([0xff, 0xfe, 0x22]), ...type };
  assert.equal((await service.ask('/predict', undefined, bytes)).status, 400);
  const paths = [
    '/nowhere',
    '/page/../../package.json',
    '/page/%2e%2e%2fpackage.json',
    '/models/x/model.onnx',
    '/models/%00',
  ];
  const answers = await Promise.all(paths.map((path) => service.ask(path)));
  assert.ok(
    answers.every(({ status }) => status === 404),
    JSON.stringify(answers.map(({ status }) => status)),
  );
  for (const { body, headers } of answers) {
    const answer = JSON.stringify([body, [...headers]]);
    assert.doesNotMatch(answer, /node_modules|\/src\/|\.ts|\.js"|at \w+ \(|hono|v?\d+\.\d+\.\d+/i);
  }
  assert.equal((await service.ask('/predict', undefined, { method: 'DELETE' })).status, 405);
});

test('a body of 100 MB is refused, also where its length is not announced', async () => {
  const announced = await dial();
  announced.write(head(`${json}\r\nContent-Length: 100000000`));
  announced.write(Buffer.alloc(1 << 20, 'x'));
  assert.match(await said(announced), /^HTTP\/1\.1 413/);
  const chunked = await dial();
  const answer = said(chunked);
  chunked.write(head(`${json}\r\nTransfer-Encoding: chunked`));
  const piece = `100000\r\n${'x'.repeat(1 << 20)}\r\n`;
  for (let sent = 0; sent < 100 && chunked.writable; sent++) {
    if (!chunked.write(piece))
      await Promise.race([new Promise((resolve) => chunked.once('drain', resolve)), closed(chunked)]);
  }
  // A client that goes on sending may lose the answer with its connection.
  assert.match(await answer, /^(HTTP\/1\.1 413|$)/);
  await assertAlive();
});

test('clients that send slowly, hang or are gone hold nobody else; a body that stands still gets 408 or 504', async () => {
  const silent = await dial();
  const hanging = await dial();
  const late = said(hanging);
  hanging.write(`${head(`${json}\r\nContent-Length: 50`)}{"smiles":`);
  const standing = await dial();
  const still = said(standing);
  standing.write(`${head('Content-Type: text/csv\r\nContent-Length: 5000')}smiles\nCCO\n`);
  const gone = await dial();
  gone.write(head(`${json}\r\nContent-Length: 50`));
  gone.destroy();
  await assertAlive();
  assert.match(await late, /^HTTP\/1\.1 (408|504)/);
  assert.match(await still, /^HTTP\/1\.1 (408|504)/);
  silent.destroy();
  await assertAlive();
});

test('a client that sends its whole table before it reads is not waited for in vain', async () => {
  const rows = 2000;
  const line = `CCO,${'x'.repeat(1000)}\n`;
  const body = `smiles,note\n${line.repeat(rows)}`;
  const socket = await dial();
  socket.pause();
  const isFlushed = socket.write(
    head(`Content-Type: text/csv\r\nConnection: close\r\nContent-Length: ${body.length}`) + body,
  );
  if (!isFlushed) await once(socket, 'drain');
  const answer = await said(socket.resume());
  assert.equal(answer.split('CCO,').length - 1, rows);
  await assertAlive();
});

test('a table that is damaged in its middle breaks the answer off, however slowly it is read, and the log says why', async (t) => {
  const onConsole = t.mock.method(console, 'error', () => {});
  // More than the buffers of a connection hold.
  const body = `smiles,note\n${`C1CC,${'x'.repeat(2000)}\n`.repeat(6000)}"CCO"x,1\nCCO,y\n`;
  for (const isSlow of [false, true]) {
    const socket = await dial();
    const id = `broken-${isSlow}`;
    socket.write(head(`X-Request-Id: ${id}\r\nContent-Type: text/csv\r\nContent-Length: ${body.length}`) + body);
    let answer = '';
    socket.on('data', (piece) => {
      answer += piece;
      if (!isSlow) return;
      socket.pause();
      void setTimeout(2).then(() => socket.resume());
    });
    await closed(socket);
    assert.ok(
      service.log.some(({ event, id: of }) => event === 'table-broken-off' && of === id),
      id,
    );
    assert.ok(!answer.endsWith('0\r\n\r\n'), 'the answer has no end');
    assert.doesNotMatch(answer.slice(-200), /Error/);
  }
  assert.equal(onConsole.mock.callCount(), 0);
  await assertAlive();
});

test('10,000 SMILES of one request come back in order; more are refused, and a full queue says when to come again', async () => {
  const smiles = Array.from({ length: 10_000 }, (_, at) => String(1000 + at));
  const full = await startOddService({ deadlineSeconds: 120, maxWaiting: 500 });
  try {
    const large = full.ask('/predict', { smiles });
    let busy = await full.ask('/predict', { smiles: ['C'] });
    for (let tries = 0; busy.status !== 429 && tries < 50; tries++)
      busy = await full.ask('/predict', { smiles: ['C'] });
    assert.equal(busy.status, 429);
    assert.ok(Number(busy.headers.get('retry-after')) >= 1);
    assert.equal((await full.ask('/v2/health/ready')).status, 200);
    const { predictions } = (await large).body;
    for (const [at, text] of smiles.entries()) assert.equal(predictions[at].values[field], Number(text));
    assert.equal((await full.ask('/predict', { smiles: [...smiles, 'C'] })).status, 413);
  } finally {
    await full.close();
  }
});

test('hostile SMILES get a reason each and harm no other', async () => {
  const hostile = [
    ...[
      '(',
      '['.repeat(500),
      'C'.repeat(200_000),
      `${'C('.repeat(5000)}`,
      'C1'.repeat(90),
      '\u0000',
      '\ud800',
      '=cmd|calc!A1',
    ],
    ...['[99999Zz]', `C${'%99'.repeat(300)}`, '<script>', '[C@@@@@@]', 'c1'.repeat(60)],
  ];
  const { status, body } = await service.ask('/predict', { smiles: [...hostile, 'CCO'] });
  assert.equal(status, 200);
  for (const [at, text] of hostile.entries()) assert.ok(body.predictions[at].reason, text.slice(0, 30));
  assert.ok(Number.isFinite(body.predictions.at(-1).values[field]));
  await assertAlive();
});

test('a molecule at which a thread breaks down, ends or hangs gets a reason; the thread is replaced, its batch answered', async () => {
  const odd = await startOddService({ patienceMs: 300, deadlineSeconds: 30 });
  try {
    for (const culprit of ['breaks', 'ends', 'hangs']) {
      const { body } = await odd.ask('/predict', { smiles: ['CC', culprit, 'CCC'] });
      const [before, broken, behind] = body.predictions;
      assert.deepEqual([before.values[field], behind.values[field]], [2, 3], culprit);
      assert.equal(broken.reason, 'the toolkit broke down reading it');
      const replaced = odd.log.filter(({ event }) => event === 'thread-replaced').length;
      const again = await odd.ask('/predict', { smiles: [culprit, 'C'] });
      assert.equal(again.body.predictions[0].reason, broken.reason);
      assert.equal(odd.log.filter(({ event }) => event === 'thread-replaced').length, replaced, 'it is remembered');
    }
    assert.equal((await odd.ask('/v2/health/ready')).status, 200);
  } finally {
    await odd.close();
  }
});
