/** Counting what users should know about the molecules of a table: trimmed cells, salts, elements the model has no name for. */
import type { ReadMolecule } from './read-molecule.ts';

export class MoleculeCounts {
  #trimmed = 0;
  #named = 0;
  #fragments = 0;
  #bondless = 0;
  readonly #others = new Map<number, number>();

  add({ molecule, rest, trimmed, fragments }: ReadMolecule): void {
    if (trimmed) this.#trimmed++;
    if (rest !== '') this.#named++;
    if (fragments > 1) this.#fragments++;
    if (molecule.bonds.length === 0) this.#bondless++;
    const numbers = new Set(molecule.atoms.map((atom) => atom.atomicNumber));
    for (const number of numbers) {
      if (number === 0 || number > 100) this.#others.set(number, (this.#others.get(number) ?? 0) + 1);
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
    return [...this.#others]
      .sort(([a], [b]) => a - b)
      .map(([number, count]) => {
        const what = number === 0 ? 'a dummy atom (*)' : `element ${number}`;
        return `Molecules with ${what}, which the model knows only as "other": ${count}.`;
      });
  }
}
