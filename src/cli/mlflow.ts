/**
 * A training logged to an MLflow server as it goes: where MLFLOW_TRACKING_URI names one. Settings become parameters, epochs metrics, a fold
 * a run, a member of an ensemble a run inside that of the ensemble. A server that fails costs a warning, and never the training: after the
 * first failure nothing is sent any more.
 * Source: MLflow's REST API 2.0.
 */
import { basename } from 'node:path';
import { version } from '../base/index.ts';
import type { EnsembleMember, RunEvent, TrainConfig, TrainRunResult } from '../runs/index.ts';
import { definedScalars, epochScalars } from './epoch-scalars.ts';
import type { Output } from './output.ts';
import { trainingOf } from './training-of.ts';

/** A server that does not answer for so long has failed. */
const patienceMs = 10_000;
/** Most that MLflow takes at a time, and of one parameter. */
const [mostParameters, longestValue] = [100, 500];

type Environment = Readonly<Record<string, string | undefined>>;

/** Undefined where no server is named. */
export function mlflowFor(
  output: Output,
  config: TrainConfig,
  env: Environment = process.env,
): MlflowReporter | undefined {
  const uri = env.MLFLOW_TRACKING_URI;
  if (uri === undefined || uri === '') return undefined;
  if (/^https?:\/\//.test(uri)) return new MlflowReporter(output, config, { ...env, MLFLOW_TRACKING_URI: uri });
  output.warn(
    `Nothing is logged to MLflow: MLFLOW_TRACKING_URI is ${uri}, and only http:// and https:// are understood.`,
  );
  return undefined;
}

export class MlflowReporter {
  readonly #output: Output;
  readonly #config: TrainConfig;
  readonly #env: Environment;
  /** Requests are sent one after the other, beside the training. */
  #queue: Promise<void> = Promise.resolve();
  #hasFailed = false;
  #experiment: string | undefined;
  /** Of the fold or ensemble that is trained (undefined), and of the members. */
  readonly #runs = new Map<number | undefined, string>();

  constructor(output: Output, config: TrainConfig, env: Environment) {
    this.#output = output;
    this.#config = config;
    this.#env = env;
  }

  onEvent(received: RunEvent): void {
    const { member, event } = trainingOf(received);
    if (event.kind === 'ensemble') this.#send(() => this.#begin(basename(event.folder), event.folder));
    if (event.kind === 'model') {
      this.#send(async () => {
        await this.#end(member, 'FINISHED');
        await this.#begin(nameOf(event, member), event.folder, member);
      });
    }
    if (event.kind === 'epoch') {
      const [metrics, step, timestamp] = [epochScalars(event.report), event.report.epoch, Date.now()];
      this.#send(() => this.#log(member, metrics, { step, timestamp }));
    }
  }

  /** What is waiting is sent; result undefined: the training has failed. */
  async end(result: TrainRunResult | undefined): Promise<void> {
    const last = result?.runs.at(-1);
    const status = result === undefined ? 'FAILED' : result.status === 'finished' ? 'FINISHED' : 'KILLED';
    this.#send(async () => {
      // The members first: their runs lie inside that of the ensemble.
      for (const member of [...this.#runs.keys()].reverse()) {
        const finished = last?.status === 'finished' ? last : undefined;
        await this.#logTest(member, member === undefined ? finished : finished?.members?.[member]);
        await this.#end(member, status);
      }
    });
    await this.#queue;
  }

  async #logTest(
    member: number | undefined,
    result: Pick<EnsembleMember, 'test' | 'epochs'> | undefined,
  ): Promise<void> {
    const test = Object.entries(result?.test ?? {}).map(([name, { mean }]) => [`test/${name}`, mean] as const);
    const place = { step: result?.epochs ?? 0, timestamp: Date.now() };
    await this.#log(member, definedScalars(Object.fromEntries(test)), place);
  }

  #send(request: () => Promise<unknown>): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#hasFailed) return;
      try {
        await request();
      } catch (error) {
        this.#hasFailed = true;
        const reason =
          error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
        this.#output.warn(`MLflow at ${this.#address()} has failed, and nothing more is logged to it: ${reason}`);
      }
    });
  }

  /** Without what may be a password. */
  #address(): string {
    return this.#env.MLFLOW_TRACKING_URI!.replace(/\/\/[^/]*@/, '//');
  }

  async #begin(name: string, folder: string, member?: number): Promise<void> {
    this.#experiment ??= await this.#findExperiment(this.#env.MLFLOW_EXPERIMENT_NAME ?? 'graphsam');
    const parent = member === undefined ? undefined : this.#runs.get(undefined);
    const tags = {
      ...{ 'mlflow.runName': name, 'graphsam.version': version, 'graphsam.folder': folder },
      ...(parent !== undefined && { 'mlflow.parentRunId': parent }),
    };
    const created = await this.#call('runs/create', {
      experiment_id: this.#experiment,
      run_name: name,
      start_time: Date.now(),
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    });
    const run = (created as { run: { info: { run_id: string } } }).run.info.run_id;
    this.#runs.set(member, run);
    // What the members share stands with the ensemble.
    const params = parent === undefined ? parametersOf(this.#config) : [];
    for (let from = 0; from < params.length; from += mostParameters)
      await this.#call('runs/log-batch', { run_id: run, params: params.slice(from, from + mostParameters) });
  }

  async #findExperiment(name: string): Promise<string> {
    const found = await this.#call(`experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`);
    const experiment = (found as { experiment?: { experiment_id: string } } | undefined)?.experiment;
    if (experiment) return experiment.experiment_id;
    return ((await this.#call('experiments/create', { name })) as { experiment_id: string }).experiment_id;
  }

  async #log(
    member: number | undefined,
    values: Readonly<Record<string, number>>,
    place: { readonly step: number; readonly timestamp: number },
  ): Promise<void> {
    const metrics = Object.entries(values).map(([key, value]) => ({ key, value, ...place }));
    if (metrics.length > 0) await this.#call('runs/log-batch', { run_id: this.#runs.get(member), metrics });
  }

  async #end(member: number | undefined, status: 'FINISHED' | 'FAILED' | 'KILLED'): Promise<void> {
    const run = this.#runs.get(member);
    if (run === undefined) return;
    await this.#call('runs/update', { run_id: run, status, end_time: Date.now() });
    this.#runs.delete(member);
  }

  /** Posts the body; without one it asks, and undefined means that there is nothing of that name. */
  async #call(path: string, body?: object): Promise<unknown> {
    const base = new URL(this.#env.MLFLOW_TRACKING_URI!);
    const {
      MLFLOW_TRACKING_TOKEN: token,
      MLFLOW_TRACKING_USERNAME: user,
      MLFLOW_TRACKING_PASSWORD: password = '',
    } = this.#env;
    const name = user ?? (base.username ? decodeURIComponent(base.username) : undefined);
    const secret = user === undefined ? decodeURIComponent(base.password) : password;
    const authorization = token
      ? `Bearer ${token}`
      : name && `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
    const url = `${base.origin}${base.pathname.replace(/\/$/, '')}/api/2.0/mlflow/${path}`;
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { ...(body && { 'content-type': 'application/json' }), ...(authorization && { authorization }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    if (!body && response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${response.status} for ${path.split('?')[0]}: ${text.slice(0, 200)}`);
    return JSON.parse(text);
  }
}

/** Of the run folder, with the fold or member that lies in it. */
function nameOf({ folder, fold, folds }: Extract<RunEvent, { kind: 'model' }>, member: number | undefined): string {
  const name = basename(folder.replace(/[\\/](fold|member)_\d+$/, ''));
  if (member !== undefined) return `${name}-member${member}`;
  return folds > 1 ? `${name}-fold${fold}` : name;
}

/** Every setting by its path. */
function parametersOf(config: object, path = ''): { key: string; value: string }[] {
  return Object.entries(config).flatMap(([name, value]) => {
    const key = path === '' ? name : `${path}.${name}`;
    if (value === undefined || value === null) return [];
    if (typeof value === 'object' && !Array.isArray(value)) return parametersOf(value as object, key);
    return [{ key, value: (Array.isArray(value) ? value.join(' ') : String(value)).slice(0, longestValue) }];
  });
}
