/**
 * Finding molecules whose rings the toolkit would list for minutes. Where a large ring runs through k smaller ones that it can
 * pass on either side, 2^k rings of one length exist, and the toolkit lists them all: a hoop of 11 benzenes takes 1.5 s, of
 * 13 45 s. Cyclodextrins (k = 6 to 8) and fullerenes (many rings, few equal ways) are harmless.
 */
import { smilesGraph } from './smiles-graph.ts';

/** Independent rings that one ring system may have before its equal ways are counted. */
const harmlessRings = 12;
/** Shortest ways between two atoms of such a system: a hoop of 12 benzenes has 128. */
const harmlessWays = 100;

export function hasRingTangle(smiles: string): boolean {
  const closures = smiles.replace(/\[[^\]]*\]/g, '').match(/%\(\d+\)|%\d\d|\d/g)?.length ?? 0;
  if (closures / 2 <= harmlessRings) return false;
  return ringSystems(smilesGraph(smiles)).some((system) => {
    const bonds = system.reduce((count, { length }) => count + length, 0) / 2;
    return bonds - system.length + 1 > harmlessRings && mostWays(system) > harmlessWays;
  });
}

/** The parts that stay when all bonds in no ring are cut, each as neighbors of its own atoms. */
function ringSystems(neighbors: readonly (readonly number[])[]): number[][][] {
  const ringBonds = withoutBridges(neighbors);
  const position = new Map<number, number>();
  return neighbors.flatMap((_, start) => {
    if (position.has(start) || ringBonds[start]!.length === 0) return [];
    const members = [start];
    position.set(start, 0);
    for (const atom of members) {
      for (const next of ringBonds[atom]!) {
        if (!position.has(next)) position.set(next, members.push(next) - 1);
      }
    }
    return [members.map((atom) => ringBonds[atom]!.map((next) => position.get(next)!))];
  });
}

/** A bond is a bridge if nothing reached behind it leads back before it (Tarjan 1974), found without recursion. */
function withoutBridges(neighbors: readonly (readonly number[])[]): number[][] {
  const parent = new Int32Array(neighbors.length).fill(-1);
  const order = new Int32Array(neighbors.length).fill(-1);
  const next = new Int32Array(neighbors.length);
  const low = new Int32Array(neighbors.length);
  const isBridgeAbove = new Uint8Array(neighbors.length);
  let visited = 0;
  for (let start = 0; start < neighbors.length; start++) {
    if (order[start] !== -1) continue;
    const path = [start];
    order[start] = low[start] = visited++;
    while (path.length > 0) {
      const atom = path.at(-1)!;
      const neighbor = neighbors[atom]![next[atom]!++];
      if (neighbor === undefined) {
        path.pop();
        const above = parent[atom]!;
        if (above < 0) continue;
        low[above] = Math.min(low[above]!, low[atom]!);
        isBridgeAbove[atom] = low[atom]! > order[above]! ? 1 : 0;
      } else if (order[neighbor] === -1) {
        parent[neighbor] = atom;
        order[neighbor] = low[neighbor] = visited++;
        path.push(neighbor);
      } else if (neighbor !== parent[atom]) low[atom] = Math.min(low[atom]!, order[neighbor]!);
    }
  }
  const isBridge = (left: number, right: number): boolean =>
    (parent[right] === left && isBridgeAbove[right] === 1) || (parent[left] === right && isBridgeAbove[left] === 1);
  return neighbors.map((list, atom) => list.filter((other) => !isBridge(atom, other)));
}

/** The largest number of shortest ways between two atoms. */
function mostWays(neighbors: readonly (readonly number[])[]): number {
  let most = 0;
  for (let start = 0; start < neighbors.length; start++) {
    const distance = new Int32Array(neighbors.length).fill(-1);
    const ways = new Float64Array(neighbors.length);
    distance[start] = 0;
    ways[start] = 1;
    const queue = [start];
    for (const atom of queue) {
      for (const next of neighbors[atom]!) {
        if (distance[next] === -1) {
          distance[next] = distance[atom]! + 1;
          queue.push(next);
        }
        if (distance[next] === distance[atom]! + 1) ways[next]! += ways[atom]!;
      }
      most = Math.max(most, ways[atom]!);
    }
  }
  return most;
}
