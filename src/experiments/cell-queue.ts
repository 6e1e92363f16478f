/**
 * The trainings that wait, first in, first out. One that another process has in hand goes to the end; when all that are left are in other
 * hands, who asks for the next one pauses before looking again.
 */
import type { Cell } from './cell.ts';

export class CellQueue {
  readonly #waiting: Cell[];
  /** How many in a row, up to now, were in other hands. */
  #inOtherHands = 0;

  constructor(cells: readonly Cell[]) {
    this.#waiting = [...cells];
  }

  take(): Cell | undefined {
    return this.#waiting.shift();
  }

  /** Returns whether none is left that is free as far as is known. */
  putBack(cell: Cell): boolean {
    this.#waiting.push(cell);
    this.#inOtherHands++;
    if (this.#inOtherHands < this.#waiting.length) return false;
    this.#inOtherHands = 0;
    return true;
  }

  /** One was free, or finished. */
  moved(): void {
    this.#inOtherHands = 0;
  }
}
