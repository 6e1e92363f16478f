/** What the features of a model cannot tell, counted while molecules pass by. */
import type { Molecule } from '../chem/index.ts';
import type { Model } from '../models/index.ts';

export class UnsupportedCounts {
  readonly #model: Model;
  readonly #counts = new Map<string, number>();

  constructor(model: Model) {
    this.#model = model;
  }

  add(molecule: Molecule): void {
    for (const text of this.#model.unsupportedFeatures?.(molecule) ?? []) this.#add(text, 1);
  }

  /** Molecules with each of them, as another thread may have counted them. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  addCounts(counts: ReadonlyMap<string, number>): void {
    for (const [text, count] of counts) this.#add(text, count);
  }

  /** A sentence for each of them. */
  messages(): string[] {
    const { name } = this.#model;
    return [...this.#counts].map(([text, count]) => `Molecules with ${text} in the features of ${name}: ${count}.`);
  }

  #add(text: string, count: number): void {
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + count);
  }
}
