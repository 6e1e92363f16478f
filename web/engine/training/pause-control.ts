/** Where a training stands still between two steps when it is asked to, and lets its worker read messages when it is not. */
import { nextTask } from '../threads/next-task.ts';

export class PauseControl {
  #isHeld = false;
  /** The next finished step holds the training again. */
  #isStepping = false;
  #goOn: (() => void) | undefined;
  #onHeld: (() => void)[] = [];

  /** Awaited before every step and every part of an evaluation. */
  readonly pass = async (): Promise<void> => {
    await nextTask();
    while (this.#isHeld) {
      for (const resolve of this.#onHeld.splice(0)) resolve();
      await new Promise<void>((goOn) => {
        this.#goOn = goOn;
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
    this.#wake();
    return this.#held();
  }

  release(): void {
    this.#isStepping = false;
    this.#wake();
  }

  /** The training is over; nobody waits for it to stand still any more. */
  end(): void {
    this.#isHeld = false;
    for (const resolve of this.#onHeld.splice(0)) resolve();
  }

  #wake(): void {
    this.#isHeld = false;
    this.#goOn?.();
    this.#goOn = undefined;
  }

  #held(): Promise<void> {
    return new Promise((resolve) => {
      this.#onHeld.push(resolve);
      // A training that is held already is woken, which says so and is held again.
      if (this.#isHeld && this.#goOn) {
        this.#goOn();
        this.#goOn = undefined;
      }
    });
  }
}
