/** A study whose trainings are made up: run folders with the epochs of a formula, so that a search of hundreds takes no time. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecuteJob } from '../experiments/index.node.ts';
import { type EpochReport, parseTrainConfig, runText, type TrainConfig } from '../runs/index.ts';
import { exampleRunFile } from '../runs/run-file.test.helper.ts';
import type { Space } from './space.ts';
import type { Study, Trial } from './trial.ts';

const rateAndRadius: Space = [
  { path: 'schedule.learningRate', kind: 'float', low: 1e-4, high: 1e-2, log: true },
  { path: 'optimizer.name', kind: 'choice', values: ['adam', 'graphsam'] },
  { path: 'optimizer.hyperparameters.rho', kind: 'float', low: 0.01, high: 1, log: true },
];

export function exampleStudy(changes: Partial<Study> = {}): Study {
  const { machine: _machine, ...base } = parseTrainConfig(
    { data: { dataset: 'esol' }, training: { epochs: 9 } },
    'test',
  );
  return {
    format: 1,
    space: rateAndRadius,
    base,
    replicates: [{}],
    rungs: [3, 9],
    sampler: 'tpe',
    seed: 3,
    ...changes,
  };
}

/** Best at a learning rate of 0.002, and a little better with every epoch. */
export function formula({ schedule, split, optimizer }: TrainConfig, epoch: number): number {
  const distance = Math.log(Number((schedule as { learningRate?: number }).learningRate ?? 1) / 0.002);
  return distance ** 2 + 0.1 * Number(optimizer.name === 'adam') + 0.01 * split.seed + 1 / epoch;
}

/** A training that only writes what it would leave. runs: gets the name of each folder that is trained. */
export function madeUp(runs: string[] = [], rmse = formula): ExecuteJob {
  return async ({ config, folder, untilEpoch }) => {
    runs.push(folder);
    const last = Math.min(untilEpoch ?? config.training.epochs, config.training.epochs);
    const status = last === config.training.epochs ? 'finished' : 'running';
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'run.json'), runText(exampleRunFile({ config: { ...config }, status })));
    writeFileSync(join(folder, 'checkpoint.safetensors'), '');
    const epochs = Array.from({ length: last }, (_, index) =>
      JSON.stringify(epochReport(index + 1, rmse(config, index + 1))),
    );
    writeFileSync(join(folder, 'metrics.jsonl'), epochs.map((line) => `${line}\n`).join(''));
    return status === 'finished' ? 'finished' : 'interrupted';
  };
}

function epochReport(epoch: number, rmse: number): EpochReport {
  return {
    epoch,
    trainLoss: 1,
    trainLossAt: 'weights',
    learningRate: 1e-3,
    rho: null,
    gradientNorm: 1,
    largestGradientNorm: 1,
    perturbationNorm: null,
    evaluations: { full: 1, cheap: 0, forward: 0 },
    updates: 1,
    skipped: {},
    notes: {},
    molecules: 10,
    validation: { rmse: { mean: rmse, perTask: [rmse], undefinedTasks: 0 } },
    best: true,
    seconds: 1,
    moleculesPerSecond: 10,
  };
}

export function readTrials(folder: string, count: number): Trial[] {
  const nameOf = (number: number): string => `${String(number).padStart(5, '0')}.json`;
  return Array.from(
    { length: count },
    (_, number) => JSON.parse(readFileSync(join(folder, 'trials', nameOf(number)), 'utf8')) as Trial,
  );
}

/** A trial with what a test gives it. */
export function trialWith(changes: Partial<Trial>): Trial {
  const empty = { values: [], perReplicate: [], curve: [], metric: 'rmse' };
  return { number: 0, settings: {}, level: 0, started: '2026-01-01T00:00:00.000Z', ...empty, ...changes };
}
