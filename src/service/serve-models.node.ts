/** The service from its first model to its last request: `graphsam serve`. */
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { ConfigError, GraphsamError, MachineError } from '../base/index.ts';
import { checkShape } from '../config/index.ts';
import { packageRoot } from '../platform/index.node.ts';
import { type Backend, holdDevice, threadsAtOnce } from '../runtime/index.ts';
import { readKeys } from './access.node.ts';
import { createApp } from './app.node.ts';
import { BatchQueue } from './batch-queue.ts';
import { followModels, loadModel, type ModelChange, sourceOf } from './load-models.node.ts';
import { ModelRegistry } from './model-registry.ts';
import type { LogRecord, Service } from './service.ts';
import { serviceMetrics } from './service-metrics.ts';
import { type ServiceOptions, serviceOptionsSchema } from './service-options.ts';
import { ThreadPool } from './thread-pool.node.ts';

export interface ServeModelsOptions extends Partial<ServiceOptions> {
  /** Run folders or model files, each with NAME= in front if it is to be called otherwise than its folder. */
  readonly runs?: readonly string[] | undefined;
  readonly backend?: Backend | undefined;
  readonly log?: ((record: LogRecord) => void) | undefined;
  /** How often the folder of models is looked at. Default 2 s. */
  readonly followIntervalMs?: number | undefined;
  /** Folder of the built page. Default: web/dist of this package. */
  readonly page?: string | undefined;
  /** For tests: what threads serve, and how long they may be silent. */
  readonly threadModule?: URL | undefined;
  readonly patienceMs?: number | undefined;
}

export interface RunningService {
  /** For instance `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly models: readonly { readonly name: string; readonly version: string }[];
  /** Refuses what is new, waits for what was begun (as long as drainSeconds), and ends. */
  close(): Promise<void>;
}

/**
 * Resolves once all models are loaded and requests are answered.
 * Throws ConfigError for options, CheckpointError for models, MachineError for an address that is taken.
 */
export async function serveModels(given: ServeModelsOptions): Promise<RunningService> {
  const { runs = [], backend, log = () => {}, followIntervalMs, threadModule, patienceMs, ...rest } = given;
  const { page = join(packageRoot(), 'web', 'dist'), ...settings } = rest;
  const options = checkShape(serviceOptionsSchema, settings, 'the service', { at: ['service'] });
  refuseNothing(runs, options);
  const sources = runs.map(sourceOf);
  refuseTaken(sources.map(({ name }) => name));
  const keys = options.apiKeyFile === undefined ? undefined : await readKeys(options.apiKeyFile);
  const releaseDevice = holdDevice(backend, 'a service');
  const size = threadsAtOnce(backend, options.threads ?? availableParallelism());
  const pool = new ThreadPool({
    size,
    backend,
    withApplicability: options.applicability,
    coverage: options.coverage,
    patienceMs,
    module: threadModule,
    onReplaced: (error) => {
      metrics.replacedThreads.inc();
      log({ event: 'thread-replaced', level: 'warning', error: textOf(error) });
    },
  });
  const registry = new ModelRegistry((id) => pool.closeModel(id));
  const queue = new BatchQueue(pool, {
    ...options,
    onBatch: (molecules, seconds) => {
      metrics.batchMolecules.observe(molecules);
      metrics.batchSeconds.observe(seconds);
    },
  });
  const metrics = serviceMetrics({ waiting: () => queue.waiting, models: () => registry.all });
  const onChange = ({ name, version, outcome, error, warnings }: ModelChange): void => {
    metrics.reloads.inc({ outcome });
    const level = outcome === 'failed' ? 'error' : 'info';
    log({ event: 'model', level, name, version, outcome, ...(error !== undefined && { error: textOf(error) }) });
    for (const warning of warnings ?? []) log({ event: 'warning', level: 'warning', name, version, message: warning });
  };
  const service: Service = {
    options,
    models: registry,
    queue,
    metrics,
    log,
    findSmiles: (input) => pool.findSmiles(input),
    threads: size,
    page: existsSync(join(page, 'index.html')) ? page : undefined,
    keys,
    isDraining: false,
  };
  // Before the models are loaded: an address that is taken is said at once, and requests are answered that nothing is ready yet.
  const { server, running } = await listen(service).catch((error) => {
    releaseDevice();
    throw error;
  });
  let unfollow = async (): Promise<void> => {};
  const close = async (): Promise<void> => {
    service.isDraining = true;
    await drained(server, running, options.drainSeconds);
    await unfollow();
    await pool.close();
    releaseDevice();
  };
  try {
    for (const source of sources) {
      const { name, version } = source;
      onChange({ name, version, outcome: 'loaded', warnings: await loadModel({ pool, registry }, source) });
    }
    if (options.models !== undefined) {
      const follow = { folder: options.models, intervalMs: followIntervalMs, onChange };
      unfollow = await followModels({ pool, registry }, follow);
    }
    registry.isLoading = false;
  } catch (error) {
    await close();
    throw error;
  }
  const { port, address, family } = server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  return { url, models: registry.all.map(({ name, version }) => ({ name, version })), close };
}

/** A connection that stands still, in either direction, is ended: a client that hangs holds nothing for longer. */
const idleMs = 120_000;
const headersMs = 15_000;

async function listen(service: Service): Promise<{ server: Server; running: ReadonlyMap<Socket, number> }> {
  const { host, port } = service.options;
  const app = createApp(service);
  // A table may take hours to send: the time between two pieces of it is bounded, not the whole.
  const serverOptions = { requestTimeout: 0, headersTimeout: headersMs, keepAliveTimeout: 65_000 };
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server;
  server.timeout = idleMs;
  const running = runningRequests(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new MachineError({
          code: 'cannot-listen',
          what: `the address cannot be listened on (${cause.code})`,
          where: `${host}:${port}`,
          advice: 'Take another port, or another address of this machine.',
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  return { server, running };
}

/** How often connections are looked at while the service ends. */
const drainLookMs = 50;

/** Resolves once all requests have ended, or their time is over. running: requests of each open connection. */
async function drained(server: Server, running: ReadonlyMap<Socket, number>, seconds: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  // Node's closeIdleConnections leaves those on which nothing was asked yet.
  const endIdle = (): void => {
    for (const [socket, requests] of running) if (requests === 0) socket.destroy();
  };
  const late = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  const looking = setInterval(endIdle, drainLookMs);
  endIdle();
  await ended;
  clearTimeout(late);
  clearInterval(looking);
}

/** Counts the requests of each connection that is open. */
function runningRequests(server: Server): ReadonlyMap<Socket, number> {
  const running = new Map<Socket, number>();
  const count = (socket: Socket, by: number): void => {
    const requests = running.get(socket);
    if (requests !== undefined) running.set(socket, requests + by);
  };
  server.on('connection', (socket: Socket) => {
    running.set(socket, 0);
    socket.once('close', () => running.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  return running;
}

function refuseNothing(runs: readonly string[], { models }: ServiceOptions): void {
  if (runs.length > 0 || models !== undefined) return;
  throw new ConfigError({
    code: 'missing-argument',
    what: 'there is no model to serve',
    advice: 'Name run folders, or a folder of models.',
  });
}

function refuseTaken(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new ConfigError({
    code: 'given-twice',
    what: `two models are called "${twice}"`,
    advice: 'Name them otherwise: NAME=RUN.',
  });
}

function textOf(error: unknown): string {
  if (error instanceof GraphsamError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
