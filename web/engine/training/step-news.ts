/** From what the trainer reports of a step to what the page draws. */
import type { SingleRunEvent, StepNews } from '../protocol.ts';
import { webAssemblyBytes } from '../threads/count-memory.ts';

type StepEvent = Extract<SingleRunEvent, { kind: 'step' }>;
type StartEvent = Extract<SingleRunEvent, { kind: 'start' }>;

const megabyte = 2 ** 20;

export class StepCounter {
  #start: StartEvent | undefined;
  #evaluations = 0;
  #rate: number | undefined;

  started(event: StartEvent): void {
    this.#start = event;
  }

  newsOf({ at, loss, learningRate, secondsLeft, report, molecules, seconds }: StepEvent): StepNews {
    const { full, cheap, forward } = report.evaluations;
    this.#evaluations += full + cheap + forward;
    // Of about the last ten steps; the first, which compiles, counts until there are others.
    const rate = molecules / seconds;
    this.#rate = this.#rate === undefined || this.#evaluations <= 2 ? rate : 0.9 * this.#rate + 0.1 * rate;
    return {
      at,
      stepsPerEpoch: this.#start?.stepsPerEpoch ?? 0,
      epochs: this.#start?.epochs ?? 0,
      loss: report.loss,
      meanLoss: loss,
      learningRate,
      rho: report.rho ?? null,
      gradientNorm: report.gradientNorm,
      evaluations: this.#evaluations,
      moleculesPerSecond: this.#rate,
      seconds,
      secondsLeft,
      memoryMb: webAssemblyBytes() / megabyte,
    };
  }
}
