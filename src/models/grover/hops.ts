/**
 * How many hops each expert of a block makes. In training each draws its own, at every step:
 *   T = max(0, floor(g) - 1),  g normal with mean `depth` and deviation 1, cut off at depth - 3 and depth + 3.
 * Experts are sorted, those with most hops first, so that hop t works on the first of them only: a slice whose length is known
 * when the step runs.
 */
import type { RandomStream } from '../../base/index.ts';
import type { DrawnArray, RandomSites } from '../../nn/index.ts';
import { input, type Tensor } from '../../tensor/index.ts';
import { range } from './parameters.ts';

export interface DrawnHops {
  /** Experts that make hop t + 1, those with most hops first, [active]; one tensor for each hop that can occur. */
  readonly active: readonly Tensor[];
  /** Experts that make t hops and no more, [finished]; one tensor for each t but the largest. */
  readonly finished: readonly Tensor[];
  /** Where each expert stands in the order of hops, [experts]. */
  readonly position: Tensor;
}

/** Hops that can occur at most. */
export function mostHops(depth: number): number {
  return depth + 1;
}

/** Declares the inputs of a block and how they are drawn. */
export function drawnHops(block: string, experts: number, depth: number, sites: RandomSites): DrawnHops {
  const name = `hops.${block}`;
  const symbol = block.replaceAll('.', '');
  const hops = range(mostHops(depth));
  sites.add({ name, draw: (stream) => hopArrays(name, drawHops(stream, experts, depth), depth) });
  return {
    active: hops.map((hop) => input(`${name}.active${hop}`, 'int32', [`${symbol}Active${hop}`])),
    finished: hops.map((hop) => input(`${name}.finished${hop}`, 'int32', [`${symbol}Finished${hop}`])),
    position: input(`${name}.position`, 'int32', [experts]),
  };
}

/** Hops of each expert, [experts]. */
export function drawHops(stream: RandomStream, experts: number, depth: number): number[] {
  return range(experts).map(() => {
    let deviation = stream.normal();
    while (deviation < -3 || deviation >= 3) deviation = stream.normal();
    return Math.max(0, Math.floor(depth + deviation) - 1);
  });
}

/** The arrays of `drawnHops` for given hops of each expert. */
export function hopArrays(name: string, hops: readonly number[], depth: number): Record<string, DrawnArray> {
  const sorted = range(hops.length).sort((left, right) => hops[right]! - hops[left]! || left - right);
  const list = (experts: readonly number[]): DrawnArray => ({
    type: 'int32',
    dims: [experts.length],
    data: Int32Array.from(experts),
  });
  const position = range(hops.length).map((expert) => sorted.indexOf(expert));
  const each = range(mostHops(depth)).flatMap((hop) => [
    [`${name}.active${hop}`, list(sorted.filter((expert) => hops[expert]! > hop))] as const,
    [`${name}.finished${hop}`, list(sorted.filter((expert) => hops[expert] === hop))] as const,
  ]);
  return { ...Object.fromEntries(each), [`${name}.position`]: list(position) };
}

/** Of floor(g) = depth - 3 .. depth + 2. */
const floorProbabilities = [0.02146, 0.13627, 0.34227, 0.34227, 0.13627, 0.02146];

/** How likely an expert makes this number of hops. */
export function probabilityOfHops(hops: number, depth: number): number {
  const matches = floorProbabilities.filter((_, index) => Math.max(0, depth - 3 + index - 1) === hops);
  return matches.reduce((total, each) => total + each, 0);
}
