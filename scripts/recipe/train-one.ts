/** One training of the search. */
import { join } from 'node:path';
import { type TrainingOutcome, trainInProcess } from '../shared/train-process.ts';
import type { Settings } from './candidates.ts';
import { isHigherBetter, type RunRecord, type WantedRun } from './records.ts';

const regressionTables = ['esol', 'lipophilicity'];

export interface TrainingSetup {
  readonly dataFolder: string;
  /** Of the code, for the record. */
  readonly code: string;
  /** Ends the process; its training is then not recorded. */
  readonly signal: AbortSignal;
}

/** Throws if the training was aborted by the signal; a training that fails by itself is a record like any other. */
export async function trainOne(run: WantedRun, settings: Settings, setup: TrainingSetup): Promise<RunRecord> {
  const outcome = await trainInProcess(trainArguments(run, settings, setup.dataFolder), setup.signal);
  const common = { ...run, settings, code: setup.code };
  if (outcome.status === 'failed') return { ...common, ...outcome };
  return { ...common, status: 'finished', ...recorded(outcome.measured), cpuSeconds: outcome.cpuSeconds };
}

/** What the command line is given: candidates with the same arguments make the same training. */
export function trainArguments({ dataset, split, seed }: WantedRun, settings: Settings, dataFolder: string): string[] {
  const isRegression = regressionTables.includes(dataset);
  const { peak, weightDecay } = settings;
  const options = {
    model: 'compt',
    preset: settings.initFrom ? undefined : isRegression ? 'regression' : 'classification',
    'init-from': settings.initFrom,
    'encoder-lr-ratio': settings.encoderLrRatio,
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
    patience: settings.patience,
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
    readout: settings.readout,
    'molecule-features': settings.moleculeFeatures,
    'atom-order': settings.atomOrder,
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const flags = given.flatMap(([name, value]) => [`--${name}`, String(value)]);
  return ['train', join(dataFolder, `${dataset}.csv`), ...flags, '--json', '--no-report', '--no-baseline'];
}

type Measured = Extract<TrainingOutcome, { status: 'finished' }>['measured'];

function recorded({ metric, validation, test, reports, ...others }: Measured): Partial<RunRecord> {
  const { epochs, bestEpoch, parameters } = others;
  return {
    metric,
    validation: validation[metric]!,
    lastValidation: reports.at(-1)!.validation[metric]!.mean,
    ...rawOf(reports, metric),
    ...{ test: test[metric]!, epochs, bestEpoch, parameters },
  };
}

/** Of trainings that keep averaged weights: what the best epoch of the weights behind them reached. */
function rawOf(reports: Measured['reports'], metric: string): Partial<RunRecord> {
  const values = reports.flatMap(({ rawValidation }) => rawValidation?.[metric]?.mean ?? []);
  if (values.length === 0) return {};
  return { rawValidation: isHigherBetter(metric) ? Math.max(...values) : Math.min(...values) };
}
