/**
 * npm run bench:serve -- RUN TABLE [--seconds 60]
 *
 * Throughput of `graphsam serve` against `graphsam predict` on the same cores, the 99th percentile of its latency at half of that, and
 * its memory over time. TABLE: a CSV whose first column holds SMILES. Both run as processes of their own; so does nothing else, please.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { packageRoot } from '../src/platform/index.node.ts';

const cli = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
/** Molecules of a request, and requests at a time: enough that no thread is idle. */
const [moleculesPerRequest, connections] = [64, 16];

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '60' } },
  allowPositionals: true,
});
const [run, table] = positionals;
if (run === undefined || table === undefined) throw new Error('usage: npm run bench:serve -- RUN TABLE [--seconds 60]');
const seconds = Number(values.seconds);
const smiles = readFileSync(table, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',')[0]!);

const ofFile = await predictFile(run, table);
console.log(`graphsam predict: ${Math.round(ofFile)} molecules/s (loading included)`);
const { child, url } = await serve(run);
try {
  const full = await load(url, {});
  const rate = (full.requests.average * moleculesPerRequest) | 0;
  console.log(`graphsam serve:   ${rate} molecules/s, ${Math.round((100 * rate) / ofFile)} % of it`);
  const half = await load(url, { overallRate: Math.max(1, Math.round(full.requests.average / 2)) });
  console.log(
    `at half of that:  p50 ${half.latency.p50} ms, p99 ${half.latency.p99} ms; ${half.non2xx} refused, ${half.errors} errors`,
  );
} finally {
  child.kill('SIGTERM');
}

/** Molecules a second. */
async function predictFile(model: string, input: string): Promise<number> {
  const output = join(tmpdir(), `graphsam-bench-${process.pid}.csv`);
  const started = performance.now();
  const predicting = spawn(process.execPath, [cli, 'predict', model, input, '-o', output, '--quiet'], {
    stdio: 'ignore',
  });
  const [code] = await once(predicting, 'exit');
  rmSync(output, { force: true });
  if (code !== 0) throw new Error(`graphsam predict ended with ${code}`);
  return smiles.length / ((performance.now() - started) / 1000);
}

async function serve(model: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [cli, 'serve', model, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const piece of child.stdout) {
    text += piece;
    const start = text.split('\n').find((line) => line.includes('"kind":"start"'));
    if (!start) continue;
    child.stdout.resume();
    return { child, url: JSON.parse(start).url };
  }
  throw new Error('graphsam serve ended');
}

/** Prints the memory of the service every 10 s meanwhile. */
async function load(url: string, options: Partial<autocannon.Options>): Promise<autocannon.Result> {
  const requests = Array.from({ length: 50 }, (_, index) => ({
    body: JSON.stringify({
      smiles: Array.from(
        { length: moleculesPerRequest },
        (_, at) => smiles[(index * moleculesPerRequest + at) % smiles.length],
      ),
    }),
  }));
  const memory: number[] = [];
  const watch = setInterval(async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    memory.push(Math.round(Number(/^process_resident_memory_bytes (\S+)/m.exec(text)![1]) / 1e6));
  }, 10_000);
  const result = await autocannon({
    url: `${url}/predict`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests,
    connections,
    duration: seconds,
    ...options,
  });
  clearInterval(watch);
  if (memory.length > 0) console.log(`memory every 10 s (MB): ${memory.join(' ')}`);
  return result;
}
