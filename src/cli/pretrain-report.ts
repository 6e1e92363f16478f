/** What `graphsam pretrain` says: the corpus, the tasks, how it goes, and the command that trains from it. */

import { formatCount, formatDuration, formatNumber, plural, shellWord } from '../base/index.ts';
import type { MetricValues } from '../metrics/index.ts';
import type { FinishedPretraining, PretrainEvent, PretrainResult } from '../pretraining/index.ts';
import type { EpochReport, PretrainConfig } from '../runs/index.ts';
import { exitCodes } from './exit-code.ts';
import { meansOf } from './metrics-text.ts';
import type { Output } from './output.ts';
import { rejectLines, shownRejects } from './rejects-text.ts';
import { optimizerText } from './train-report.ts';
import { reportInterruption } from './train-result.ts';
import { TrainingProgress } from './training-progress.ts';

/** Prints events as they come. */
export class PretrainReport {
  readonly #output: Output;
  readonly #progress: TrainingProgress;
  readonly #optimizer: string | undefined;

  /** config: of a new run, for saying its optimizer with all hyper-parameters. */
  constructor(output: Output, config?: PretrainConfig) {
    this.#output = output;
    this.#progress = new TrainingProgress(output, { best: (validation) => lossText(validation), epoch: epochTexts });
    this.#optimizer = config && optimizerText(config);
  }

  readonly onEvent = (event: PretrainEvent): void => {
    switch (event.kind) {
      case 'preparing':
        this.#output.progress({ label: `${formatCount(event.rows)} rows prepared` });
        break;
      case 'corpus-kept':
        this.#output.say(
          [`The molecules prepared so far are kept in ${event.folder}: the same command goes on with them.`],
          event,
        );
        break;
      case 'corpus':
        this.#corpus(event);
        break;
      case 'pretraining':
        this.#pretraining(event);
        break;
      default:
        this.#progress.onEvent(event);
    }
  };

  #corpus(event: Extract<PretrainEvent, { kind: 'corpus' }>): void {
    const { name, molecules, tableLength, rejects, notes, warnings } = event;
    const lines = [
      `Molecules: ${name}`,
      ...notes.map((note) => `  ${note}`),
      `  ${formatCount(molecules)} molecules of ${formatCount(tableLength)} rows.`,
      ...rejectLines(rejects, 'rejects.csv of the run folder'),
    ];
    this.#output.say(lines, {
      ...event,
      rejects: rejects.slice(0, shownRejects),
      rejected: rejects.length,
    });
    for (const warning of warnings) this.#output.warn(warning);
  }

  #pretraining(event: Extract<PretrainEvent, { kind: 'pretraining' }>): void {
    const { training, validation, seed, tasks, model, preset, parameters, optimizer, runtime, threads, folder } = event;
    const ofBonds = tasks.bondClasses > 0 ? [`${formatCount(tasks.bondClasses)} contexts of bonds`] : [];
    const predicted = [
      `${formatCount(tasks.atomClasses)} contexts of atoms`,
      ...ofBonds,
      `${formatCount(tasks.motifs)} functional groups`,
      ...(tasks.descriptors > 0 ? [`${formatCount(tasks.descriptors)} descriptors`] : []),
      ...(tasks.bits > 0 ? [`${formatCount(tasks.bits)} bits of fingerprints`] : []),
    ];
    const lines = [
      `Split: random, seed ${seed}: train ${formatCount(training)}, val ${formatCount(validation)}`,
      `Predicted: ${predicted.join(', ')}`,
      `Model: ${model}, preset ${preset}, ${formatCount(parameters)} parameters`,
      `Optimizer: ${this.#optimizer ?? optimizer}`,
      `Runtime: ${runtime}, ${plural(threads, 'thread')}`,
      `Run folder: ${folder}`,
    ];
    this.#output.say(lines.join('\n'), event);
  }
}

/** Prints the result and returns the exit code. The last JSON object holds `validation`: measures by name. */
export function reportPretraining(result: PretrainResult, output: Output): number {
  if (result.status === 'interrupted') return reportInterruption(result.folder, result, 'pretrain', output);
  const train = `graphsam train labels.csv --init-from ${shellWord(result.folder)}`;
  const { validation, ...facts } = result;
  output.result([...resultLines(result), `Train from it: ${train}`].join('\n'), {
    kind: 'result',
    ...facts,
    train,
    validation: meansOf(validation),
  });
  return exitCodes.success;
}

function resultLines(result: FinishedPretraining): string[] {
  const { folder, epochs, bestEpoch, stoppedEarly, chosenBy, validation, secondsPerEpoch } = result;
  const early = stoppedEarly ? ' (stopped early)' : '';
  const chosen = chosenBy === 'validation' ? `best epoch ${bestEpoch} by validation` : `weights of epoch ${bestEpoch}`;
  return [
    `Finished: ${plural(epochs, 'epoch')}${early} of ${formatDuration(secondsPerEpoch)}, ${chosen}`,
    ...(validation ? [`Validation: ${lossText(validation)}, right: ${shareTexts(validation).join(', ')}`] : []),
    `Run folder: ${folder}`,
  ];
}

function lossText(measures: MetricValues | null): string {
  return `loss ${formatNumber(measures?.loss?.mean ?? null)}`;
}

/** Losses and shares of what is right, of the validation part with those of as many training molecules behind. */
function epochTexts({ validation, training, best }: EpochReport): string[] {
  if (!validation) return [];
  const both = (text: (measures: MetricValues) => string): string =>
    `${text(validation)}${training ? ` (train ${text(training)})` : ''}`;
  const loss = both((measures) => formatNumber(measures.loss!.mean));
  const shares = Object.entries(accuracies).flatMap(([measure, name]) =>
    validation[measure] ? [`${name} ${both((measures) => percent(measures[measure]!.mean))}`] : [],
  );
  return [`val loss ${loss}${best ? ' *' : ''}`, ...shares];
}

const accuracies = { 'atom-accuracy': 'atoms', 'bond-accuracy': 'bonds', 'motif-accuracy': 'groups' } as const;

function shareTexts(measures: MetricValues): string[] {
  return Object.entries(accuracies).flatMap(([measure, name]) =>
    measures[measure] ? [`${name} ${percent(measures[measure].mean)}`] : [],
  );
}

function percent(share: number | null): string {
  return share === null ? 'undefined' : `${(100 * share).toFixed(1)} %`;
}
