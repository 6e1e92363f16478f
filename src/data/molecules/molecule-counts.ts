/** Counting what users should know about the molecules of a table: trimmed cells, salts, elements the model has no name for. */
import { elementsWithoutFeature } from '../../chem/index.ts';
import type { ReadMolecule } from './read-molecule.ts';

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
    for (const element of elementsWithoutFeature(molecule)) {
      this.#others.set(element, (this.#others.get(element) ?? 0) + 1);
    }
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
}
