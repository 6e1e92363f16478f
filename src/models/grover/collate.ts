/**
 * A batch of molecules as arrays. Whole molecules are packed into lanes of equal length, atoms and directed bonds apart, so that
 * a sum over neighbours is one small product a lane. Equal rows are found here: input maps are computed once for each kind.
 *
 * With `reference` padding every lane begins with a copy of the authors' padding row (all copies go through the same
 * computation), which each neighbour sum counts as often as the atom lacks neighbours.
 */
import { DataError } from '../../base/errors.ts';
import type { RandomStream } from '../../base/random.ts';
import { type GroverFeatures, groverAtomWidth, groverBondWidth } from '../../chem/index.ts';
import { packLanes } from '../../data/lanes.ts';
import type { RealType } from '../../tensor/index.ts';
import type { ModelFeeds } from '../model.ts';
import type { GroverConfig } from './config.ts';

type Numbers = Float32Array | Float64Array;

export function collateGrover(
  batch: readonly GroverFeatures[],
  config: GroverConfig,
  type: RealType,
  random?: RandomStream,
): ModelFeeds {
  const real = (length: number): Numbers => (type === 'float32' ? new Float32Array(length) : new Float64Array(length));
  const bondsOf = batch.map((features) => keptBonds(features, config.bondDropRate, random));
  const isPadded = config.padding === 'reference';
  const atoms = place(
    batch.map(({ atomCount }) => atomCount),
    isPadded,
  );
  const bonds = place(
    bondsOf.map((kept) => 2 * kept.length),
    isPadded,
  );
  const links = linkRows(batch, bondsOf, atoms, bonds);
  const kinds = distinctRows(batch, bondsOf, atoms, bonds, real);
  const view = (name: 'atom' | 'bond', { lanes, slots }: Placement, width: number, sums: Numbers): ModelFeeds => ({
    [`${name}Features`]: { type, dims: [kinds[name].count, width], data: kinds[name].features },
    [`${name}Kind`]: { type: 'int32', dims: [lanes * slots], data: kinds[name].kind },
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
    ...extraFeeds(batch, config, type, real),
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

export interface Placement {
  readonly lanes: number;
  readonly slots: number;
  /** First row of each molecule. */
  readonly firstRow: readonly number[];
}

/** Where molecules of these many rows lie; `isPadded`: slot 0 of every lane is the padding row. */
export function place(sizes: readonly number[], isPadded: boolean): Placement {
  const { lanes, length, laneOf, offsetOf } = packLanes(sizes, Math.max(1, ...sizes));
  const before = isPadded ? 1 : 0;
  const slots = length + before;
  return { lanes, slots, firstRow: sizes.map((_, each) => laneOf[each]! * slots + before + offsetOf[each]!) };
}

interface Links {
  readonly largestDegree: number;
  /** Neighbours of each atom row. */
  readonly degree: Int32Array;
  /** [atom rows, largest degree], filled up with -1. */
  readonly incoming: Int32Array;
  /** Atom rows at the two ends of each bond row, -1 for empty slots. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly reverse: Int32Array;
}

/** Bond k of a molecule has the rows 2k (smaller atom to larger) and 2k + 1 (back). */
function linkRows(
  batch: readonly GroverFeatures[],
  bondsOf: readonly (readonly number[])[],
  atoms: Placement,
  bonds: Placement,
): Links {
  const bondRows = bonds.lanes * bonds.slots;
  const degree = new Int32Array(atoms.lanes * atoms.slots);
  const source = new Int32Array(bondRows).fill(-1);
  const target = new Int32Array(bondRows).fill(-1);
  const reverse = Int32Array.from({ length: bondRows }, (_, row) => row);
  batch.forEach(({ bondAtoms }, molecule) => {
    let row = bonds.firstRow[molecule]!;
    for (const bond of bondsOf[molecule]!) {
      const [low, high] = [0, 1].map((end) => atoms.firstRow[molecule]! + bondAtoms[2 * bond + end]!) as [
        number,
        number,
      ];
      source[row] = target[row + 1] = low;
      target[row] = source[row + 1] = high;
      reverse[row] = row + 1;
      reverse[row + 1] = row;
      degree[low]!++;
      degree[high]!++;
      row += 2;
    }
  });
  const largestDegree = degree.reduce((largest, each) => Math.max(largest, each), 1);
  const incoming = new Int32Array(degree.length * largestDegree).fill(-1);
  const filled = new Int32Array(degree.length);
  target.forEach((atom, row) => {
    if (atom >= 0) incoming[atom * largestDegree + filled[atom]!++] = row;
  });
  return { largestDegree, degree, incoming, source, target, reverse };
}

function atomSums(
  { source, target, degree, largestDegree }: Links,
  place: Placement,
  isPadded: boolean,
  real: (length: number) => Numbers,
): Numbers {
  const { lanes, slots } = place;
  const sums = real(lanes * slots * slots);
  source.forEach((from, bond) => {
    if (from >= 0) sums[target[bond]! * slots + (from % slots)] = 1;
  });
  if (isPadded) degree.forEach((each, row) => void (sums[row * slots] = largestDegree - each));
  return sums;
}

/** Bonds that come into a bond's source, without its reverse. */
function bondSums(
  { source, reverse, incoming, degree, largestDegree }: Links,
  place: Placement,
  isPadded: boolean,
  real: (length: number) => Numbers,
): Numbers {
  const { lanes, slots } = place;
  const sums = real(lanes * slots * slots);
  source.forEach((atom, bond) => {
    const missing = atom < 0 ? largestDegree - 1 : largestDegree - degree[atom]!;
    if (isPadded) sums[bond * slots] = missing;
    if (atom < 0) return;
    for (let entry = 0; entry < degree[atom]!; entry++) {
      const before = incoming[atom * largestDegree + entry]!;
      if (before !== reverse[bond]) sums[bond * slots + (before % slots)] = 1;
    }
  });
  return sums;
}

interface Kinds {
  readonly count: number;
  readonly features: Numbers;
  readonly kind: Int32Array;
}

/** Distinct rows of atoms and of directed bonds (source's features, then the bond's); kind 0 is a row of zeros. */
function distinctRows(
  batch: readonly GroverFeatures[],
  bondsOf: readonly (readonly number[])[],
  atoms: Placement,
  bonds: Placement,
  real: (length: number) => Numbers,
): { atom: Kinds; bond: Kinds } {
  const atomKinds = new Collector(atoms.lanes * atoms.slots, groverAtomWidth);
  const bondKinds = new Collector(bonds.lanes * bonds.slots, groverAtomWidth + groverBondWidth);
  batch.forEach(({ atoms: atomFeatures, atomKeys, bonds: bondFeatures, bondAtoms }, molecule) => {
    const atomRow = (atom: number): Numbers =>
      atomFeatures.subarray(atom * groverAtomWidth, (atom + 1) * groverAtomWidth);
    const firstAtom = atoms.firstRow[molecule]!;
    for (const [atom, key] of atomKeys.entries()) atomKinds.add(firstAtom + atom, key, () => [atomRow(atom)]);
    let row = bonds.firstRow[molecule]!;
    for (const bond of bondsOf[molecule]!) {
      const features = bondFeatures.subarray(bond * groverBondWidth, (bond + 1) * groverBondWidth);
      const bits = features.reduce((code, each) => 2 * code + each, 0);
      for (const end of [0, 1]) {
        const atom = bondAtoms[2 * bond + end]!;
        const key = atomKinds.kind[firstAtom + atom]! * 2 ** groverBondWidth + bits;
        bondKinds.add(row++, key, () => [atomRow(atom), features]);
      }
    }
  });
  return { atom: atomKinds.collected(real), bond: bondKinds.collected(real) };
}

/** Numbers rows by what they hold. */
class Collector {
  readonly kind: Int32Array;
  readonly #width: number;
  readonly #kinds = new Map<string | number, number>();
  readonly #rows: (readonly ArrayLike<number>[])[] = [[]];

  constructor(rows: number, width: number) {
    this.kind = new Int32Array(rows);
    this.#width = width;
  }

  /** values: asked for once for each key. */
  add(row: number, key: string | number, values: () => readonly ArrayLike<number>[]): void {
    let kind = this.#kinds.get(key);
    if (kind === undefined) {
      this.#kinds.set(key, (kind = this.#rows.length));
      this.#rows.push(values());
    }
    this.kind[row] = kind;
  }

  collected(real: (length: number) => Numbers): Kinds {
    const features = real(this.#rows.length * this.#width);
    this.#rows.forEach((parts, kind) => {
      let start = kind * this.#width;
      for (const part of parts) {
        features.set(part, start);
        start += part.length;
      }
    });
    return { count: this.#rows.length, features, kind: this.kind };
  }
}

function moleculeFeeds(
  batch: readonly GroverFeatures[],
  { lanes, slots, firstRow }: Placement,
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

function extraFeeds(
  batch: readonly GroverFeatures[],
  { extraFeatures }: GroverConfig,
  type: RealType,
  real: (length: number) => Numbers,
): ModelFeeds {
  if (extraFeatures === 0) return {};
  const values = real(batch.length * extraFeatures);
  batch.forEach(({ extra }, molecule) => {
    if (extra?.length !== extraFeatures) {
      throw new DataError({
        what: `a molecule has ${extra?.length ?? 0} extra features, the model reads ${extraFeatures}`,
        advice: 'Give every molecule the features that the model was made for.',
      });
    }
    values.set(extra, molecule * extraFeatures);
  });
  return { extra: { type, dims: [batch.length, extraFeatures], data: values } };
}
