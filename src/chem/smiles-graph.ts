/** The bare graph of a SMILES, read without the toolkit: which atoms are connected, nothing else. */

/** Atoms, ring closures, branches and dots; bond symbols do not matter here. */
const tokens = /\[[^\]]*\]|Br|Cl|[BCNOPSFIbcnops*]|%\(\d+\)|%\d\d|\d|[().]/g;

/** Neighbors of each atom in the order written, hydrogens included, [atoms]. Faulty SMILES give some graph, never an error. */
export function smilesGraph(smiles: string): number[][] {
  const neighbors: number[][] = [];
  const branches: number[] = [];
  const openRings = new Map<string, number>();
  let previous = -1;
  for (const [token] of smiles.matchAll(tokens)) {
    if (token === '(') branches.push(previous);
    else if (token === ')') previous = branches.pop() ?? -1;
    else if (token === '.') previous = -1;
    else if (/^[%\d]/.test(token)) closeRing(token.replace(/\D/g, '').replace(/^0+(?=\d)/, ''));
    else {
      neighbors.push([]);
      if (previous >= 0) connect(previous, neighbors.length - 1);
      previous = neighbors.length - 1;
    }
  }
  return neighbors;

  function closeRing(label: string): void {
    const partner = openRings.get(label);
    if (partner === undefined) openRings.set(label, previous);
    else {
      openRings.delete(label);
      if (previous >= 0 && partner >= 0) connect(partner, previous);
    }
  }

  function connect(left: number, right: number): void {
    neighbors[left]!.push(right);
    neighbors[right]!.push(left);
  }
}
