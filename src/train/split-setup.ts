/** What a network is trained on and with in one split of a run: for its training, and for everything that looks at it afterwards. */
import { fitStandardisation, type Split, type Standardisation } from '../data/index.ts';
import type { SessionOptions } from './open-session.ts';
import type { RunContext } from './run-facts.ts';
import type { TrainingData } from './training-options.ts';

export interface SplitSetup {
  /** For openSession, and for losses of the same network. */
  readonly session: SessionOptions;
  readonly data: TrainingData;
  /** Of regression targets, fitted on the training rows. */
  readonly standardisation: Standardisation | undefined;
}

export function splitSetup(
  { config, data, resolved, features, runtime, threads }: RunContext,
  split: Split,
): SplitSetup {
  const { targets, taskNames, taskType, lines } = data.dataset;
  const isRegression = taskType === 'regression';
  const standardisation = isRegression ? fitStandardisation(targets, taskNames, split.train) : undefined;
  const session: SessionOptions = {
    model: resolved.model,
    config: resolved.settings,
    tasks: taskNames.length,
    loss: config.training.loss ?? (isRegression ? resolved.model.regressionLoss : 'bce'),
    dropoutRate: (resolved.settings as { dropout?: number }).dropout ?? 0,
    features,
    runtime,
    threads,
    type: 'float32',
    transform: standardisation
      ? { kind: 'scaled', mean: standardisation.mean, scale: standardisation.std }
      : { kind: 'probability' },
  };
  const describeRow = (row: number): string => `line ${lines[row]}`;
  return { session, data: { ...split, labels: targets, standardisation, describeRow }, standardisation };
}
