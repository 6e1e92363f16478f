/** What is said while something is trained: its start, a line that is rewritten, a line for each epoch, warnings. */

import { formatCount, formatDuration, formatNumber, plural } from '../base/index.ts';
import type { MetricValues } from '../metrics/index.ts';
import type { EpochReport, TrainingEvent } from '../runs/index.ts';
import type { Output } from './output.ts';

/** How validations are worded. */
export interface ProgressWords {
  /** On the progress line, for instance `rmse 0.61`. */
  best(validation: MetricValues | null): string;
  /** On the line of an epoch. */
  epoch(report: EpochReport): readonly string[];
}

export class TrainingProgress {
  readonly #output: Output;
  readonly #words: ProgressWords;
  #epochs = 0;
  #stepsPerEpoch = 0;
  #best = '';

  constructor(output: Output, words: ProgressWords) {
    this.#output = output;
    this.#words = words;
  }

  onEvent(event: TrainingEvent): void {
    switch (event.kind) {
      case 'start':
        this.#start(event);
        break;
      case 'step':
        this.#step(event);
        break;
      case 'epoch':
        this.#epoch(event.report);
        break;
      case 'time-up':
      case 'stopped-early':
        this.#output.say(earlyEndText(event), event);
        break;
      case 'warning':
        this.#output.warn(event.message);
        break;
    }
  }

  #start(event: Extract<TrainingEvent, { kind: 'start' }>): void {
    this.#epochs = event.epochs;
    this.#stepsPerEpoch = event.stepsPerEpoch;
    this.#best = '';
    const { resumedAt, patience } = event;
    const from = resumedAt && ` from epoch ${resumedAt.epoch}, after step ${resumedAt.step}`;
    const length = `${plural(event.epochs, 'epoch')} of ${plural(event.stepsPerEpoch, 'step')}`;
    const end = patience === undefined ? '' : `, or until ${plural(patience, 'epoch')} in a row are no better`;
    this.#output.say(`Training${from ?? ''}: ${length}${end}`, event);
  }

  #step({ at, loss, secondsLeft }: Extract<TrainingEvent, { kind: 'step' }>): void {
    const done = (at.epoch - 1) * this.#stepsPerEpoch + at.step;
    const share = done / (this.#epochs * this.#stepsPerEpoch);
    const detail = [loss === null ? '' : `loss ${formatNumber(loss)}`, this.#best].filter(Boolean).join('  ');
    this.#output.progress({ label: `epoch ${at.epoch}/${this.#epochs}`, share, secondsLeft, detail });
  }

  #epoch(report: EpochReport): void {
    if (report.best) this.#best = `best ${this.#words.best(report.validation)} (epoch ${report.epoch})`;
    this.#output.say(this.#epochText(report), { kind: 'epoch', ...report });
  }

  #epochText(report: EpochReport): string {
    const { epoch, trainLoss, seconds, moleculesPerSecond } = report;
    const parts = [
      `epoch ${epoch}/${this.#epochs}`,
      `loss ${formatNumber(trainLoss)}`,
      ...this.#words.epoch(report),
      formatDuration(seconds),
      `${formatCount(Math.round(moleculesPerSecond))} molecules/s`,
    ];
    return parts.join('  ');
  }
}

/** Why a training ends before its last epoch. */
export function earlyEndText(event: Extract<TrainingEvent, { kind: 'time-up' | 'stopped-early' }>): string {
  if (event.kind === 'stopped-early') {
    const waited = plural(event.patience, 'epoch');
    return `training ends after epoch ${event.epoch}: ${waited} in a row were no better; the best epoch is kept`;
  }
  const { epoch, epochs } = event;
  const end = epoch < epochs ? 'after' : 'before the last step of';
  return `time is up: training ends ${end} epoch ${epoch} of ${epochs}; the best epoch so far is kept`;
}
