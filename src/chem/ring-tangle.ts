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

/** The parts that stay when all bonds in no ring are cut, each as neighbours of its own atoms. */
function ringSystems(neighbours: readonly (readonly number[])[]): number[][][] {
  const ringBonds = withoutBridges(neighbours);
  const place = new Map<number, number>();
  return neighbours.flatMap((_, start) => {
    if (place.has(start) || ringBonds[start]!.length === 0) return [];
    const members = [start];
    place.set(start, 0);
    for (const atom of members) {
      for (const next of ringBonds[atom]!) {
        if (!place.has(next)) place.set(next, members.push(next) - 1);
      }
    }
    return [members.map((atom) => ringBonds[atom]!.map((next) => place.get(next)!))];
  });
}

/** A bond is a bridge if nothing reached behind it leads back before it (Tarjan 1974), found without recursion. */
function withoutBridges(neighbours: readonly (readonly number[])[]): number[][] {
  const parent = new Int32Array(neighbours.length).fill(-1);
  const order = new Int32Array(neighbours.length).fill(-1);
  const next = new Int32Array(neighbours.length);
  const low = new Int32Array(neighbours.length);
  const isBridgeAbove = new Uint8Array(neighbours.length);
  let visited = 0;
  for (let start = 0; start < neighbours.length; start++) {
    if (order[start] !== -1) continue;
    const path = [start];
    order[start] = low[start] = visited++;
    while (path.length > 0) {
      const atom = path.at(-1)!;
      const neighbour = neighbours[atom]![next[atom]!++];
      if (neighbour === undefined) {
        path.pop();
        const above = parent[atom]!;
        if (above < 0) continue;
        low[above] = Math.min(low[above]!, low[atom]!);
        isBridgeAbove[atom] = low[atom]! > order[above]! ? 1 : 0;
      } else if (order[neighbour] === -1) {
        parent[neighbour] = atom;
        order[neighbour] = low[neighbour] = visited++;
        path.push(neighbour);
      } else if (neighbour !== parent[atom]) low[atom] = Math.min(low[atom]!, order[neighbour]!);
    }
  }
  const isBridge = (left: number, right: number): boolean =>
    (parent[right] === left && isBridgeAbove[right] === 1) || (parent[left] === right && isBridgeAbove[left] === 1);
  return neighbours.map((list, atom) => list.filter((other) => !isBridge(atom, other)));
}

/** The largest number of shortest ways between two atoms. */
function mostWays(neighbours: readonly (readonly number[])[]): number {
  let most = 0;
  for (let start = 0; start < neighbours.length; start++) {
    const distance = new Int32Array(neighbours.length).fill(-1);
    const ways = new Float64Array(neighbours.length);
    distance[start] = 0;
    ways[start] = 1;
    const queue = [start];
    for (const atom of queue) {
      for (const next of neighbours[atom]!) {
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
