/** Topological distances. */
import type { Adjacency } from './adjacency.ts';

/** Marks a pair of atoms without a path between them. */
export const differentFragments = -1;

/** Bonds on the shortest path between two atoms, 0 on the diagonal, `differentFragments` where there is none, [atoms, atoms]. */
export function topologicalDistances({ offsets, neighbors }: Adjacency): Int32Array {
  const atoms = offsets.length - 1;
  const distances = new Int32Array(atoms * atoms).fill(differentFragments);
  const queue = new Int32Array(atoms);
  for (let source = 0; source < atoms; source++) {
    const row = distances.subarray(source * atoms, (source + 1) * atoms);
    row[source] = 0;
    queue[0] = source;
    for (let read = 0, written = 1; read < written; read++) {
      const atom = queue[read]!;
      for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++) {
        const neighbor = neighbors[entry]!;
        if (row[neighbor] !== differentFragments) continue;
        row[neighbor] = row[atom]! + 1;
        queue[written++] = neighbor;
      }
    }
  }
  return distances;
}
