/** What is said of a training by quality or within a limit of time: what the level sets, the estimate, what is left out, the search. */
import { formatDuration, formatNumber, plural } from '../base/index.ts';
import { qualityLevels, type TrainConfig } from '../runs/index.ts';
import type { BeginningEvent, QualityEvent } from '../tune/index.node.ts';
import { metricName, settingsText } from '../tune/index.ts';
import type { Output } from './output.ts';
import { trainOptions } from './train-options.ts';

type OwnEvent = Extract<QualityEvent, { kind: 'measuring' | 'plan' | 'beginning' | 'search' | 'trial' | 'searched' }>;
type Planned = Extract<OwnEvent, { kind: 'plan' }>;

const kinds: readonly string[] = ['measuring', 'plan', 'beginning', 'search', 'trial', 'searched'];

/** Whether the event is none of the training itself. */
export function isQualityEvent(event: QualityEvent): event is OwnEvent {
  return kinds.includes(event.kind);
}

export class QualityReport {
  readonly #output: Output;
  readonly #config: TrainConfig;
  #isSaid = false;

  constructor(output: Output, config: TrainConfig) {
    this.#output = output;
    this.#config = config;
  }

  readonly onEvent = (event: OwnEvent): void => {
    switch (event.kind) {
      case 'measuring':
        this.#level();
        this.#output.progress({ label: 'measuring the first steps' });
        break;
      case 'plan':
        this.#plan(event);
        break;
      case 'beginning':
        this.#output.say(beginningText(event), event);
        break;
      case 'search':
        this.#output.say(searchText(event), event);
        break;
      case 'trial':
        this.#trial(event);
        break;
      case 'searched':
        this.#output.say(searchedText(event), { ...event, best: event.best ?? null });
        break;
    }
  };

  #level(): void {
    const { quality } = this.#config.training;
    if (this.#isSaid || quality === undefined) return;
    this.#isSaid = true;
    const settings = settingsOfLevel(this.#config);
    const lines = [`Quality ${quality}: ${qualityLevels[quality].summary}`, ...settings.map((text) => `  ${text}`)];
    this.#output.say(lines.join('\n'), { kind: 'quality', level: quality, settings });
  }

  #plan(event: Planned): void {
    this.#output.clearProgress();
    this.#output.say(planLines(event).join('\n'), event);
  }

  #trial({ trial, trials, epochs }: Extract<OwnEvent, { kind: 'trial' }>): void {
    const { number, failure, values } = trial;
    if (failure !== undefined) {
      this.#output.warn(`trial ${number} failed: ${failure} (${settingsText(trial)})`);
      return;
    }
    const settings = number === 0 ? 'the settings that were given, and the default recipe' : settingsText(trial);
    this.#output.say(
      `trial ${number} of ${trials}  ${metricName(trial)} ${formatNumber(values.at(-1))} after ${plural(epochs, 'epoch')}  ${settings}`,
      { ...trial, kind: 'trial', epochs },
    );
  }
}

/** `--ensemble-size 5`, or `--ensemble-size 3 (given; the level has 5)`. */
export function settingsOfLevel({ training }: TrainConfig): string[] {
  if (training.quality === undefined) return [];
  return Object.entries(qualityLevels[training.quality].training).map(([name, value]) => {
    const option = trainOptions.find(({ path }) => path === `training.${name}`)!.name;
    const actual = training[name as keyof typeof training] ?? 'not given';
    return `--${option} ${actual}${actual === value ? '' : ` (given; the level has ${value})`}`;
  });
}

export function planLines({ wanted, plan, rate, limitSeconds }: Omit<Planned, 'kind'>): string[] {
  const estimate = `Estimate from ${plural(rate.steps, 'step')}, no promise: about ${formatDuration(plan.wantedSeconds)} for ${workText(wanted)}${splitsText(rate)}`;
  if (limitSeconds === undefined) return [estimate];
  const limit = formatDuration(limitSeconds);
  const lines = [estimate];
  const less = [
    plan.trials < wanted.trials && (plan.trials === 0 ? 'no search' : `${plan.trials} of ${wanted.trials} trials`),
    plan.networks < wanted.networks && `${plan.networks} of ${wanted.networks} networks`,
    plan.epochs < wanted.epochs && `${plan.epochs} of ${plural(wanted.epochs, 'epoch')}`,
  ].filter((text) => typeof text === 'string');
  const isTooLong = plan.seconds > limitSeconds;
  if (less.length === 0 && !isTooLong) return [...lines, `  within the time limit of ${limit}`];
  const left = less.length === 0 ? ['nothing to leave out'] : [...less, `about ${formatDuration(plan.seconds)}`];
  lines.push(`  more than the time limit of ${limit}: ${left.join(', ')}`);
  if (isTooLong) lines.push('  even that may take longer: training ends in time, with what it has by then');
  return lines;
}

function workText({ trials, networks, epochs, atOnce }: Planned['wanted']): string {
  const searched = trials > 0 ? `a search of ${plural(trials, 'trial')} and ` : '';
  const together = networks > 1 ? `, ${atOnce} at a time` : '';
  return `${searched}${plural(networks, 'network')} of ${plural(epochs, 'epoch')}${together}`;
}

function splitsText({ splits }: Planned['rate']): string {
  return splits > 1 ? `, on each of ${splits} splits` : '';
}

function beginningText(event: BeginningEvent): string {
  const without = 'Networks do not begin with the encoder of the package';
  if ('given' in event) return `${without}: given are ${event.given.map(optionOf).join(', ')}`;
  if ('notMeasured' in event) return `${without}: it was not measured for ${event.notMeasured}`;
  const { initFrom, atomOrder, epochs } = event;
  const length = epochs === undefined ? '' : ` --epochs ${epochs}`;
  return [
    'Networks begin with the encoder of the package, as was measured to be better for such targets:',
    `  --init-from ${initFrom} --atom-order ${atomOrder}${length} (--init-from none begins with weights that are drawn)`,
  ].join('\n');
}

function optionOf(path: string): string {
  const option = trainOptions.find((each) => each.path === path);
  return option ? `--${option.name}` : path;
}

function searchText(event: Extract<OwnEvent, { kind: 'search' }>): string {
  const { folder, trials, trainings, jobs, rungs, searched } = event;
  const ofSplits = trainings > 1 ? ` of ${trainings} trainings each, one a split` : '';
  return [
    `Search: ${plural(trials, 'trial')}${ofSplits}, ${jobs} at a time, compared by the validation part after ${rungs.join(', ')} epochs`,
    `  searched: ${searched.join(', ')}`,
    `  in ${folder}`,
  ].join('\n');
}

function searchedText({ best, counts, isTimeUp }: Extract<OwnEvent, { kind: 'searched' }>): string {
  const ended = isTimeUp ? `Time for the search is up (${counts})` : `Searched (${counts})`;
  if (!best) return `${ended}: no trial has a value, so the settings stay as they are`;
  if (best.number === 0) return `${ended}: none is better than the default recipe, which is kept`;
  return `${ended}: trial ${best.number} is the best, validation ${metricName(best)} ${formatNumber(best.values.at(-1))}: ${settingsText(best)}`;
}
