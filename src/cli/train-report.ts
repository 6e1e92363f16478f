/** What `graphsam train` says before and while it trains: what was understood, and how it goes. */

import { formatCount, formatDuration, plural } from '../base/index.ts';
import type { PartReport, SplitReport } from '../data/index.ts';
import { windowText } from '../optim/index.ts';
import {
  averagingDecay,
  type EpochReport,
  type Initialization,
  type RunEvent,
  type TrainConfig,
} from '../runs/index.ts';
import { EnsembleProgress } from './ensemble-progress.ts';
import { initializationLines } from './initialization-text.ts';
import { metricsText } from './metrics-text.ts';
import type { Output } from './output.ts';
import { rejectLines, shownRejects } from './rejects-text.ts';
import { TrainingProgress } from './training-progress.ts';

/** Prints events as they come. */
export class TrainReport {
  readonly #output: Output;
  readonly #progress: TrainingProgress;
  readonly #ensemble: EnsembleProgress;
  /** Names of the targets, once the data are read. */
  tasks: readonly string[] = [];

  readonly #optimizer: string | undefined;
  /** Whether the network of an ensemble was described: its members have the same. */
  #isDescribed = false;

  /** config: of a new run, for saying its optimizer with all hyper-parameters. */
  constructor(output: Output, config?: TrainConfig) {
    this.#output = output;
    this.#ensemble = new EnsembleProgress(output);
    this.#progress = new TrainingProgress(output, {
      best: (validation) => metricsText(validation, 1),
      epoch: validationTexts,
    });
    this.#optimizer = config && optimizerText(config);
  }

  readonly onEvent = (event: RunEvent): void => {
    switch (event.kind) {
      case 'reading':
        this.#output.progress({ label: `${formatCount(event.rows)} rows read` });
        break;
      case 'describing':
        this.#output.progress({ label: 'describing molecules for baselines', share: event.molecules / event.of });
        break;
      case 'data':
        this.#data(event);
        break;
      case 'model':
        this.#model(event);
        break;
      case 'initialized':
        this.#initialized(event.initialization);
        break;
      case 'baselines':
        this.#output.say(
          `Baselines on the same split: ${event.values.map(({ name }) => name).join(', ')} (${formatDuration(event.seconds)})`,
          event,
        );
        break;
      case 'ensemble':
        this.#ensemble.started(event);
        break;
      case 'blend':
        this.#ensemble.blended(event);
        break;
      case 'members-left-out':
        this.#ensemble.leftOut(event);
        break;
      case 'member':
        if (event.event.kind === 'model' && !this.#isDescribed) this.#describe(event.event);
        this.#ensemble.onEvent(event);
        break;
      default:
        this.#progress.onEvent(event);
    }
  };

  #data(event: Extract<RunEvent, { kind: 'data' }>): void {
    const { name, molecules, tableLength, rejects, notes, warnings } = event;
    this.tasks = event.tasks;
    const lines = [
      `Data: ${name}`,
      ...notes.map((note) => `  ${note}`),
      `  ${formatCount(molecules)} molecules of ${formatCount(tableLength)} rows.`,
      ...rejectLines(rejects, 'rejects.csv of the run folder'),
    ];
    const shown = rejects.slice(0, shownRejects);
    this.#output.say(lines, { ...event, kind: 'data', rejects: shown, rejected: rejects.length });
    for (const warning of warnings) this.#output.warn(warning);
  }

  #initialized(initialization: Initialization): void {
    this.#output.say(initializationLines(initialization).join('\n'), { kind: 'initialized', ...initialization });
  }

  #model(event: Extract<RunEvent, { kind: 'model' }>): void {
    const { fold, folds, folder, runtime, threads } = event;
    const lines = [
      ...(folds > 1 ? [`Split ${fold} of ${folds}`] : []),
      splitText(event.split),
      ...this.#networkLines(event),
      `Runtime: ${runtime}, ${plural(threads, 'thread')}`,
      `Run folder: ${folder}`,
    ];
    this.#output.say(lines.join('\n'), event);
  }

  /** What the members of an ensemble have in common; of folds each has a split of its own. */
  #describe(event: Extract<RunEvent, { kind: 'model' }>): void {
    this.#isDescribed = true;
    const lines = [...(event.folds > 1 ? [] : [splitText(event.split)]), ...this.#networkLines(event)];
    this.#output.say(lines.join('\n'), event);
  }

  #networkLines({ model, preset, parameters, optimizer }: Extract<RunEvent, { kind: 'model' }>): string[] {
    return [
      `Model: ${model}, preset ${preset}, ${formatCount(parameters)} parameters`,
      `Optimizer: ${this.#optimizer ?? optimizer}`,
    ];
  }
}

interface ChosenOptimizer extends Pick<TrainConfig, 'optimizer' | 'schedule'> {
  readonly training: { readonly epochs: number; readonly emaDecay?: TrainConfig['training']['emaDecay'] };
}

/** `graphsam (rho 0.05, beta 0.99) on adam (beta1 0.9), perturbing from epoch 6 on, schedule warmup-exponential (warmupEpochs 2), averaged weights (decay 0.98)`. */
export function optimizerText({ optimizer, schedule, training }: ChosenOptimizer): string {
  const settings = (values: object): string => {
    const texts = Object.entries(values).map(([name, value]) => `${name} ${value}`);
    return texts.length > 0 ? ` (${texts.join(', ')})` : '';
  };
  const { name, hyperparameters, base } = optimizer;
  const { name: scheduleName, ...rates } = schedule;
  const beneath = base && base.name !== name ? ` on ${base.name}${settings(base.hyperparameters)}` : '';
  const window = windowText(optimizer.perturb ?? {}, training.epochs);
  const perturbing = window === undefined ? '' : `, perturbing ${window}`;
  const decay = averagingDecay(training);
  const averaging = decay === undefined ? '' : `, averaged weights (decay ${decay})`;
  return `${name}${settings(hyperparameters)}${beneath}${perturbing}, schedule ${scheduleName}${settings(rates)}${averaging}`;
}

function splitText({ algorithm, seed, parts }: SplitReport): string {
  return `Split: ${algorithm}${seed === undefined ? '' : `, seed ${seed}`}: ${parts.map(partText).join(', ')}`;
}

function partText({ part, molecules, scaffolds }: PartReport): string {
  return `${part} ${formatCount(molecules)}${scaffolds === undefined ? '' : ` (${formatCount(scaffolds)} scaffolds)`}`;
}

/** `val rmse 0.61 *` */
function validationTexts({ validation, best }: EpochReport): string[] {
  return validation ? [`val ${metricsText(validation)}${best ? ' *' : ''}`] : [];
}
