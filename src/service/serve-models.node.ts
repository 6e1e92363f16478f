/** The service from its first model to its last request: `graphsam serve`. */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ConfigError, GraphsamError } from '../base/index.ts';
import { checkShape } from '../config/index.ts';
import { packageRoot } from '../platform/index.node.ts';
import { type Backend, holdDevice, threadsAtOnce } from '../runtime/index.ts';
import { readKeys } from './access.node.ts';
import { BatchQueue } from './batch-queue.ts';
import { drained, listen } from './listen.node.ts';
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
  const { runs = [], backend, followIntervalMs, threadModule, patienceMs, log, page, ...settings } = given;
  const options = checkShape(serviceOptionsSchema, settings, 'the service', { at: ['service'] });
  refuseNothing(runs, options);
  const sources = runs.map(sourceOf);
  refuseTaken(sources.map(({ name }) => name));
  const keys = options.apiKeyFile === undefined ? undefined : await readKeys(options.apiKeyFile);
  const releaseDevice = holdDevice(backend, 'a service');
  const { service, pool } = makeService(options, { backend, threadModule, patienceMs, log, page, keys });
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
    unfollow = await loadAll(service, pool, { sources, followIntervalMs });
  } catch (error) {
    await close();
    throw error;
  }
  const { port, address, family } = server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  return { url, models: service.models.all.map(({ name, version }) => ({ name, version })), close };
}

interface ServiceParts extends Pick<ServeModelsOptions, 'backend' | 'threadModule' | 'patienceMs' | 'log' | 'page'> {
  readonly keys: Service['keys'];
}

function makeService(
  options: ServiceOptions,
  given: ServiceParts,
): { readonly service: Service; readonly pool: ThreadPool } {
  const { backend, threadModule, patienceMs, keys, log = () => {} } = given;
  const { page = join(packageRoot(), 'web', 'dist') } = given;
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
  const models = new ModelRegistry((id) => pool.closeModel(id));
  const queue = new BatchQueue(pool, {
    ...options,
    onBatch: (molecules, seconds) => {
      metrics.batchMolecules.observe(molecules);
      metrics.batchSeconds.observe(seconds);
    },
  });
  const metrics = serviceMetrics({ waiting: () => queue.waiting, models: () => models.all });
  const service: Service = {
    options,
    models,
    queue,
    metrics,
    log,
    findSmiles: (input) => pool.findSmiles(input),
    threads: size,
    page: existsSync(join(page, 'index.html')) ? page : undefined,
    keys,
    isDraining: false,
  };
  return { service, pool };
}

interface LoadedSources extends Pick<ServeModelsOptions, 'followIntervalMs'> {
  readonly sources: readonly ReturnType<typeof sourceOf>[];
}

/** The named models, then those of the folder, which is followed; the function that it gives ends that. */
async function loadAll(
  service: Service,
  pool: ThreadPool,
  { sources, followIntervalMs }: LoadedSources,
): Promise<() => Promise<void>> {
  const { options, models: registry } = service;
  const loader = { pool, registry };
  const onChange = (change: ModelChange): void => reportChange(service, change);
  for (const source of sources) {
    const { name, version } = source;
    onChange({ name, version, outcome: 'loaded', warnings: await loadModel(loader, source) });
  }
  const folder = options.models;
  const follow = { intervalMs: followIntervalMs, onChange };
  const unfollow = folder === undefined ? async () => {} : await followModels(loader, { folder, ...follow });
  registry.isLoading = false;
  return unfollow;
}

function reportChange({ metrics, log }: Service, { name, version, outcome, error, warnings }: ModelChange): void {
  metrics.reloads.inc({ outcome });
  const level = outcome === 'failed' ? 'error' : 'info';
  log({ event: 'model', level, name, version, outcome, ...(error !== undefined && { error: textOf(error) }) });
  for (const warning of warnings ?? []) log({ event: 'warning', level: 'warning', name, version, message: warning });
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
