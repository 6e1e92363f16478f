/** One training of the search, by the command line as a user would start it, in a process of one thread and low priority. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from './candidates.ts';
import { isHigherBetter, type RunRecord, type WantedRun } from './records.ts';

const regressionTables = ['esol', 'lipophilicity'];
const commandLine = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const cpuOnExit = new URL('cpu-on-exit.js', import.meta.url).href;

export interface TrainingPlace {
  readonly dataFolder: string;
  /** Of the code, for the record. */
  readonly code: string;
  /** Ends the process; its training is then not recorded. */
  readonly signal: AbortSignal;
}

/** Throws if the training was aborted by the signal; a training that fails by itself is a record like any other. */
export async function trainOne(run: WantedRun, settings: Settings, place: TrainingPlace): Promise<RunRecord> {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-recipe-'));
  const cpuFile = join(folder, 'cpu-seconds');
  try {
    const args = ['--import', cpuOnExit, commandLine, ...trainArguments(run, settings, place.dataFolder)];
    const child = spawn(process.execPath, [...args, '--output-dir', join(folder, 'run')], {
      env: { ...process.env, CPU_SECONDS_FILE: cpuFile },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: place.signal,
    });
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    const { exitCode, output, errors } = await outcome(child);
    const common = { ...run, settings, code: place.code };
    if (exitCode !== 0) return { ...common, status: 'failed', error: errors.trim().split('\n').at(-1) ?? '' };
    const cpuSeconds = Number(await readFile(cpuFile, 'utf8'));
    return { ...common, status: 'finished', ...measured(output), cpuSeconds: Math.round(cpuSeconds * 10) / 10 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the command line is given: candidates with the same arguments make the same training. */
export function trainArguments({ dataset, split, seed }: WantedRun, settings: Settings, dataFolder: string): string[] {
  const isRegression = regressionTables.includes(dataset);
  const { peak, weightDecay } = settings;
  const options = {
    model: 'compt',
    preset: isRegression ? 'regression' : 'classification',
    split,
    'data-seed': seed,
    seed,
    threads: 1,
    optimizer: weightDecay > 0 ? 'adamw' : 'adam',
    'weight-decay': weightDecay > 0 ? weightDecay : undefined,
    schedule: 'noam',
    'init-lr': peak * settings.initial,
    'max-lr': peak,
    'final-lr': peak * settings.final,
    'warmup-epochs': settings.warmupEpochs,
    epochs: isRegression ? settings.epochs : settings.classificationEpochs,
    'batch-size': settings.batchSize,
    'loss-function': isRegression ? settings.loss : 'bce',
    dropout: settings.dropout,
    'ema-decay': settings.emaDecay,
    width: settings.width,
    layers: settings.layers,
    'feed-forward-layers': settings.feedForwardLayers,
    'head-layers': settings.headLayers,
    'distance-kernel': settings.distanceKernel,
    norm: settings.norm,
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const flags = given.flatMap(([name, value]) => [`--${name}`, String(value)]);
  return ['train', join(dataFolder, `${dataset}.csv`), ...flags, '--json', '--no-report'];
}

interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

function outcome(child: ChildProcess): Promise<Outcome> {
  let output = '';
  let errors = '';
  child.stdout!.on('data', (text) => (output += text));
  child.stderr!.on('data', (text) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      if (signal) reject(new Error(`a training was ended by ${signal}`));
      else resolve({ exitCode, output, errors });
    });
  });
}

/** What the training printed, one JSON object a line. */
function measured(output: string): Partial<RunRecord> {
  const events = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { parameters } = events.find(({ kind }) => kind === 'model');
  const epochs = events.filter(({ kind }) => kind === 'epoch');
  const [result] = events.findLast(({ kind }) => kind === 'result').runs;
  const [metric] = Object.keys(result.validation) as [string];
  return {
    metric,
    validation: result.validation[metric],
    lastValidation: epochs.at(-1).validation[metric].mean,
    ...rawOf(epochs, metric),
    test: result.test[metric],
    epochs: result.epochs,
    bestEpoch: result.bestEpoch,
    parameters,
  };
}

/** Of trainings that keep averaged weights: what the best epoch of the weights behind them reached. */
function rawOf(
  epochs: readonly { rawValidation?: Record<string, { mean: number }> }[],
  metric: string,
): Partial<RunRecord> {
  const values = epochs.flatMap(({ rawValidation }) => rawValidation?.[metric]?.mean ?? []);
  if (values.length === 0) return {};
  return { rawValidation: isHigherBetter(metric) ? Math.max(...values) : Math.min(...values) };
}
