/**
 * Which atoms have hydrogens that the SMILES writes as atoms of their own (`[H]N([H])C`). The toolkit merges them into their
 * neighbors and does not say so, but the neighbors then have no implicit hydrogens. Reads SMILES that were accepted.
 */

const token = /(\[[^\]]*\]|Br|Cl|[BCNOPSFIbcnops*])|(%\d\d|%\(\d+\)|\d)|([().])|[^[]/g;
const writtenHydrogen = /^\[H(:\d+)?\]$/;
const anyHydrogen = /^\[\d*H[+-]?\d*(:\d+)?\]$/;

/** For each heavy atom in the order of the SMILES, whether a hydrogen beside it is written as an atom. */
export function besideWrittenHydrogen(smiles: string): boolean[] {
  const beside: boolean[] = [];
  /** Heavy atoms are counted from 0; `hydrogen` stands for a written hydrogen. */
  const branches: Neighbor[] = [];
  const openRings = new Map<string, Neighbor>();
  let previous: Neighbor;
  for (const [, atom, ring, mark] of smiles.matchAll(token)) {
    if (atom) {
      const current = writtenHydrogen.test(atom)
        ? 'hydrogen'
        : anyHydrogen.test(atom)
          ? undefined
          : beside.push(false) - 1;
      connect(beside, previous, current);
      previous = current;
    } else if (ring) {
      if (openRings.has(ring)) {
        connect(beside, openRings.get(ring), previous);
        openRings.delete(ring);
      } else openRings.set(ring, previous);
    } else if (mark === '(') branches.push(previous);
    else if (mark === ')') previous = branches.pop();
    else if (mark === '.') previous = undefined;
  }
  return beside;
}

type Neighbor = number | 'hydrogen' | undefined;

function connect(beside: boolean[], left: Neighbor, right: Neighbor): void {
  if (left === 'hydrogen' && typeof right === 'number') beside[right] = true;
  if (right === 'hydrogen' && typeof left === 'number') beside[left] = true;
}
