/** How far a comparison is, and how long the rest takes. */

export interface CellsProgress {
  readonly cells: number;
  readonly finished: number;
  readonly failed: number;
  /** Of the whole comparison, parts of running trainings counted. */
  readonly share: number;
  /** Undefined until something has been trained. */
  readonly secondsLeft: number | undefined;
}

export class ProgressCounter {
  readonly #cells: number;
  readonly #start = performance.now();
  readonly #shares = new Map<string, number>();
  /** Finished by others, or before. */
  #elsewhere: number;
  #finished = 0;
  #failed = 0;

  constructor(cells: number, finished: number) {
    this.#cells = cells;
    this.#elsewhere = finished;
  }

  /** Of one that is being trained here. */
  set(name: string, share: number): void {
    this.#shares.set(name, share);
  }

  /** It is in other hands. */
  drop(name: string): void {
    this.#shares.delete(name);
  }

  finishedElsewhere(name: string): void {
    this.drop(name);
    this.#elsewhere++;
  }

  end(name: string, status: 'finished' | 'failed' | 'interrupted'): void {
    this.#shares.set(name, 1);
    if (status === 'finished') this.#finished++;
    if (status === 'failed') this.#failed++;
  }

  read(): CellsProgress {
    const trained = [...this.#shares.values()].reduce((sum, share) => sum + share, 0);
    const seconds = (performance.now() - this.#start) / 1000;
    const left = this.#cells - this.#elsewhere - trained;
    return {
      cells: this.#cells,
      finished: this.#elsewhere + this.#finished,
      failed: this.#failed,
      share: (this.#elsewhere + trained) / this.#cells,
      secondsLeft: trained > 0 ? (seconds * left) / trained : undefined,
    };
  }
}
