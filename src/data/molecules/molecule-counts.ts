/** Counting what users should know about the molecules of a table: trimmed cells, salts, elements the model has no name for. */
import { elementsWithoutFeature } from '../../chem/index.ts';
import type { ReadMolecule } from './read-molecule.ts';

/** Plain data, so that threads can count parts of a table. */
export interface CountedMolecules {
  readonly trimmed: number;
  readonly named: number;
  readonly fragments: number;
  readonly bondless: number;
  /** Molecules with each element that features put into one bucket. */
  readonly others: ReadonlyMap<string, number>;
}

export class MoleculeCounts {
  #trimmed = 0;
  #named = 0;
  #fragments = 0;
  #bondless = 0;
  readonly #others = new Map<string, number>();

  add({ molecule, rest, trimmed, fragments }: ReadMolecule): void {
    if (trimmed) this.#trimmed++;
    if (rest !== '') this.#named++;
    if (fragments > 1) this.#fragments++;
    if (molecule.bonds.length === 0) this.#bondless++;
    for (const element of elementsWithoutFeature(molecule)) this.#addOther(element, 1);
  }

  addCounted({ trimmed, named, fragments, bondless, others }: CountedMolecules): void {
    this.#trimmed += trimmed;
    this.#named += named;
    this.#fragments += fragments;
    this.#bondless += bondless;
    for (const [element, count] of others) this.#addOther(element, count);
  }

  counted(): CountedMolecules {
    const [trimmed, named, fragments, bondless] = [this.#trimmed, this.#named, this.#fragments, this.#bondless];
    return { trimmed, named, fragments, bondless, others: this.#others };
  }

  notes(largestFragment: boolean): string[] {
    const kept = largestFragment ? 'only the largest fragment is kept' : 'kept as they are';
    return [
      [this.#trimmed, 'SMILES with blanks around them, trimmed'],
      [this.#named, 'SMILES followed by a name or an extension, which is left out'],
      [this.#fragments, `Salts and mixtures, ${kept}`],
      [this.#bondless, 'Molecules without a bond (single atoms and ions)'],
    ].flatMap(([count, text]) => (count === 0 ? [] : [`${text}: ${count}.`]));
  }

  /** Elements that features put into one bucket, "other". */
  warnings(): string[] {
    return [...this.#others].map(([element, count]) => {
      const what = element === '*' ? 'a dummy atom (*)' : `element ${element}`;
      return `Molecules with ${what}, which the model knows only as "other": ${count}.`;
    });
  }

  #addOther(element: string, count: number): void {
    this.#others.set(element, (this.#others.get(element) ?? 0) + count);
  }
}
