/**
 * Floating-point operations of a training step that no algorithm avoids: matrix products on packed rows, with every saving of
 * README.md taken (2 m n k a product, backward twice forward). Sums over neighbors are additions and do not count.
 */

import type { GroverConfig } from './config.ts';
import { groverAtomWidth, groverBondWidth } from './features.ts';
import { mostHops, probabilityOfHops } from './hops.ts';
import { expertKinds, range } from './parameters.ts';

/** Of a bbbp batch of 32 molecules: directed bonds of an atom, and the share of rows that are distinct. */
const bondsOfAtom = 1608 / 746;
const distinct = { atoms: 95 / 746, bonds: 173 / 1608 };

export function stepOperations(config: GroverConfig, atomCounts: readonly number[]): number {
  const { width, heads, blocks, headWidth } = config;
  const atoms = atomCounts.reduce((total, count) => total + count, 0);
  const bonds = atoms * bondsOfAtom;
  const atomKinds = atoms * distinct.atoms;
  const bondKinds = bonds * distinct.bonds;
  const inputs = 2 * width * (atomKinds * groverAtomWidth + bondKinds * (groverAtomWidth + groverBondWidth));
  const first = block(config, atoms, atomKinds) + block(config, bonds, bondKinds);
  const later = (blocks - 1) * (block(config, atoms, atoms) + block(config, bonds, bonds));
  const folding = 2 * blocks * 2 * heads * width ** 3;
  // Two branches; W_1's part for states and W_2 are [4 width, width], W_1's part for features is needed once for each kind.
  const embeddings = 2 * (atoms * 16 * width ** 2 + atomKinds * 2 * groverAtomWidth * 4 * width);
  const headMaps = 2 * atomCounts.length * 2 * width * headWidth;
  return 3 * (inputs + first + later + folding + embeddings + headMaps);
}

/** One block on these many rows, `kinds` of which are distinct where it begins. */
function block({ width, heads, depth, randomHops }: GroverConfig, rows: number, kinds: number): number {
  const product = 2 * width ** 2;
  const experts = expertKinds.length * heads;
  const { mean, none } = randomHops ? drawn(depth) : { mean: depth - 1, none: depth === 1 ? 1 : 0 };
  const hops = experts * ((1 - none) * kinds + (mean - (1 - none)) * rows);
  const maps = experts * ((1 - none) * rows + none * kinds);
  return product * (hops + maps + heads * rows);
}

function drawn(depth: number): { mean: number; none: number } {
  const probabilities = range(mostHops(depth) + 1).map((hops) => probabilityOfHops(hops, depth));
  return { mean: probabilities.reduce((total, each, hops) => total + hops * each, 0), none: probabilities[0]! };
}
