/** Where a training stands still between two steps when it is asked to, and lets its worker read messages when it is not. */
import { nextTask } from '../threads/next-task.ts';

export class Gate {
  #isHeld = false;
  /** The next finished step closes the gate again. */
  #isStepping = false;
  #open: (() => void) | undefined;
  #onHeld: (() => void)[] = [];

  /** Awaited before every step and every part of an evaluation. */
  readonly pass = async (): Promise<void> => {
    await nextTask();
    while (this.#isHeld) {
      for (const tell of this.#onHeld.splice(0)) tell();
      await new Promise<void>((open) => {
        this.#open = open;
      });
    }
  };

  /** Called after every step. */
  stepDone(): void {
    if (this.#isStepping) this.#isHeld = true;
    this.#isStepping = false;
  }

  /** Resolves once the training stands still. */
  hold(): Promise<void> {
    this.#isHeld = true;
    return this.#held();
  }

  /** Lets one step through; resolves once the training stands still after it. */
  step(): Promise<void> {
    this.#isStepping = true;
    this.#let();
    return this.#held();
  }

  release(): void {
    this.#isStepping = false;
    this.#let();
  }

  /** The training is over; nobody waits for it to stand still any more. */
  end(): void {
    this.#isHeld = false;
    for (const tell of this.#onHeld.splice(0)) tell();
  }

  #let(): void {
    this.#isHeld = false;
    this.#open?.();
    this.#open = undefined;
  }

  #held(): Promise<void> {
    return new Promise((resolve) => {
      this.#onHeld.push(resolve);
      // Who stands still already stands still: the gate is passed again and says so.
      if (this.#isHeld && this.#open) {
        this.#open();
        this.#open = undefined;
      }
    });
  }
}
