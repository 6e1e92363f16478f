/** The routes of the service as one function from requests to answers; it needs no port, and its tests use none. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Context, Hono } from 'hono';
import { matchedRoutes } from 'hono/route';
import { version } from '../base/index.ts';
import { requireKey } from './access.node.ts';
import { answerInference, metadataOf } from './inference-route.ts';
import { answerInvocations } from './mlflow-route.ts';
import { methodsOf, openApiDocument } from './openapi.ts';
import { modelBytes, pageFile, pageLink } from './page-files.node.ts';
import { answerPlain } from './plain-route.ts';
import { isReady } from './probe.ts';
import { asProblem, Problem } from './problem.ts';
import type { Service } from './service.ts';
import { answerTable } from './table-route.node.ts';
import { tryPage } from './try-page.ts';

interface Variables {
  readonly requestId: string;
  /** Of an answer that is still being written. */
  readonly ended?: Promise<void>;
}
interface Env {
  readonly Variables: Variables;
  /** What the server gives with a request. */
  readonly Bindings: { readonly outgoing: ServerResponse };
}
type Asked = Context<Env>;

const requestIds = /^[\w.-]{1,64}$/;
/** Answered without a key, and while the service ends. */
const isHealth = (path: string): boolean => path.startsWith('/v2/health/') || path === '/ping' || path === '/health';

export function createApp(service: Service): Hono<Env> {
  const app = new Hono<Env>();
  app.use(async (asked, next) => {
    await watched(service, asked, next);
  });
  // Behind it, so that what is turned away is counted and logged too.
  app.use(async (asked, next) => {
    admit(service, asked);
    await next();
  });
  addHealth(app, service);
  addPredictions(app, service);
  addPages(app, service);
  app.all('*', (asked) => {
    const allowed = methodsOf(asked.req.path);
    if (allowed.length > 0) {
      throw new Problem('method-not-allowed', `${asked.req.path.slice(0, 80)} is asked with ${allowed.join(', ')}`, {
        Allow: allowed.join(', '),
      });
    }
    throw new Problem('not-found', `nothing is at ${asked.req.path.slice(0, 80)}; /openapi.json lists what there is`);
  });
  app.onError((error, asked) => problemAnswer(service, asked, error));
  return app;
}

type App = ReturnType<typeof createApp>;

/** Gives the request an id, and counts and logs its answer once it was written. */
async function watched(service: Service, asked: Asked, next: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const given = asked.req.header('x-request-id') ?? '';
  asked.set('requestId', requestIds.test(given) ? given : randomUUID());
  await next();
  asked.header('X-Request-Id', asked.get('requestId'));
  asked.header('X-Content-Type-Options', 'nosniff');
  const count = (): void => counted(service, asked, (performance.now() - started) / 1000);
  const ended = asked.get('ended');
  if (ended) void ended.then(count);
  else count();
}

function counted(service: Service, asked: Asked, seconds: number): void {
  const { path, method } = asked.req;
  const { status } = asked.res;
  const route = matchedRoutes(asked).find(({ path: each }) => !each.endsWith('*'))?.path ?? '*';
  service.metrics.requests.inc({ route, status: String(status) });
  service.metrics.requestSeconds.observe({ route }, seconds);
  if (isHealth(path) || path === '/metrics') return;
  service.log({
    event: 'request',
    level: 'info',
    id: asked.get('requestId'),
    method,
    path: path.slice(0, 200),
    status,
    ms: Math.round(seconds * 1000),
  });
}

/** Lets through who brings a key, as long as the service does not end; whoever asks for its health. */
function admit(service: Service, { req }: Asked): void {
  if (isHealth(req.path)) return;
  if (service.keys) requireKey(req.raw, service.keys);
  if (service.isDraining) throw new Problem('unavailable', 'the service is about to end', { Connection: 'close' });
}

function problemAnswer(service: Service, asked: Asked, error: unknown): Response {
  const problem = asProblem(error);
  const id = asked.get('requestId') ?? '';
  // A caller that is gone is none of ours.
  if (problem.code === 'internal' && !asked.req.raw.signal.aborted) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    service.log({ event: 'defect', level: 'error', id, error: text });
  }
  service.metrics.refused.inc({ reason: problem.code });
  const body = { error: problem.message, code: problem.code, request: id };
  return asked.json(body, problem.status, { ...problem.headers, 'X-Request-Id': id });
}

function addHealth(app: App, service: Service): void {
  const ready = async (asked: Asked) => {
    const isUp = !service.isDraining && (await isReady(service));
    return asked.json({ ready: isUp }, isUp ? 200 : 503);
  };
  app.get('/v2', (asked) => asked.json({ name: 'graphsam', version, extensions: [] }));
  app.get('/v2/health/live', (asked) => asked.json({ live: true }));
  app.get('/v2/health/ready', ready);
  app.get('/ping', ready);
  app.get('/health', ready);
  app.get('/metrics', async (asked) =>
    asked.text(await service.metrics.registry.metrics(), 200, { 'Content-Type': service.metrics.registry.contentType }),
  );
}

function addPredictions(app: App, service: Service): void {
  const { models } = service;
  app.post('/predict', async (asked) =>
    isJson(asked) ? asked.json(await answerPlain(service, asked.req.raw)) : tableFor(service, asked),
  );
  app.post('/invocations', async (asked) =>
    isJson(asked) ? asked.json(await answerInvocations(service, asked.req.raw)) : tableFor(service, asked),
  );
  app.get('/v2/models', (asked) =>
    asked.json({ models: models.names.map((name) => ({ name, versions: models.versionsOf(name) })) }),
  );
  for (const path of ['/v2/models/:name', '/v2/models/:name/versions/:version'] as const) {
    const named = (asked: Asked) => ({ name: asked.req.param('name')!, version: asked.req.param('version') });
    app.get(path, (asked) => asked.json(metadataOf(service, named(asked).name, named(asked).version)));
    app.get(`${path}/ready`, (asked) => {
      const { name } = models.find(named(asked).name, named(asked).version);
      return asked.json({ name, ready: !service.isDraining });
    });
    app.post(`${path}/infer`, async (asked) => asked.json(await answerInference(service, asked.req.raw, named(asked))));
  }
}

async function tableFor(service: Service, asked: Asked): Promise<Response> {
  const { response, ended } = await answerTable(service, {
    request: asked.req.raw,
    id: asked.get('requestId'),
    breakOff: () => asked.env.outgoing.destroy(),
  });
  asked.set('ended', ended);
  return response;
}

function addPages(app: App, service: Service): void {
  app.get('/openapi.json', (asked) => asked.json(openApiDocument(version, service.keys !== undefined)));
  app.get('/', (asked) => {
    const nonce = randomUUID();
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'`;
    return asked.html(tryPage(nonce, service.page !== undefined), 200, { 'Content-Security-Policy': policy });
  });
  app.get('/models/:name', (asked) => pageLink(service, asked.req.param('name')));
  app.get('/models/:name/model.onnx', (asked) => modelBytes(service, asked.req.param('name')));
  app.get('/page', (asked) => asked.redirect('page/'));
  app.get('/page/*', (asked) => pageFile(service, pathOfPage(asked.req.url)));
}

/** What stands behind /page/, decoded once: the path that Hono gives is decoded already, but for some signs. Throws a Problem. */
function pathOfPage(url: string): string {
  const [path = ''] = url.replace(/^[^/]*\/\/[^/]*/, '').split(/[?#]/);
  try {
    return decodeURIComponent(path.split('/').slice(2).join('/'));
  } catch {
    throw new Problem('not-found', 'there is no such file of the page');
  }
}

function isJson(asked: Asked): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(asked.req.header('content-type') ?? '');
}
