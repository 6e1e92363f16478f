/** The bare graph of a SMILES, read without the toolkit: which atoms are connected, nothing else. */

/** Atoms, ring closures, branches and dots; bond symbols do not matter here. */
const tokens = /\[[^\]]*\]|Br|Cl|[BCNOPSFIbcnops*]|%\(\d+\)|%\d\d|\d|[().]/g;

/** Neighbours of each atom in the order written, hydrogens included, [atoms]. Faulty SMILES give some graph, never an error. */
export function smilesGraph(smiles: string): number[][] {
  const neighbours: number[][] = [];
  const branches: number[] = [];
  const openRings = new Map<string, number>();
  let previous = -1;
  for (const [token] of smiles.matchAll(tokens)) {
    if (token === '(') branches.push(previous);
    else if (token === ')') previous = branches.pop() ?? -1;
    else if (token === '.') previous = -1;
    else if (/^[%\d]/.test(token)) closeRing(token.replace(/\D/g, '').replace(/^0+(?=\d)/, ''));
    else {
      neighbours.push([]);
      if (previous >= 0) connect(previous, neighbours.length - 1);
      previous = neighbours.length - 1;
    }
  }
  return neighbours;

  function closeRing(label: string): void {
    const partner = openRings.get(label);
    if (partner === undefined) openRings.set(label, previous);
    else {
      openRings.delete(label);
      if (previous >= 0 && partner >= 0) connect(partner, previous);
    }
  }

  function connect(left: number, right: number): void {
    neighbours[left]!.push(right);
    neighbours[right]!.push(left);
  }
}
