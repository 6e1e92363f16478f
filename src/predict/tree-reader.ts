/** What the trees of a model file read of molecules, at prediction time: computed by name as training did, or given. */

import type { Chemistry, Molecule } from '../chem/index.ts';
import { moleculeFeatures } from '../data/index.ts';
import type { TreeRows } from '../objective/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { treeInput } from '../uncertainty/index.ts';
import { requireColumns } from './feature-reader.ts';

/** fromFile: given features of each molecule, as a model that reads features wants them. */
export type TreeReader = (
  molecules: readonly Molecule[],
  fromFile: readonly (ArrayLike<number> | undefined)[],
) => TreeRows;

/** Undefined for a file without trees. Throws CheckpointError if this toolkit cannot compute a column that they read. */
export function treeReader(
  { trees, features }: ModelCard,
  chemistry: Chemistry,
  where: string,
): TreeReader | undefined {
  if (!trees) return undefined;
  const { generators, columns, fromFile: width } = trees;
  const computed = columns.slice(0, columns.length - width);
  requireColumns(generators, computed, chemistry, where);
  const given = features ? features.names.slice(features.names.length - features.fromFile) : [];
  const positions = columns.slice(computed.length).map((name) => given.indexOf(name));
  return (molecules, fromFile) => {
    const file = {
      names: columns.slice(computed.length),
      of: (row: number) => positions.map((at) => fromFile[row]?.[at] ?? Number.NaN),
    };
    const { values } = moleculeFeatures(molecules, chemistry, { generators, names: computed, file });
    const rows = molecules.map((_, row) =>
      Float32Array.from(values.subarray(row * columns.length, (row + 1) * columns.length)),
    );
    return { input: treeInput, rows };
  };
}
