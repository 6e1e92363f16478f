/** What is said while an ensemble is trained: how many members and threads, one line for all of them, and a line for each that is done. */
import { formatNumber, plural } from '../base/index.ts';
import { comparableName } from '../metrics/index.ts';
import type { RunEvent, SingleRunEvent } from '../runs/index.ts';
import { metricsText } from './metrics-text.ts';
import type { Output } from './output.ts';
import { earlyEndText } from './training-progress.ts';

export class EnsembleProgress {
  readonly #output: Output;
  /** Of each member: epochs and steps of its training, and the share of them that is done. */
  readonly #members = new Map<number, { epochs: number; steps: number; share: number }>();
  /** Warnings that were said: every member has those of the data. */
  readonly #said = new Set<string>();
  readonly #start = performance.now();

  constructor(output: Output) {
    this.#output = output;
  }

  started(event: Extract<RunEvent, { kind: 'ensemble' }>): void {
    const { folder, members, atOnce, threads, ofFolds } = event;
    const differ = ofFolds ? 'trained on different folds' : 'with different seeds';
    const cost = `training and predicting cost up to ${members} times as much as with one`;
    const lines = [
      `Ensemble: ${plural(members, 'model')} ${differ}; ${cost}`,
      `  ${atOnce === 1 ? 'one after the other' : `${atOnce} at a time`}, ${plural(threads, 'thread')} each`,
      `Run folder: ${folder}`,
    ];
    this.#output.say(lines.join('\n'), event);
  }

  leftOut({ trained, members }: Extract<RunEvent, { kind: 'members-left-out' }>): void {
    this.#output.say(`Time is up: ${trained} of ${members} models are trained; the others are left out.`, {
      ...{ kind: 'members-left-out', trained, members },
    });
  }

  blended(event: Extract<RunEvent, { kind: 'blend' }>): void {
    const { parts, bytes, labels } = event;
    const metric = comparableName(event.metric, event.isStandardized);
    const lines = parts.map(({ name, weight, validation }) => {
      const value = validation === null ? '-' : formatNumber(validation);
      return `  ${name}: weight ${weight.toFixed(2)}, val ${metric} ${value}`;
    });
    const size = `the trees add ${(bytes / 1e6).toFixed(2)} MB to model.onnx`;
    this.#output.say(
      [`Blend, weights fitted to ${plural(labels, 'validation label')}; ${size}:`, ...lines].join('\n'),
      {
        ...event,
      },
    );
  }

  onEvent({ member, members, event }: Extract<RunEvent, { kind: 'member' }>): void {
    const known = this.#members.get(member) ?? { epochs: 1, steps: 1, share: 0 };
    this.#members.set(member, known);
    if (event.kind === 'warning' && !this.#said.has(event.message)) {
      this.#said.add(event.message);
      this.#output.warn(event.message);
    }
    if (event.kind === 'start') Object.assign(known, { epochs: event.epochs, steps: event.stepsPerEpoch });
    if (event.kind === 'step')
      known.share = ((event.at.epoch - 1) * known.steps + event.at.step) / (known.epochs * known.steps);
    if (event.kind === 'time-up' || event.kind === 'stopped-early') {
      this.#output.say(`member_${member}: ${earlyEndText(event)}`, { ...event, member });
      known.share = 1;
    }
    if (event.kind === 'epoch') this.#epoch(member, known.epochs, event);
    this.#show(members);
  }

  #epoch(member: number, epochs: number, { report }: Extract<SingleRunEvent, { kind: 'epoch' }>): void {
    const validation = report.validation ? `  val ${metricsText(report.validation)}${report.best ? ' *' : ''}` : '';
    // By the name of its folder, as the results call it.
    const epoch = `member_${member}  epoch ${report.epoch}/${epochs}`;
    const line = `${epoch}  loss ${formatNumber(report.trainLoss)}${validation}`;
    if (this.#output.hasProgressLine) this.#output.detail(line);
    else this.#output.say(line, { kind: 'member', member, ...report });
  }

  #show(members: number): void {
    const share = [...this.#members.values()].reduce((sum, each) => sum + each.share, 0) / members;
    const seconds = (performance.now() - this.#start) / 1000;
    const secondsLeft = share > 0 ? (seconds * (1 - share)) / share : undefined;
    this.#output.progress({ label: plural(members, 'model'), share, secondsLeft, detail: '' });
  }
}
