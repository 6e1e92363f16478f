/** A training in the browser, from a request or from where it was left: the library's own, with the browser's storage as its place. */
import {
  type Backend,
  openRunContext,
  parseTrainConfig,
  type RunContext,
  RunError,
  type RunMachine,
  runFiles,
  type TrainConfig,
  trainFold,
} from '../../../src/index.web.ts';
import { environment } from '../environment.ts';
import type { SingleRunEvent, TrainingOutcome, TrainingRequest } from '../protocol.ts';
import { exampleName, openChemistry, openRuntime } from '../site-files.ts';
import type { RunDatabase, StoredRunRecord } from '../storage/run-database.ts';
import { lockRun } from '../storage/run-lock.ts';
import { StoredRun } from '../storage/stored-run.ts';
import { isFolded, whyStuck } from '../storage/why-stuck.ts';
import { openSource } from '../tables/open-files.ts';
import { initialEncoder, withInitialModel } from './initial-encoder.ts';

export interface TrainHooks {
  readonly onEvent: (event: SingleRunEvent) => void;
  readonly signal: AbortSignal;
  readonly betweenSteps: () => Promise<void>;
}

/** The record of a new run. Throws ConfigError for what cannot be trained, before anything is read. */
export async function newRecord(
  id: string,
  { title, files, config }: TrainingRequest,
  threads: number,
): Promise<StoredRunRecord> {
  const names = files.map(({ name }) => name);
  const data = { ...config.data, ...(files.length === 0 ? { dataset: exampleName } : { paths: names }) };
  const machine = { backend: 'wasm', threads, ...config.machine } as const;
  const checked = parseTrainConfig({ ...(await withInitialModel(config)), data, machine }, 'the settings');
  const described = names.join(', ') || exampleName;
  return { id, title, created: Date.now(), config: checked, files, data: described, finished: false };
}

/** Trains until it is finished or the signal stops it; a finished run gives its result again. */
export async function trainRecord(
  database: RunDatabase,
  record: StoredRunRecord,
  resume: boolean,
  hooks: TrainHooks,
): Promise<TrainingOutcome> {
  const unlock = await lockRun(record.id);
  try {
    const context = await openContext(record, hooks.onEvent);
    const [split] = context.data.splits;
    const open = async (): Promise<StoredRun> => {
      // Only now: what cannot be read leaves nothing behind.
      await database.put(record);
      return new StoredRun(database, record, unlock);
    };
    // A checkpoint holds all weights.
    const isFresh = !resume || !(await database.readFile(record.id, runFiles.checkpoint));
    const { initFrom } = record.config.training;
    const initial = initFrom !== undefined && isFresh ? await initialEncoder(initFrom) : undefined;
    const result = await trainFold({ ...context, initial }, split!, { open, resume, fold: 1 }, hooks);
    if (result.status === 'interrupted') return { status: 'stopped', at: result.at };
    await database.put({ ...record, finished: true });
    return { status: 'finished', result };
  } finally {
    unlock();
  }
}

/** Data, model and runtime of a run. Throws RunError for one that can only be looked at here. */
export async function openContext(
  record: StoredRunRecord,
  onEvent: (event: SingleRunEvent) => void = () => {},
): Promise<RunContext> {
  const { files, config } = record;
  const stuck = whyStuck(record);
  if (stuck !== undefined) throw new RunError({ what: 'this run can only be looked at here', advice: stuck });
  refuseFolds(config);
  // A run of another machine may name more threads than there are here.
  const threads = Math.min(config.machine.threads ?? 1, environment().threads);
  const machine = await openMachine({ ...config.machine, threads }, onEvent);
  return openRunContext(config, await openSource(files!, config), machine, onEvent);
}

async function openMachine(
  { backend, threads }: { readonly backend?: Backend | undefined; readonly threads: number },
  onEvent: (event: SingleRunEvent) => void,
): Promise<RunMachine> {
  const onWarning = (message: string): void => onEvent({ kind: 'warning', message });
  const [chemistry, runtime] = await Promise.all([openChemistry(), openRuntime({ backend, threads, onWarning })]);
  return { chemistry, runtime, threads, software: { browser: navigator.userAgent } };
}

function refuseFolds(config: TrainConfig): void {
  if (!isFolded(config)) return;
  throw new RunError({
    what: 'a page trains one split at a time',
    where: 'split.folds',
    advice: 'Choose another split here; the command line trains all folds (graphsam train --split cv).',
  });
}
