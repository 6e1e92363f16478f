/**
 * The table "One machine or many" of the README: each of its lines is run as it stands there, with names of this machine in place of
 * those of the example.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { packageRoot } from '../../src/platform/index.node.ts';
import { type Ended, folderWith, graphsam, start } from '../cli/command-line.ts';
import { regressionTable } from '../cli/small-tables.ts';
import { missingForRedis, startRedis } from './redis-server.test.helper.ts';

const grid = `
datasets: [{ paths: [table.csv], label: chains }]
models: [{ name: compt, settings: { width: 8, heads: 1, layers: 1, headLayers: 1 } }]
optimizers: [adam]
seeds: [0]
training: { epochs: 1 }
`;
const files = { 'table.csv': regressionTable(), 'grid.yaml': grid, 'library.csv': 'smiles\nCCO\nCCN\nCCC\n' };
const run = 'chains-compt-adam-random-seed0';
const env = { GRAPHSAM_LEASE_SECONDS: '4' };

/** Commands of each row, by what stands in its first column. */
function linesOfTable(): Map<string, string[]> {
  const text = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
  const section = text.split('## One machine or many')[1]!.split('\n## ')[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| you have'));
  return new Map(
    rows.map((line) => {
      const [, whom, way] = line.split(' | ').length > 1 ? ['', ...line.slice(2).split(' | ')] : [];
      return [whom!.trim(), [...way!.matchAll(/`(graphsam [^`]+)`/g)].map((match) => match[1]!)];
    }),
  );
}

const lines = linesOfTable();
const used = new Set<string>();

/** The arguments of the commands of a row, each name of the example replaced. */
function commandsOf(whom: string, names: Readonly<Record<string, string>> = {}): string[][] {
  used.add(whom);
  const commands = lines.get(whom);
  assert.ok(commands && commands.length > 0, `${whom} is in the table`);
  return commands.map((command) => {
    let text = command;
    for (const [name, here] of Object.entries(names)) text = text.replaceAll(name, here);
    return text.split(' ').slice(1);
  });
}

async function works(args: readonly string[], folder: string, more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const ended = await graphsam(args, folder, { ...env, ...more });
  assert.equal(ended.code, 0, `${args.join(' ')}\n${ended.stderr}`);
  return ended;
}

function hasTables(folder: string): boolean {
  return /\| compt \| adam \| /.test(readFileSync(join(folder, 'results.md'), 'utf8'));
}

test('one machine, an array job over a grid and one over a library', { timeout: 240_000 }, async (context) => {
  const folder = folderWith(context, files);
  const [compare, watch] = commandsOf('one machine');
  await works(compare!, folder);
  assert.ok(hasTables(join(folder, 'comparison')));
  await works(watch!, folder);

  const [array] = commandsOf('AWS Batch, PBS, Grid Engine, LSF');
  const task = { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '1' };
  assert.match((await works(array!, folder, task)).stdout, /Part 1 of 1: 1 of 1 run finished/);

  const [predict, collect] = commandsOf('a library of millions of molecules');
  mkdirSync(join(folder, 'runs'));
  cpSync(join(folder, 'comparison', 'runs', run), join(folder, 'runs', 'first'), { recursive: true });
  for (const index of ['0', '1'])
    await works(predict!, folder, { AWS_BATCH_JOB_ARRAY_INDEX: index, AWS_BATCH_JOB_ARRAY_SIZE: '2' });
  assert.match((await works(collect!, folder)).stdout, /scored.csv: 3 rows of 2 parts/);
});

test('machines that share a folder', { timeout: 240_000 }, async (context) => {
  const folder = folderWith(context, files);
  const [command] = commandsOf('some machines and a shared folder', { '/shared': folder });
  const machines = [start(command!, folder, { ...env, GRAPHSAM_HOST: 'other' }).ended, works(command!, folder)];
  for (const { code, stderr } of await Promise.all(machines)) assert.equal(code, 0, stderr);
  assert.ok(hasTables(join(folder, 'comparison')));
});

test('machines that share a Redis', { timeout: 240_000, skip: missingForRedis() ?? false }, async (context) => {
  const folder = folderWith(context, files);
  const { url } = await startRedis(context);
  const [worker, compare] = commandsOf('some machines and a Redis', { 'redis://server:6379': url });
  const working = start(worker!, folder, env);
  context.after(() => working.process.kill('SIGKILL'));
  await working.saw('Waiting for trainings');
  await works(compare!, folder);
  assert.ok(hasTables(join(folder, 'comparison')));

  const names = { '/shared': folder, 'molecules.csv': 'table.csv', 'redis://server:6379': url };
  const [tune] = commandsOf('settings to search, and many machines', names);
  const short = ['--width', '8', '--heads', '1', '--layers', '1', '--epochs', '1'];
  await works([...tune!, ...short, '--trials', '1', '--space', 'optimizer'], folder);
  assert.ok(existsSync(join(folder, 'tuning', 'best.yaml')));
});

test('Slurm and Kubernetes: the lines write what the schedulers get, and print how it is sent', {
  timeout: 120_000,
}, async (context) => {
  const folder = folderWith(context, files);
  const [slurm] = commandsOf('Slurm');
  const { stdout } = await works([...slurm!, '--memory', '700'], folder);
  const script = /To send it: bash (\S+)/.exec(stdout)![1]!;
  for (const each of [script, ...['array.sh', 'collect.sh'].map((name) => join(folder, 'comparison', 'submit', name))])
    assert.equal(spawnSync('bash', ['-n', each], { cwd: folder }).status, 0, each);
  const [kubernetes] = commandsOf('Kubernetes', { IMAGE: 'registry/graphsam', CLAIM: 'shared' });
  assert.match((await works([...kubernetes!, '--memory', '700'], folder)).stdout, /To send it: kubectl apply -f /);
});

test('every line of the table was run', (context: TestContext) => {
  const left = [...lines.keys()].filter((whom) => !used.has(whom));
  if (missingForRedis() === undefined) assert.deepEqual(left, []);
  else context.diagnostic(`not run: ${left.join('; ')}`);
});
