/**
 * npm run bench:serve -- RUN TABLE [--requests 100000] [--minutes 6] [--seconds 20] [--latency]
 *
 * `graphsam serve` beside `graphsam predict`, both as processes of their own. TABLE: its column smiles, or its
 * first one, holds the molecules.
 *
 * 1. Small requests in every way to ask, as many as --requests or as --minutes allow, each answer compared with the file prediction,
 *    while hostile clients come and stay: wrong or mixed-up answers, requests that failed, memory over time.
 * 2. Processor time for 1,000 molecules of both, loading left out, which other programs on the machine change little; and
 *    molecules a second.
 * 3. --latency: the 99th percentile at half of that load. It says something on a quiet machine only.
 *
 * Ends with 1 if an answer was wrong, a request failed, or memory grew.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { formatCount, median, quantile } from '../src/base/index.ts';
import { checkAnswers } from './serve/check-answers.ts';
import { type FilePrediction, readPrediction, smilesOf } from './serve/expected.ts';
import { type Harassed, harass } from './serve/hostile-clients.ts';
import { predictTable, type ServiceProcess, startService } from './serve/processes.ts';

/** Molecules of a request that measures throughput, and requests at a time: enough that no thread is idle. */
const [moleculesPerRequest, connections] = [64, 16];
const checkConnections = 64;
/** So many that loading is the smaller part. */
const predictedRows = 5000;
const json = { 'content-type': 'application/json' };
const hostileRounds = 3;
/** Of the memory after the first half of the requests, which fills caches and heaps. */
const mostGrowth = 1.1;
const model = 'model';

const { values, positionals } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '20' },
    latency: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const [run, table] = positionals;
if (run === undefined || table === undefined) {
  console.error('Usage: npm run bench:serve -- RUN TABLE [--requests 100000] [--minutes 6] [--seconds 20] [--latency]');
  process.exit(2);
}
const requests = Number(values.requests);
const seconds = Number(values.seconds);
const folder = await mkdtemp(join(tmpdir(), 'graphsam-bench-serve-'));
const smiles = await smilesOf(table);
let isGood = true;

const { expected, predictCost } = await predictFile(run);
// A busy machine must not make requests late: how late they are is measured elsewhere.
const service = await startService(`${model}=${run}`, ['--deadline-seconds', '300']);
try {
  await checkUnderFire(service, expected);
  await measureThroughput(service);
} finally {
  const code = await service.stop();
  await rm(folder, { recursive: true });
  if (code !== 0) fail(`graphsam serve ended with ${code}`);
}
process.exitCode = isGood ? 0 : 1;

function fail(what: string): void {
  isGood = false;
  console.log(`FAILED: ${what}`);
}

/** predictCost: seconds of processor time for 1,000 molecules, by the difference between the table and one molecule of it. */
async function predictFile(run: string): Promise<{ expected: FilePrediction; predictCost: number }> {
  const [one, all, output] = ['one.csv', 'all.csv', 'predicted.csv'].map((name) => join(folder, name));
  await writeFile(one!, `smiles\n${smiles[0]}\n`);
  const rows = Array.from({ length: Math.max(predictedRows, smiles.length) }, (_, row) => smiles[row % smiles.length]);
  await writeFile(all!, `smiles\n${rows.join('\n')}\n`);
  const loading = await predictTable(run, one!, output!);
  const whole = await predictTable(run, all!, output!);
  return { expected: await readPrediction(output!), predictCost: ((whole - loading) / (rows.length - 1)) * 1000 };
}

async function checkUnderFire(service: ServiceProcess, expected: FilePrediction): Promise<void> {
  const { url } = service;
  const memory: number[] = [];
  const rounds: Promise<Harassed>[] = [];
  const until = performance.now() + Number(values.minutes) * 60_000;
  const started = performance.now();
  const before = await service.used();
  const onProgress = async (answered: number): Promise<void> => {
    if (answered > (rounds.length * requests) / hostileRounds) {
      rounds.push(harass(url, expected, { model, isLarge: rounds.length === 0 }));
    }
    memory.push((await service.used()).memoryMb);
    if (answered % (requests / 10) === 0)
      console.error(
        `${formatCount(answered)} requests answered after ${Math.round((performance.now() - started) / 1000)} s`,
      );
  };
  const found = await checkAnswers(url, expected, {
    requests,
    until,
    connections: checkConnections,
    model,
    onProgress,
  });
  const harassed = await Promise.all(rounds);
  for (const each of harassed) each.end();
  const { molecules, largest, wrong, failed } = found;
  const took = Math.round((performance.now() - started) / 1000);
  const cpu = Math.round((await service.used()).cpuSeconds - before.cpuSeconds);
  console.log(
    `${formatCount(found.requests)} requests of ${formatCount(molecules)} molecules in ${took} s, ${cpu} s of processor time: ${wrong.length} wrong answers, ${failed.length} failed, largest difference from the file ${largest.toExponential(1)}`,
  );
  for (const text of [...wrong.slice(0, 5), ...failed.slice(0, 5)]) fail(text);
  const odd = harassed.flatMap((each) => each.odd);
  console.log(`${rounds.length} rounds of hostile clients meanwhile: ${odd.length} got what they should not`);
  for (const text of odd) fail(text);
  tellMemory(memory);
}

/** memory: MB over time. */
function tellMemory(memory: readonly number[]): void {
  const quarter = Math.floor(memory.length / 4);
  if (quarter === 0) return;
  const quarters = [0, 1, 2, 3].map((at) => median(memory.slice(at * quarter, (at + 1) * quarter)));
  console.log(
    `memory in the quarters of that (median, MB): ${quarters.map(Math.round).join(', ')}; most ${Math.round(Math.max(...memory))}`,
  );
  if (quarters[3]! > mostGrowth * quarters[1]!) fail('memory grew');
}

async function measureThroughput(service: ServiceProcess): Promise<void> {
  await load(service, { duration: 2 });
  const before = await service.used();
  const full = await load(service, { duration: seconds });
  const answered = full.requests.total * moleculesPerRequest;
  const serveCost = (((await service.used()).cpuSeconds - before.cpuSeconds) / answered) * 1000;
  if (full.non2xx + full.errors > 0) fail(`${full.non2xx} refused, ${full.errors} errors under load`);
  const ratio = Math.round((100 * predictCost) / serveCost);
  console.log(
    `processor time for 1,000 molecules: predict ${predictCost.toFixed(2)} s, serve ${serveCost.toFixed(2)} s: ${ratio} % of its throughput on the same cores`,
  );
  console.log(`serve: ${formatCount(Math.round(answered / full.duration))} molecules a second`);
  if (!values.latency) return;
  const half = await paced(service, full.requests.average / 2);
  console.log(`at half of that: p50 ${half.p50} ms, p99 ${half.p99} ms, ${half.failed} failed`);
}

/** Requests at even times, rate a second, whatever was answered: a load tester that sends a second's share at once measures its own crowd. */
async function paced({ url }: ServiceProcess, rate: number): Promise<{ p50: number; p99: number; failed: number }> {
  const took: number[] = [];
  let failed = 0;
  const ask = async (body: string): Promise<void> => {
    const start = performance.now();
    const answer = await fetch(`${url}/predict`, { method: 'POST', headers: json, body });
    await answer.arrayBuffer();
    took.push(performance.now() - start);
    if (!answer.ok) failed++;
  };
  const bodies = requestBodies();
  const started = performance.now();
  const asked: Promise<void>[] = [];
  for (let index = 0; index < rate * seconds; index++) {
    await setTimeout(Math.max(0, started + (1000 * index) / rate - performance.now()));
    asked.push(ask(bodies[index % bodies.length]!));
  }
  await Promise.all(asked);
  const [p50, p99] = [0.5, 0.99].map((share) => Math.round(quantile(took, share))) as [number, number];
  return { p50, p99, failed };
}

function requestBodies(): string[] {
  return Array.from({ length: Math.ceil(smiles.length / moleculesPerRequest) }, (_, index) =>
    JSON.stringify({
      smiles: Array.from(
        { length: moleculesPerRequest },
        (_, at) => smiles[(index * moleculesPerRequest + at) % smiles.length],
      ),
    }),
  );
}

function load({ url }: ServiceProcess, options: Partial<autocannon.Options>): Promise<autocannon.Result> {
  const requests = requestBodies().map((body) => ({ body }));
  return Promise.resolve(
    autocannon({
      url: `${url}/predict`,
      method: 'POST',
      headers: json,
      requests,
      connections,
      ...options,
    }),
  );
}
