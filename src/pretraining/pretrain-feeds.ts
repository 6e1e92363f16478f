/** The arrays that the pre-training tasks read: which rows are atoms and bonds, labels, and the share of each in the loss. */
import type { Vector } from '../base/index.ts';
import type { Embeddings } from '../models/index.ts';
import { realArray } from '../objective/index.ts';
import type { Feeds, Value } from '../runtime/index.ts';
import type { RealType } from '../tensor/index.ts';
import type { Label, PretrainTargets } from './labels.ts';
import { membershipName, type PretrainSizes, shareName } from './pretrain-loss.ts';

/** Where the atoms and the bonds of the batch stand among the network's rows. feeds: those of the network. */
export function rowPositions({ atoms, bonds }: Embeddings, feeds: Feeds): Feeds {
  return {
    ...rowFeeds('atomRows', feeds[membershipName(atoms)]!, () => true),
    ...(bonds && rowFeeds('forwardRows', feeds[membershipName(bonds)]!, (index) => index % 2 === 0)),
    ...(bonds && rowFeeds('backwardRows', feeds[membershipName(bonds)]!, (index) => index % 2 === 1)),
  };
}

export interface BatchLabels {
  readonly targets: readonly PretrainTargets[];
  readonly atoms: readonly Label[];
  readonly bonds: readonly Label[];
  /** How much each descriptor counts, [molecules][descriptors]. */
  readonly descriptorWeights: readonly ArrayLike<number>[];
  /** Positions of the molecules that count; undefined: all. */
  readonly samples: readonly number[] | undefined;
}

export function labelFeeds({ targets, samples, ...labels }: BatchLabels, sizes: PretrainSizes, type: RealType): Feeds {
  const chosen = samples && new Set(samples);
  const counts = (molecule: number): boolean => chosen?.has(molecule) ?? true;
  const owners: Readonly<Record<string, readonly number[]>> = {
    atomTargets: labels.atoms.map(({ molecule }) => molecule),
    bondTargets: labels.bonds.map(({ molecule }) => molecule),
    atoms: ownersOf(targets.map(({ atomClasses }) => atomClasses.length)),
    bonds: ownersOf(targets.map(({ bondClasses }) => bondClasses.length)),
    molecules: targets.map((_, molecule) => molecule),
  };
  const table = (rows: readonly ArrayLike<number>[], width: number): Value => {
    const data = realArray(type, rows.length * width);
    rows.forEach((row, molecule) => {
      data.set(row, molecule * width);
    });
    return { type, dims: [rows.length, width], data };
  };
  return {
    atomTargets: flatTargets(labels.atoms, sizes.atomClasses),
    bondTargets: flatTargets(labels.bonds, sizes.bondClasses),
    motifs: table(
      targets.map(({ motifs }) => motifs),
      sizes.motifs,
    ),
    ...(sizes.descriptors > 0 && {
      descriptors: table(
        targets.map(({ descriptors }) => descriptors),
        sizes.descriptors,
      ),
      descriptorWeights: table(labels.descriptorWeights, sizes.descriptors),
    }),
    ...(sizes.bits > 0 && {
      bits: table(
        targets.map(({ bits }) => bits),
        sizes.bits,
      ),
    }),
    ...Object.fromEntries(
      Object.entries(owners).flatMap(([items, of]) => [
        [shareName(items, 'batch'), shareOfBatch(of, counts, type)],
        [shareName(items, 'each'), shareOfEach(of, targets.length, type)],
      ]),
    ),
  };
}

/** The rows of each molecule after each other, those whose position in the molecule `isWanted`, and the inverse. */
function rowFeeds(name: string, { dims, data }: Value, isWanted: (index: number) => boolean): Feeds {
  const [molecules, rows] = dims as [number, number];
  const found: number[] = [];
  const inverse = new Int32Array(rows).fill(-1);
  for (let molecule = 0; molecule < molecules; molecule++) {
    let index = 0;
    for (let row = 0; row < rows; row++) {
      if (Number(data[molecule * rows + row]) === 0 || !isWanted(index++)) continue;
      inverse[row] = found.length;
      found.push(row);
    }
  }
  return {
    [name]: { type: 'int32', dims: [found.length], data: Int32Array.from(found) },
    [`${name}.position`]: { type: 'int32', dims: [rows], data: inverse },
  };
}

function flatTargets(labels: readonly Label[], classes: number): Value {
  const data = Int32Array.from(labels, ({ position: index, label }) => index * classes + label);
  return { type: 'int32', dims: [labels.length], data };
}

/** The molecule of every item, from the number of items of each. */
function ownersOf(counts: readonly number[]): number[] {
  return counts.flatMap((count, molecule) => Array.from({ length: count }, () => molecule));
}

/** 1 / items that count, 0 for the others, [1, items]. */
function shareOfBatch(owners: readonly number[], counts: (molecule: number) => boolean, type: RealType): Value {
  const total = Math.max(1, owners.filter(counts).length);
  const data: Vector = realArray(
    type,
    owners.length,
    owners.map((molecule) => (counts(molecule) ? 1 / total : 0)),
  );
  return { type, dims: [1, owners.length], data };
}

/** 1 / items of the molecule, [molecules, items]. */
function shareOfEach(owners: readonly number[], molecules: number, type: RealType): Value {
  const totals = new Uint32Array(molecules);
  for (const molecule of owners) totals[molecule]!++;
  const data = realArray(type, molecules * owners.length);
  owners.forEach((molecule, item) => {
    data[molecule * owners.length + item] = 1 / totals[molecule]!;
  });
  return { type, dims: [molecules, owners.length], data };
}
