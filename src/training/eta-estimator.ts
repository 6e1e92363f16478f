/** How long the rest takes: recent steps and validations, times what is left of them. */
export class EtaEstimator {
  #stepSeconds: number | undefined;
  #validationSeconds: number | undefined;
  #steps = 0;

  addStep(seconds: number): void {
    this.#steps++;
    // The first step compiles the program; it says nothing about the others.
    this.#stepSeconds = this.#steps <= 2 ? seconds : blend(this.#stepSeconds, seconds);
  }

  addValidation(seconds: number): void {
    this.#validationSeconds = blend(this.#validationSeconds, seconds);
  }

  secondsLeft(stepsLeft: number, validationsLeft: number): number | undefined {
    if (this.#stepSeconds === undefined) return undefined;
    return stepsLeft * this.#stepSeconds + validationsLeft * (this.#validationSeconds ?? 0);
  }
}

/** Moving average over about the last twenty. */
function blend(average: number | undefined, value: number): number {
  return average === undefined ? value : 0.95 * average + 0.05 * value;
}

/** Runs work and says how many seconds it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}
