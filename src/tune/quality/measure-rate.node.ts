/** How fast this machine trains a network: the first steps of a training that is thrown away. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../platform/index.node.ts';
import { ofOneNetwork, type RunEvent, type TrainConfig } from '../../runs/index.ts';
import { type RunHooks, trainFoldRun } from '../../training/index.node.ts';
import type { Rate } from './plan.ts';

/** An epoch is enough; where it takes longer, so many seconds of it. */
const mostSeconds = 10;
const leastSteps = 12;
/** The first steps compile the program. */
const unlike = 2;
/** Of an epoch, where no validation was seen. */
const validationShare = 0.1;

export interface MeasuredRate extends Rate {
  /** Of the table. */
  readonly taskType: string;
  /** Whether no split has rows to validate with. */
  readonly lacksValidation: boolean;
}

/** threads: of one network. Throws what training throws of its table and settings; the signal's reason if it is stopped. */
export async function measureRate(
  config: TrainConfig,
  threads: number,
  { signal }: RunHooks = {},
): Promise<MeasuredRate> {
  const { keepWeights: _keep, probe: _probe, ...training } = ofOneNetwork(config.training);
  const single = { ...config, training: { ...training, baselines: false }, machine: { ...config.machine, threads } };
  const folder = await temporaryFolder('rate');
  const watch = new StepWatch();
  try {
    const signals = [watch.signal, ...(signal ? [signal] : [])];
    const output = { folder: join(folder, 'run'), resume: false };
    await trainFoldRun(single as TrainConfig, 0, output, { onEvent: watch.onEvent, signal: AbortSignal.any(signals) });
    signal?.throwIfAborted();
    return watch.rate();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class StepWatch {
  readonly #enough = new AbortController();
  readonly #began = performance.now();
  #firstStep: number | undefined;
  #stepsPerEpoch = 1;
  #labels = 0;
  #taskType = '';
  #splits = 1;
  #lacksValidation = false;
  readonly #seconds: number[] = [];
  #stepsInEpoch = 0;
  #validationSeconds: number | undefined;

  get signal(): AbortSignal {
    return this.#enough.signal;
  }

  readonly onEvent = (event: RunEvent): void => {
    if (event.kind === 'data') {
      this.#labels = event.labels;
      this.#taskType = event.taskType;
    }
    if (event.kind === 'model') {
      this.#splits = event.folds;
      this.#lacksValidation = event.split.parts.every(({ part, molecules }) => part !== 'val' || molecules === 0);
    }
    if (event.kind === 'start') {
      this.#stepsPerEpoch = event.stepsPerEpoch;
      this.#firstStep = performance.now();
    }
    if (event.kind === 'step') {
      this.#seconds.push(event.seconds);
      this.#stepsInEpoch += event.seconds;
    }
    if (event.kind === 'epoch') {
      this.#validationSeconds = Math.max(0, event.report.seconds - this.#stepsInEpoch);
      this.#stepsInEpoch = 0;
    }
    const isLong = performance.now() - (this.#firstStep ?? performance.now()) > 1000 * mostSeconds;
    if (isLong || (this.#validationSeconds !== undefined && this.#seconds.length >= leastSteps)) this.#enough.abort();
  };

  rate(): MeasuredRate {
    const steady = this.#seconds.length > unlike ? this.#seconds.slice(unlike) : this.#seconds;
    const perStep = steady.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, steady.length);
    const steps = this.#stepsPerEpoch * perStep;
    const validation = this.#validationSeconds ?? validationShare * steps;
    const overheadSeconds = ((this.#firstStep ?? this.#began) - this.#began) / 1000;
    const secondsPerEpoch = steps + validation;
    const ofData = { labels: this.#labels, splits: this.#splits, taskType: this.#taskType };
    const lacksValidation = this.#lacksValidation;
    return { secondsPerEpoch, overheadSeconds, steps: steady.length, ...ofData, lacksValidation };
  }
}
