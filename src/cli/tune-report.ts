/** What `graphsam tune` says. */
import { formatNumber, plural } from '../base/index.ts';
import type { StudySummary, TuneOutcome } from '../tune/index.node.ts';
import { metricName, type Study, settingsText, type Trial } from '../tune/index.ts';
import type { Output } from './output.ts';

export interface TuneReportOptions {
  readonly folder: string;
  readonly trials: number;
  readonly study: Study;
}

export class TuneReport {
  readonly #output: Output;
  readonly #options: TuneReportOptions;
  readonly #cautions = new Set<string>();
  /** What others have in hand was reported since something last ended. */
  #waits = false;
  #journalFailed = false;

  constructor(output: Output, options: TuneReportOptions) {
    this.#output = output;
    this.#options = options;
  }

  start(jobs: number): void {
    const { folder, trials, study } = this.#options;
    const { space, replicates, rungs } = study;
    const searched = space.map(({ path }) => path).join(', ');
    this.#output.say(
      `${plural(trials, 'trial')} of ${plural(replicates.length, 'training')} each, ${jobs} at a time, in ${folder}; compared after ${rungs.join(', ')} epochs\nSearched: ${searched}`,
      { kind: 'start', trials, jobs, ...study },
    );
  }

  readonly onTrial = (trial: Trial, all: readonly Trial[]): void => {
    this.#waits = false;
    const { study, trials } = this.#options;
    const { number, values, failure } = trial;
    if (failure !== undefined) {
      this.#output.warn(`trial ${number} failed: ${failure} (${settingsText(trial)})`);
      return;
    }
    const epochs = study.rungs[values.length - 1];
    this.#output.say(
      `trial ${number} of ${trials}  ${metricName(trial)} ${formatNumber(values.at(-1))} after ${plural(epochs!, 'epoch')}  ${settingsText(trial)}`,
      { ...trial, kind: 'trial', epochs },
    );
    this.#output.progress({ label: `trial ${all.length}/${trials}`, share: all.length / trials });
  };

  readonly onWait = (): void => {
    if (this.#waits) return;
    this.#waits = true;
    this.#output.detail('Waiting for the trainings that are left.');
  };

  /** What a training says of its table and its split, once: mostly all say the same. */
  cautions(found: readonly string[]): void {
    for (const caution of found) {
      if (!this.#cautions.has(caution)) this.#output.warn(caution);
      this.#cautions.add(caution);
    }
  }

  readonly onJournalError = (error: unknown): void => {
    if (this.#journalFailed) return;
    this.#journalFailed = true;
    this.#output.warn(
      `the journal for Optuna cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  };

  end({ status, trials }: TuneOutcome, summary: StudySummary | undefined): void {
    const {
      counts = `${plural(trials.length, 'trial')}, none with a value`,
      best,
      caveats = [],
      files = [],
    } = summary ?? {};
    const ended =
      status === 'finished'
        ? []
        : [`${status === 'time is up' ? 'Time is up' : 'Interrupted'}: the same command continues.`];
    const chosen = best
      ? [
          `Best: trial ${best.number}, validation ${metricName(best)} ${formatNumber(best.values.at(-1))}: ${settingsText(best)}`,
          ...caveats,
        ]
      : ['No trial has been trained to the end yet.'];
    this.#output.result([counts, ...chosen, ...ended].join('\n'), { kind: 'result', status, best, caveats, files });
    const use = best && files[0] !== undefined ? `\nTrain with them: graphsam train --config-path ${files[0]}` : '';
    this.#output.say(`Files: ${files.join(', ')}${use}`, { kind: 'files', files });
  }
}
