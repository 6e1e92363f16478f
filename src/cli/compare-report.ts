/** What `graphsam compare` says. */
import { join } from 'node:path';
import { formatDuration, type Part, plural } from '../base/index.ts';
import { type CellOutcome, type CellsProgress, type Comparison, comparisonFiles } from '../experiments/index.node.ts';
import type { Cell, RunResult } from '../experiments/index.ts';
import { cautionsOf } from '../optim/index.ts';
import { builtinEncoder, type TrainConfig } from '../runs/index.ts';
import { describeError } from './describe-error.ts';
import { exitCodes } from './exit-code.ts';
import type { Output } from './output.ts';

export class CompareReport {
  readonly #output: Output;
  readonly #folder: string;
  /** What others have in hand was reported since something last ended. */
  #waits = false;

  constructor(output: Output, folder: string) {
    this.#output = output;
    this.#folder = folder;
  }

  /** What the trainings will warn of, before they begin: each says it in a process of its own, whose words nobody sees. */
  warn(cells: readonly Cell[]): void {
    const networks = cells.filter(({ baseline }) => baseline === undefined);
    const found = networks.flatMap(({ config }) => [
      ...cautionsOf({ ...config.optimizer, schedule: config.schedule }, config.training.epochs),
      ...levelCautions(config),
    ]);
    for (const message of new Set(found)) this.#output.warn(message);
  }

  dryRun(cells: readonly Cell[], finished: readonly RunResult[]): number {
    const done = new Set(finished.map(keyOf));
    const lines = cells.map((cell) => ({ name: cell.name, status: done.has(keyOf(cell)) ? 'finished' : 'missing' }));
    const text = [
      ...lines.map(({ name, status }) => `${status}  ${name}`),
      `${finished.length} of ${plural(cells.length, 'run')} finished`,
    ];
    this.#output.result(text.join('\n'), { kind: 'result', runs: lines });
    return exitCodes.success;
  }

  start(cells: readonly Cell[], jobs: number, threads: number): void {
    this.#output.say(
      `${plural(cells.length, 'run')}, ${jobs} at a time with ${plural(threads, 'thread')} each, in ${this.#folder}`,
      { kind: 'start', runs: cells.map(({ name }) => name), jobs, threads },
    );
  }

  startQueued(cells: readonly Cell[]): void {
    const runs = cells.map(({ name }) => name);
    this.#output.say(`${plural(cells.length, 'run')} for the workers of the queue, in ${this.#folder}`, {
      kind: 'start',
      runs,
    });
  }

  readonly onProgress = ({ cells, finished, share, secondsLeft }: CellsProgress): void => {
    this.#output.progress({ label: `run ${finished}/${cells}`, share, secondsLeft });
  };

  readonly onEnd = (cell: Cell, outcome: CellOutcome, progress: CellsProgress): void => {
    const { finished, cells, secondsLeft } = progress;
    const left = secondsLeft === undefined ? '' : `  ${formatDuration(secondsLeft)} left`;
    const record = { kind: 'run', name: cell.name, finished, cells, secondsLeft };
    if (outcome.status === 'finished') {
      const time = outcome.seconds === undefined ? 'trained by another process' : formatDuration(outcome.seconds);
      this.#waits = false;
      this.#output.say(`${finished}/${cells}  ${cell.name}  ${time}${left}`, { ...record, status: 'finished' });
    } else if (outcome.status === 'failed') {
      const { what, where } = describeError(outcome.error);
      this.#output.warn(`${cell.name} failed: ${[where, what].filter(Boolean).join(': ')}`);
    }
  };

  readonly onWait = ({ cells, finished, failed }: CellsProgress): void => {
    if (this.#waits) return;
    this.#waits = true;
    const text = `Other processes work on the runs that are left (${cells - finished - failed}); waiting for them.`;
    this.#output.say(text, { kind: 'waiting', finished, cells });
  };

  /** The runs of one part: tables are made when all of them are there. */
  endOfPart({ index, count }: Part, cells: readonly Cell[], finished: readonly RunResult[]): void {
    const done = new Set(finished.map(keyOf));
    const names = cells.filter((cell) => !done.has(keyOf(cell))).map(({ name }) => name);
    const text = [
      `Part ${index} of ${count}: ${cells.length - names.length} of ${plural(cells.length, 'run')} finished.`,
      'The same command with --part all makes the tables, when all parts are done.',
    ];
    this.#output.result(text.join('\n'), { kind: 'result', part: { index, count }, missing: names });
  }

  end({ results, summary, markdown, missing, outcomes }: Comparison): void {
    const failed = [...outcomes].flatMap(([name, { status }]) => (status === 'failed' ? [name] : []));
    const files = Object.values(comparisonFiles).map((name) => join(this.#folder, name));
    this.#output.result(markdown.trimEnd(), { kind: 'result', results, summary, missing, failed });
    this.#output.say(`Tables: ${files.join(', ')}`, { kind: 'files', files });
  }
}

function keyOf({ dataset, model, optimizer, split, seed }: Cell | RunResult): string {
  return [dataset, model, optimizer, split, seed].join();
}

/** A grid says itself how its networks begin: who compares wants that the same for all. */
function levelCautions({ training: { quality, initFrom } }: TrainConfig): string[] {
  if (quality === undefined || initFrom !== undefined) return [];
  return [
    `quality ${quality}: the networks of a comparison begin with weights that are drawn, and read atoms as data.atomOrder says; those of graphsam train begin with the encoder of the package, which training.initFrom: ${builtinEncoder} and data.atomOrder: random do here.`,
  ];
}
