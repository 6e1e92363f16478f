/** The service over time: models that are added, changed and removed, keys, addresses that are taken, and its end. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { packageRoot } from '../platform/index.node.ts';
import { ModelRegistry } from './model-registry.ts';
import { exampleRun, field, molecules, startOddService } from './service.test.helper.ts';

const base = await mkdtemp(join(tmpdir(), 'graphsam-lifecycle-'));
after(() => rm(base, { recursive: true, force: true }));
const model = join(exampleRun, 'model.onnx');

/** As a careful program puts it there: written beside, then renamed. */
async function put(folder: string, name: string, version: string, content?: string): Promise<void> {
  const place = join(folder, name, version);
  await mkdir(place, { recursive: true });
  const part = join(place, 'model.part');
  if (content === undefined) await cp(model, part);
  else await writeFile(part, content);
  await rename(part, join(place, 'model.onnx'));
}

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 2400; tries++) {
    if (await isTrue()) return;
    await setTimeout(25);
  }
  assert.fail('it did not come to pass');
}

test('models of a folder are added, changed and removed while it is served; one that is damaged leaves the old one at work', async () => {
  const folder = join(base, 'models');
  await put(folder, 'logs', '1');
  const service = await startOddService({ runs: [], models: folder, followIntervalMs: 50 });
  try {
    const versions = async (): Promise<string> =>
      (await service.ask('/v2/models')).body.models
        .map(({ name, versions }: { name: string; versions: string[] }) => `${name} ${versions}`)
        .join('; ');
    assert.equal(await versions(), 'logs 1');
    let isOver = false;
    const load = (async () => {
      const seen = new Set<string>();
      while (!isOver) {
        const { status, body } = await service.ask('/predict', { smiles: molecules, model: 'logs' });
        assert.equal(status, 200);
        assert.ok(body.predictions.every((each: { values: object | null }) => each.values !== null));
        seen.add(body.version);
      }
      return [...seen].sort();
    })();
    await put(folder, 'logs', '10');
    await put(folder, 'logs', '9');
    await until(async () => (await versions()) === 'logs 1,9,10');
    await until(async () => (await service.ask('/predict', { smiles: ['C'] })).body.version === '10');
    await put(folder, 'logs', '10', 'no model at all');
    await until(() => service.log.some(({ outcome, version }) => outcome === 'failed' && version === '10'));
    assert.equal((await service.ask('/predict', { smiles: ['C'], version: '10' })).status, 200);
    await rm(join(folder, 'logs', '1'), { recursive: true });
    await until(async () => (await versions()) === 'logs 9,10');
    isOver = true;
    const answeredBy = await load;
    assert.ok(answeredBy.includes('10') && answeredBy.every((version) => ['1', '9', '10'].includes(version)));
    assert.equal((await service.ask('/v2/models/logs/versions/1')).status, 404);
    await rm(join(folder, 'logs'), { recursive: true });
    await until(async () => (await service.ask('/predict', { smiles: ['C'] })).status === 503);
    assert.equal((await service.ask('/v2/health/ready')).status, 503);
  } finally {
    await service.close();
  }
});

test('a model that may still be loaded is not refused as unknown', () => {
  const registry = new ModelRegistry(async () => {});
  assert.throws(() => registry.find('logs'), { code: 'unavailable' });
  registry.isLoading = false;
  assert.throws(() => registry.find('logs'), { code: 'not-found' });
});

test('the newest version is the one with the highest numbers, wherever they stand in its name', () => {
  const registry = new ModelRegistry(async () => {});
  const add = (name: string, versions: readonly string[]): void => {
    const model = { targets: { tasks: ['logS'], taskType: 'regression' }, fields: [], bytes: new Uint8Array(0), id: 0 };
    for (const version of versions) registry.add({ name, version, ...model });
  };
  const ordered = [
    ['1', '2', '10'],
    ['1.9', '1.10', '1.10.1', '2.0'],
    ['v9', 'v10', 'v10.2', 'v10.10'],
    ['2024-9-30', '2024-10-1'],
    ['20240101120000000000', '20240101120000000001'],
    ['01', '1'],
  ];
  for (const [index, versions] of ordered.entries()) {
    add(String(index), versions.toReversed());
    assert.deepEqual(registry.versionsOf(String(index)), versions);
    assert.equal(registry.find(String(index)).version, versions.at(-1));
  }
});

test('with keys only those who bring one are answered, but for health', async () => {
  const apiKeyFile = join(base, 'keys.txt');
  await writeFile(apiKeyFile, '# for the team\nfirst-key\r\n  #of the robot\n  second#key \n');
  const service = await startOddService({ apiKeyFile });
  const ask = async (headers: Record<string, string>): Promise<number> =>
    (await service.ask('/predict', { smiles: ['C'] }, { headers })).status;
  try {
    assert.equal(await ask({}), 401);
    assert.equal(await ask({ Authorization: 'Bearer third-key' }), 401);
    assert.equal(await ask({ Authorization: 'Bearer ' }), 401);
    assert.equal(await ask({ Authorization: 'Bearer first-key' }), 200);
    assert.equal(await ask({ 'X-API-Key': 'second#key' }), 200);
    assert.equal(await ask({ 'X-API-Key': 'second' }), 401);
    assert.equal(await ask({ Authorization: `Basic ${btoa('me:second#key')}` }), 200);
    assert.equal((await service.ask('/v2/health/ready')).status, 200);
    for (const path of ['/', '/metrics', '/v2/models', '/models/solubility/model.onnx']) {
      const { status, headers } = await service.ask(path);
      assert.equal(status, 401, path);
      assert.match(headers.get('www-authenticate')!, /^Basic /);
    }
    assert.equal(service.log.filter(({ status }) => status === 401).length, 7, 'who is turned away is logged');
    const metrics = await service.ask('/metrics', undefined, { headers: { 'X-API-Key': 'second#key' } });
    assert.match(metrics.body, /graphsam_requests_total\{route="\/predict",status="401"\} 4/);
  } finally {
    await service.close();
  }
});

test('what cannot be served is refused at the start, with a reason', async () => {
  const service = await startOddService();
  try {
    const port = Number(new URL(service.url).port);
    await assert.rejects(startOddService({ port }), { name: 'MachineError', code: 'cannot-listen' });
  } finally {
    await service.close();
  }
  await assert.rejects(startOddService({ runs: [] }), { code: 'missing-argument' });
  await assert.rejects(startOddService({ runs: [exampleRun, `${exampleRun}/model.onnx`] }), {
    code: 'given-twice',
    what: /"finished"/,
  });
  await assert.rejects(startOddService({ runs: [base] }), { name: 'CheckpointError' });
  await assert.rejects(startOddService({ models: join(base, 'nowhere') }), { code: 'cannot-read', where: /nowhere$/ });
  await writeFile(join(base, 'commented.txt'), 'first-key\nsecond-key # of the robot\n');
  await assert.rejects(startOddService({ apiKeyFile: join(base, 'commented.txt') }), {
    code: 'wrong-value',
    where: /commented\.txt, line 2$/,
  });
  await writeFile(join(base, 'empty.txt'), '# nothing\n');
  await assert.rejects(startOddService({ apiKeyFile: join(base, 'empty.txt') }), {
    code: 'wrong-value',
    where: /empty\.txt$/,
  });
});

/** `graphsam serve` as a process, once it listens. */
async function command(): Promise<{
  readonly child: ChildProcess;
  readonly url: string;
  readonly stdout: () => string;
}> {
  const cli = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
  const args = ['serve', exampleRun, '--port', '0', '--threads', '1', '--json'];
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  await until(() => text.includes('"start"') || child.exitCode !== null);
  const start = text.split('\n').find((line) => line.includes('"start"'));
  return { child, url: JSON.parse(start ?? '{}').url, stdout: () => text };
}

test('on SIGTERM graphsam serve finishes what was begun, is not ready any more, and exits', async () => {
  const { child, url, stdout } = await command();
  try {
    assert.equal((await fetch(`${url}/ping`)).status, 200);
    const { port } = new URL(url);
    const asked = request({ port, method: 'POST', path: '/predict', headers: { 'Content-Type': 'text/csv' } });
    const answer = once(asked, 'response');
    asked.write('smiles\n');
    asked.write('CCO\n'.repeat(2000));
    await setTimeout(200);
    child.kill('SIGTERM');
    await setTimeout(200);
    asked.end('CCO\n');
    const [response] = await answer;
    let body = '';
    for await (const piece of response) body += piece;
    assert.equal(body.trim().split('\n').length, 2002);
    assert.ok(body.includes(`smiles,${field},reason`));
    const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
    assert.equal(code, 0);
    const lines = stdout()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.ok(lines.some(({ kind, status }) => kind === 'request' && status === 200));
    await assert.rejects(fetch(`${url}/ping`));
  } finally {
    child.kill('SIGKILL');
  }
});
