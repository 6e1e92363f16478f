/** The epochs that a continued run has behind it. */
import type { EpochReport } from '../protocol.ts';
import type { TrainEvent } from './training-calls.ts';

/** Reported once, when it is known where the run goes on: those beyond its checkpoint are trained and reported again. */
export class EarlierEpochs {
  #reports: readonly EpochReport[];
  readonly #emit: (event: TrainEvent) => void;

  constructor(reports: readonly EpochReport[], emit: (event: TrainEvent) => void) {
    this.#reports = reports;
    this.#emit = emit;
  }

  /** below: the epoch that is trained next. */
  report(below: number): void {
    for (const report of this.#reports) if (report.epoch < below) this.#emit({ kind: 'epoch', report });
    this.#reports = [];
  }
}
