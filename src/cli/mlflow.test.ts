/** What is logged to MLflow, against a server of the test that answers as MLflow does. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { parseTrainConfig, type RunEvent } from '../runs/index.ts';
import { mlflowFor } from './mlflow.ts';
import type { Output } from './output.ts';

interface Seen {
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly authorization: string | undefined;
}

type Tag = Readonly<Record<'key' | 'value', string>>;
type Metric = { readonly key: string; readonly value: number };

/** answers: status and text of a request. */
async function server(
  context: TestContext,
  answer: (path: string) => [number, object],
): Promise<{ uri: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const http = createServer((request, response) => {
    void textOf(request).then((text) => {
      const path = request.url!.replace('/api/2.0/mlflow/', '');
      seen.push({ path, body: text === '' ? {} : JSON.parse(text), authorization: request.headers.authorization });
      const [status, content] = answer(path);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  context.after(() => http.close());
  return { uri: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, seen };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

function asMlflow(path: string): [number, object] {
  if (path.startsWith('experiments/get-by-name')) return [404, { error_code: 'RESOURCE_DOES_NOT_EXIST' }];
  if (path === 'experiments/create') return [200, { experiment_id: '7' }];
  return [200, path === 'runs/create' ? { run: { info: { run_id: 'abc' } } } : {}];
}

function recorder(): { output: Output; warned: string[] } {
  const warned: string[] = [];
  return { output: { warn: (text: string) => void warned.push(text) } as unknown as Output, warned };
}

const config = parseTrainConfig({ data: { dataset: 'esol' } }, 'test');
const model = { kind: 'model', fold: 1, folds: 1, folder: 'runs/first' } as unknown as RunEvent;
const epoch = (number: number): RunEvent =>
  ({
    kind: 'epoch',
    report: {
      epoch: number,
      trainLoss: 0.5,
      validation: { rmse: { mean: number === 2 ? null : 0.7 } },
      moleculesPerSecond: 10,
    },
  }) as unknown as RunEvent;
const values = { rmse: { mean: 0.9, perTask: [0.9], undefinedTasks: 0 } };
const finished = { status: 'finished', folder: '', runs: [{ status: 'finished', epochs: 2, test: values }] };

test('settings, epochs and the test metric arrive in their order, with the token', async (context) => {
  const { uri, seen } = await server(context, asMlflow);
  const { output, warned } = recorder();
  const tracking = mlflowFor(output, config, { MLFLOW_TRACKING_URI: `${uri}/`, MLFLOW_TRACKING_TOKEN: 'secret' })!;
  for (const event of [model, epoch(1), epoch(2)]) tracking.onEvent(event);
  await tracking.end(finished as never);
  assert.deepEqual(warned, []);
  assert.deepEqual(
    seen.map(({ path }) => path),
    [
      ...['experiments/get-by-name?experiment_name=graphsam', 'experiments/create', 'runs/create'],
      ...['runs/log-batch', 'runs/log-batch', 'runs/log-batch', 'runs/log-batch', 'runs/update'],
    ],
  );
  assert.ok(seen.every(({ authorization }) => authorization === 'Bearer secret'));
  const [, , created, parameters, first, second, test, last] = seen.map(({ body }) => body);
  assert.deepEqual([created!.experiment_id, created!.run_name], ['7', 'first']);
  const sent = parameters!.params as { key: string; value: string }[];
  assert.equal(sent.find(({ key }) => key === 'training.epochs')?.value, '60');
  const metricsIn = (body: Record<string, unknown>) =>
    (body.metrics as { key: string; value: number; step: number }[]).map(
      ({ key, value, step }) => `${key} ${value} ${step}`,
    );
  assert.deepEqual(metricsIn(first!), [
    'loss/training 0.5 1',
    'validation/rmse 0.7 1',
    'speed/molecules_per_second 10 1',
  ]);
  assert.deepEqual(
    metricsIn(second!),
    ['loss/training 0.5 2', 'speed/molecules_per_second 10 2'],
    'what is undefined is left out',
  );
  assert.deepEqual(metricsIn(test!), ['test/rmse 0.9 2']);
  assert.deepEqual([last!.run_id, last!.status], ['abc', 'FINISHED']);
});

test('the members of an ensemble are runs inside its own, each with its epochs and its test metric', async (context) => {
  let created = 0;
  const { uri, seen } = await server(context, (path) =>
    path === 'runs/create' ? [200, { run: { info: { run_id: `run${created++}` } } }] : asMlflow(path),
  );
  const { output, warned } = recorder();
  const tracking = mlflowFor(output, config, { MLFLOW_TRACKING_URI: uri })!;
  const of = (member: number, event: RunEvent): RunEvent =>
    ({ kind: 'member', member, members: 2, event }) as unknown as RunEvent;
  const begun = (member: number): RunEvent => of(member, { ...model, folder: `runs/all/member_${member}` } as RunEvent);
  const ensemble = { kind: 'ensemble', folder: 'runs/all' } as RunEvent;
  for (const event of [ensemble, begun(0), begun(1), of(1, epoch(1)), of(0, epoch(1))]) tracking.onEvent(event);
  const members = [0.5, 0.6].map((mean) => ({ epochs: 1, test: { rmse: { mean } } }));
  await tracking.end({ ...finished, runs: [{ ...finished.runs[0], members }] } as never);
  assert.deepEqual(warned, []);
  const runs = seen.filter(({ path }) => path === 'runs/create').map(({ body }) => body);
  assert.deepEqual(
    runs.map(({ run_name }) => run_name),
    ['all', 'all-member0', 'all-member1'],
  );
  const parents = runs.map(({ tags }) => (tags as Tag[]).find(({ key }) => key === 'mlflow.parentRunId')?.value);
  assert.deepEqual(parents, [undefined, 'run0', 'run0']);
  const metrics = seen.flatMap(({ body }) =>
    ((body.metrics ?? []) as Metric[]).map(({ key, value }) => `${body.run_id} ${key} ${value}`),
  );
  assert.deepEqual(
    metrics.filter((line) => /loss|test/.test(line)),
    [
      ...['run2 loss/training 0.5', 'run1 loss/training 0.5'],
      ...['run2 test/rmse 0.6', 'run1 test/rmse 0.5', 'run0 test/rmse 0.9'],
    ],
  );
  const ended = seen.filter(({ path }) => path === 'runs/update').map(({ body }) => `${body.run_id} ${body.status}`);
  assert.deepEqual(ended, ['run2 FINISHED', 'run1 FINISHED', 'run0 FINISHED']);
});

test('a server that fails is named once, asked no more, and hinders nothing', async (context) => {
  const { uri, seen } = await server(context, () => [500, { message: 'broken' }]);
  const unreachable = 'http://127.0.0.1:1';
  for (const address of [uri, unreachable]) {
    const { output, warned } = recorder();
    const tracking = mlflowFor(output, config, { MLFLOW_TRACKING_URI: address.replace('//', '//me:hidden@') })!;
    for (const event of [model, epoch(1), epoch(2)]) tracking.onEvent(event);
    await tracking.end(finished as never);
    assert.equal(warned.length, 1);
    assert.match(warned[0]!, /^MLflow at http:\/\/127.0.0.1:\d+ has failed, and nothing more is logged to it: /);
  }
  assert.equal(seen.length, 1);
  assert.match(seen[0]!.authorization!, /^Basic /);
});

test('it is off without an address, and an address that is none of a server is named', () => {
  const { output, warned } = recorder();
  assert.equal(mlflowFor(output, config, {}), undefined);
  assert.equal(mlflowFor(output, config, { MLFLOW_TRACKING_URI: 'sqlite:///x.db' }), undefined);
  assert.match(warned.join(), /only http/);
});
