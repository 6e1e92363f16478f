/**
 * The losses of one run for the live chart: every step, and a moving average that the eye can follow. Bounded: when full,
 * neighbors are averaged, so a million steps cost what a few thousand do.
 */
const capacity = 4000;
/** Share of the moving average that is kept each step. */
const kept = 0.9;

export class LossCurve {
  /** Epochs done, fractions included. */
  readonly at: number[] = [];
  readonly loss: number[] = [];
  readonly smooth: number[] = [];
  #average = 0;
  #weight = 0;
  /** Steps that make one point. */
  #stride = 1;
  #waiting: { at: number; loss: number; steps: number } = { at: 0, loss: 0, steps: 0 };

  add(at: number, loss: number): void {
    const waiting = this.#waiting;
    waiting.at = at;
    waiting.loss += loss;
    if (++waiting.steps < this.#stride) return;
    this.#push(at, waiting.loss / waiting.steps);
    this.#waiting = { at: 0, loss: 0, steps: 0 };
    if (this.at.length >= capacity) this.#halve();
  }

  #push(at: number, loss: number): void {
    this.#average = kept * this.#average + (1 - kept) * loss;
    this.#weight = kept * this.#weight + (1 - kept);
    this.at.push(at);
    this.loss.push(loss);
    // Divided by the weights so far: the average of the first steps is not pulled to zero.
    this.smooth.push(this.#average / this.#weight);
  }

  #halve(): void {
    const half = this.at.length >> 1;
    for (let index = 0; index < half; index++) {
      this.at[index] = this.at[2 * index + 1]!;
      this.loss[index] = (this.loss[2 * index]! + this.loss[2 * index + 1]!) / 2;
      this.smooth[index] = this.smooth[2 * index + 1]!;
    }
    for (const list of [this.at, this.loss, this.smooth]) list.length = half;
    this.#stride *= 2;
  }
}
