/**
 * A batch of molecules as arrays. Whole molecules are packed into lanes of equal length, atoms and directed bonds apart, so that
 * a sum over neighbors is one small product a lane. Equal rows are found here: input maps are computed once for each kind.
 *
 * With `reference` padding every lane begins with a copy of the authors' padding row (all copies go through the same
 * computation), which each neighbor sum counts as often as the atom lacks neighbors.
 */
import type { RandomStream } from '../../base/index.ts';
import type { RealType } from '../../tensor/index.ts';
import { extraFeeds } from '../extra-features.ts';
import type { ModelFeeds } from '../model.ts';
import type { GroverConfig } from './config.ts';
import { distinctRows } from './distinct-rows.ts';
import { type GroverFeatures, groverAtomWidth, groverBondWidth } from './features.ts';
import { atomSums, bondSums, linkRows } from './links.ts';
import { layOutRows, type Numbers, type RowLayout } from './row-layout.ts';

export function collateGrover(
  batch: readonly GroverFeatures[],
  config: GroverConfig,
  type: RealType,
  random?: RandomStream,
): ModelFeeds {
  const real = (length: number): Numbers => (type === 'float32' ? new Float32Array(length) : new Float64Array(length));
  const bondsOf = batch.map((features) => keptBonds(features, config.bondDropRate, random));
  const isPadded = config.padding === 'reference';
  const atoms = layOutRows(
    batch.map(({ atomCount }) => atomCount),
    isPadded,
  );
  const bonds = layOutRows(
    bondsOf.map((kept) => 2 * kept.length),
    isPadded,
  );
  const links = linkRows(batch, bondsOf, atoms, bonds);
  const kinds = distinctRows(batch, bondsOf, { atoms, bonds }, real);
  const view = (name: 'atom' | 'bond', { lanes, slots }: RowLayout, width: number, sums: Numbers): ModelFeeds => ({
    [`${name}Features`]: { type, dims: [kinds[name].count, width], data: kinds[name].features },
    [`${name}Kind`]: { type: 'int32', dims: [lanes, slots], data: kinds[name].kind },
    [`${name}Sums`]: { type, dims: [lanes, slots, slots], data: sums },
  });
  const atomRows = atoms.lanes * atoms.slots;
  const feeds: ModelFeeds = {
    ...view('atom', atoms, groverAtomWidth, atomSums(links, atoms, isPadded, real)),
    ...view('bond', bonds, groverAtomWidth + groverBondWidth, bondSums(links, bonds, isPadded, real)),
    incoming: { type: 'int32', dims: [atomRows, links.largestDegree], data: links.incoming },
    target: { type: 'int32', dims: [links.target.length], data: links.target },
    reverse: { type: 'int32', dims: [links.reverse.length], data: links.reverse },
    ...moleculeFeeds(batch, atoms, type, real),
    ...(config.bondEmbeddings ? bondMembership(bondsOf, bonds, type, real) : {}),
    ...extraFeeds(batch, config.extraFeatures, type),
  };
  if (!isPadded) return feeds;
  const missing = real(atomRows).map((_, row) => links.largestDegree - links.degree[row]!);
  return { ...feeds, missing: { type, dims: [atomRows, 1], data: missing } };
}

/** Bonds of a molecule that are in this batch: all of them, unless some are dropped in training. */
function keptBonds({ bondAtoms }: GroverFeatures, dropRate: number, random: RandomStream | undefined): number[] {
  const all = Array.from({ length: bondAtoms.length / 2 }, (_, bond) => bond);
  return random && dropRate > 0 ? all.filter(() => random.uniform() >= dropRate) : all;
}

function moleculeFeeds(
  batch: readonly GroverFeatures[],
  { lanes, slots, firstRow }: RowLayout,
  type: RealType,
  real: (length: number) => Numbers,
): ModelFeeds {
  const rows = lanes * slots;
  const longest = batch.reduce((largest, { atomCount }) => Math.max(largest, atomCount), 0);
  const membership = real(batch.length * rows);
  const members = new Int32Array(batch.length * longest).fill(-1);
  const memberPlace = new Int32Array(rows).fill(-1);
  batch.forEach(({ atomCount }, molecule) => {
    for (let atom = 0; atom < atomCount; atom++) {
      const row = firstRow[molecule]! + atom;
      membership[molecule * rows + row] = 1;
      members[molecule * longest + atom] = row;
      memberPlace[row] = molecule * longest + atom;
    }
  });
  return {
    membership: { type, dims: [batch.length, rows], data: membership },
    atomCounts: { type, dims: [batch.length, 1], data: real(batch.length).map((_, each) => batch[each]!.atomCount) },
    members: { type: 'int32', dims: [batch.length, longest], data: members },
    memberPlace: { type: 'int32', dims: [rows], data: memberPlace },
  };
}

/** A molecule without bonds counts one, so that its mean is 0. */
function bondMembership(
  bondsOf: readonly (readonly number[])[],
  { lanes, slots, firstRow }: RowLayout,
  type: RealType,
  real: (length: number) => Numbers,
): ModelFeeds {
  const rows = lanes * slots;
  const membership = real(bondsOf.length * rows);
  bondsOf.forEach((kept, molecule) => {
    const start = molecule * rows + firstRow[molecule]!;
    membership.fill(1, start, start + 2 * kept.length);
  });
  const counts = real(bondsOf.length).map((_, molecule) => Math.max(1, 2 * bondsOf[molecule]!.length));
  return {
    bondMembership: { type, dims: [bondsOf.length, rows], data: membership },
    bondCounts: { type, dims: [bondsOf.length, 1], data: counts },
  };
}
