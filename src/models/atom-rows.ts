/** Rows of atoms, read from the input that says which row belongs to which molecule. */
import type { Model, ModelFeed } from './model.ts';

/** membership: 1 where a row belongs to a molecule, [molecules, rows]. */
export function rowsByMembership({ dims, data }: ModelFeed): ReturnType<Model['atomRows'] & object> {
  const [molecules, rows] = dims as [number, number];
  const ofMolecules = Array.from({ length: molecules }, (_, molecule) => {
    const own: number[] = [];
    for (let row = 0; row < rows; row++) if (data[molecule * rows + row] === 1) own.push(row);
    return own;
  });
  return { rows, ofMolecules };
}
