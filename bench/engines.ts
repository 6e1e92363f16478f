/**
 * npm run bench:engines [-- --runs 8] [--epochs 150] [--processes 1 --processes 2]
 *
 * What it costs to share trainings out. A small grid is trained by 1, 2 and 4 processes on one folder, and by two workers of a Redis: the CPU
 * seconds of the processes that share (claim, wait, collect, queue) beside those of the trainings, which are processes of their own. CPU
 * seconds of a process mean the same on a busy machine. Then what one look and one claim cost, in milliseconds and in operations of the
 * file system, and what collecting costs a run. Needs Linux.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CpuRecord, cpuRecords, recordingCpu } from '../scripts/shared/cpu-seconds.ts';
import { formatTable } from '../scripts/shared/format-table.ts';
import { compare, expandGrids, folderOf, readGrids, runCell } from '../src/experiments/index.node.ts';
import { lockFolder, packageRoot } from '../src/platform/index.node.ts';
import { fileOperationsOf } from './file-operations.ts';

const redisProgram = '/usr/bin/redis-server';
const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '8' },
    epochs: { type: 'string', default: '150' },
    processes: { type: 'string', multiple: true, default: ['1', '2', '4'] },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'graphsam-engines-'));
try {
  await writeGrid();
  const rows: string[][] = [];
  for (const count of values.processes) rows.push(costRow(`${count} on one folder`, await onFolder(Number(count))));
  if (existsSync(redisProgram)) rows.push(costRow('2 workers of a Redis', await onRedis()));
  else console.log(`without ${redisProgram}: no queue`);
  console.log(`${values.runs} trainings of ${values.epochs} epochs; CPU seconds`);
  console.log(formatTable(['processes', 'trainings', 'starts', 'sharing out', 'of the work'], rows));
  await measureClaims();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function writeGrid(): Promise<void> {
  const rows = Array.from({ length: 60 }, (_, row) => `${'C'.repeat(1 + (row % 12))}${'ONF'[row % 3]},${row % 12}`);
  await writeFile(join(folder, 'table.csv'), `smiles,y\n${rows.join('\n')}\n`);
  const seeds = Array.from({ length: Number(values.runs) }, (_, seed) => seed).join(', ');
  const model = '{ name: compt, settings: { width: 32, heads: 2, layers: 1, headLayers: 1 } }';
  const grid = `datasets: [{ paths: [table.csv], label: chains }]\nmodels: [${model}]\noptimizers: [adam]\n`;
  await writeFile(join(folder, 'grid.yaml'), `${grid}seeds: [${seeds}]\ntraining: { epochs: ${values.epochs} }\n`);
}

interface Cost {
  readonly trainings: number;
  readonly starts: number;
  readonly sharing: number;
}

async function onFolder(count: number): Promise<Cost> {
  const out = `folder-${count}`;
  const command = ['compare', 'grid.yaml', '-o', out, '--jobs', '1', '--threads', '1'];
  const log = join(folder, `${out}.log`);
  await Promise.all(Array.from({ length: count }, () => graphsam(command, log).ended));
  return costOf(log, await startOf());
}

async function onRedis(): Promise<Cost> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const redis = spawn(redisProgram, options, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const log = join(folder, 'redis.log');
  try {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const workers = [1, 2].map(() => graphsam(['worker', '--redis', url, '--threads', '1'], log));
    await graphsam(['compare', 'grid.yaml', '-o', 'redis', '--queue', url], log).ended;
    for (const { child } of workers) child.kill('SIGTERM');
    await Promise.all(workers.map(({ ended }) => ended));
    return costOf(log, await startOf());
  } finally {
    redis.kill();
  }
}

/** Of a process that finds nothing to train. */
async function startOf(): Promise<number> {
  const log = join(folder, 'start.log');
  await rm(log, { force: true });
  await graphsam(['compare', 'grid.yaml', '-o', 'nothing', '--dry-run'], log).ended;
  return cpuRecords(log)[0]!.own;
}

/** start: of each process that shares out; what it computes beyond is the sharing. */
function costOf(log: string, start: number): Cost {
  const sharing = cpuRecords(log).filter(({ command }) => command !== '');
  const sum = (of: (record: CpuRecord) => number): number => sharing.reduce((so, record) => so + of(record), 0);
  const starts = start * sharing.length;
  return { trainings: sum(({ children }) => children!), starts, sharing: sum(({ own }) => own) - starts };
}

function graphsam(args: readonly string[], log: string) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: recordingCpu(log),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { child, ended: new Promise((resolve) => child.on('exit', resolve)) };
}

function costRow(name: string, { trainings, starts, sharing }: Cost): string[] {
  const percent = `${((100 * sharing) / trainings).toFixed(1)} %`;
  return [name, trainings.toFixed(1), starts.toFixed(1), sharing.toFixed(2), percent];
}

/** In this process: a look at a run that is finished, a look and a claim of one that is not, tables of all. */
async function measureClaims(): Promise<void> {
  process.chdir(folder);
  const grids = readGrids(await readFile('grid.yaml', 'utf8'), 'grid.yaml');
  const cells = expandGrids(grids, 'grid.yaml');
  const [first] = cells;
  const done = `folder-${values.processes[0]}`;
  const claim = async (where: string): Promise<void> => {
    const execute = async ({ folder: claimed }: { readonly folder: string }): Promise<'interrupted'> => {
      await (await lockFolder(claimed)).release();
      return 'interrupted';
    };
    const outcome = await runCell(first!, { folder: where, execute, onProgress: () => {} });
    if (outcome.status === 'failed') throw outcome.error;
  };
  const free = join(folder, 'free');
  await mkdir(folderOf(first!, free), { recursive: true });
  const works: [string, () => Promise<unknown>, number][] = [
    ['a look at a finished run', () => claim(done), 200],
    ['a look at one that is not begun, its lock and release', () => claim(free), 200],
    [`tables of ${cells.length} runs`, () => compare(cells, { folder: done, jobs: 1 }), 5],
  ];
  const rows: string[][] = [];
  for (const [name, work, times] of works) {
    const calls = await fileOperationsOf(work);
    const operations = [...calls.values()].reduce((sum, count) => sum + count, 0);
    const kinds = [...calls].map(([call, count]) => `${count} ${call}`).join(', ');
    rows.push([name, (await cpuMsOf(work, times)).toFixed(2), String(operations), kinds]);
  }
  console.log(`\n${formatTable(['in one process', 'ms of CPU', 'file operations', ''], rows)}`);
}

async function cpuMsOf(work: () => Promise<unknown>, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
