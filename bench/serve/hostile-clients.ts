/** Clients that harm a service if it lets them, while others are answered. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FilePrediction } from './expected.ts';
import { type Client, clientOf, waysToAsk } from './ways.ts';

const json = 'Content-Type: application/json';
const head = (headers: string): string => `POST /predict HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;
const largeBodyMb = 100;
const manyMolecules = 10_000;

export interface Harassed {
  /** What each kind got where that is not what it should get. */
  readonly odd: readonly string[];
  /** Lets go of the clients that hang. */
  end(): void;
}

/** One of each kind; those that hang and send slowly stay. isLarge: one of them asks 10,000 molecules, which takes a while. */
export async function harass(
  url: string,
  expected: FilePrediction,
  { model, isLarge }: { readonly model: string; readonly isLarge: boolean },
): Promise<Harassed> {
  const client = clientOf(url, 4);
  const odd: string[] = [];
  const expect = async (what: string, check: () => Promise<string | undefined>): Promise<void> => {
    const wrong = await check().catch((error: unknown) => String(error));
    if (wrong !== undefined) odd.push(`${what}: ${wrong}`);
  };
  const hanging = await Promise.all([hang(url), sendSlowly(url), leave(url)]);
  await Promise.all([
    expect('a body of 100 MB', () => sendTooMuch(url)),
    expect('broken JSON', () => statusOf(client, '{"smiles": ["CCO"', 400)),
    expect('JSON of another shape', () => statusOf(client, '{"smiles": [5]}', 400)),
    expect('hostile SMILES', () => statusOf(client, JSON.stringify({ smiles: hostile }), 200)),
    ...(isLarge ? [expect('10,000 SMILES', () => askMany(client, model, expected))] : []),
  ]);
  client.end();
  return { odd, end: () => hanging.forEach((each) => void each()) };
}

const hostile = [
  '(',
  '['.repeat(500),
  'C'.repeat(100_000),
  `${'C('.repeat(5000)}`,
  'C1'.repeat(90),
  '\u0000',
  '\ud800',
];

async function statusOf(client: Client, body: string, wanted: number): Promise<string | undefined> {
  const { status, text } = await client.post('/predict', 'application/json', body);
  return status === wanted ? undefined : `${status} ${text.slice(0, 100)}`;
}

async function askMany(client: Client, model: string, expected: FilePrediction): Promise<string | undefined> {
  const known = [...expected.of].filter(([, values]) => values !== undefined);
  const asked = Array.from({ length: manyMolecules }, (_, at) => known[at % known.length]!);
  const ask = waysToAsk(model, expected.fields).plain!;
  const answers = await ask(
    client,
    asked.map(([smiles]) => smiles),
  );
  const [field] = expected.fields;
  const wrong = asked.filter(([, values], at) => {
    const [here, there] = [answers[at]?.[field!], values![field!]];
    return !(
      String(here) === there || Math.abs(Number(here) - Number(there)) <= 1e-5 * Math.max(1, Math.abs(Number(there)))
    );
  });
  return wrong.length === 0 && answers.length === asked.length ? undefined : `${wrong.length} wrong answers`;
}

async function dial(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

type Leave = () => void;

async function hang(url: string): Promise<Leave> {
  const socket = await dial(url);
  socket.write(`${head(`${json}\r\nContent-Length: 50`)}{"smiles":`);
  return () => socket.destroy();
}

async function sendSlowly(url: string): Promise<Leave> {
  const socket = await dial(url);
  socket.write(head(`${json}\r\nContent-Length: 1000000`));
  const timer = setInterval(() => socket.writable && socket.write(' '), 100);
  return () => {
    clearInterval(timer);
    socket.destroy();
  };
}

/** Asks, and is gone before the answer. */
async function leave(url: string): Promise<Leave> {
  const body = '{"smiles": ["CCO", "CCN", "CCC"]}';
  const socket = await dial(url);
  socket.write(head(`${json}\r\nContent-Length: ${body.length}`) + body);
  socket.destroy();
  return () => {};
}

/** In pieces, their number not announced. A client that goes on sending may lose the answer with its connection. */
async function sendTooMuch(url: string): Promise<string | undefined> {
  const socket = await dial(url);
  let text = '';
  const answered = new Promise((resolve) => {
    socket.on('data', (piece) => resolve((text += piece)));
    socket.once('close', resolve);
  });
  socket.write(head(`${json}\r\nTransfer-Encoding: chunked`));
  const piece = `100000\r\n${'x'.repeat(1 << 20)}\r\n`;
  let sent = 0;
  for (; sent < largeBodyMb && socket.writable && text === ''; sent++) {
    if (!socket.write(piece)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), answered]);
  }
  if (sent === largeBodyMb) return 'was taken whole';
  await answered;
  socket.destroy();
  return text === '' || text.startsWith('HTTP/1.1 413') ? undefined : text.slice(0, 40);
}
