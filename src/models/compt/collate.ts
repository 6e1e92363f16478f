/**
 * A batch of molecules as arrays. Whole molecules are packed into lanes of equal length: [lanes, slots] rows hold almost no
 * padding, attention is one product a lane (molecules of a lane do not see each other), and the recurrent readout walks all
 * lanes at once. With `maxAtoms` padding the readout has lanes of its own, one a molecule.
 */

import { packLanes } from '../../data/index.ts';
import type { RealType } from '../../tensor/index.ts';
import { extraFeeds } from '../extra-features.ts';
import type { ModelFeeds } from '../model.ts';
import type { ComptConfig } from './config.ts';
import { type ComptFeatures, comptAtomWidth, comptBondWidth } from './features.ts';

/** Added to the scores of pairs that must not see each other: its exponential is 0 exactly. */
const forbidden = -1e9;

/** slotsMultiple: the length of the lanes is a multiple of it. */
export function collateCompt(
  batch: readonly ComptFeatures[],
  config: ComptConfig,
  { type, slotsMultiple = 1 }: { readonly type: RealType; readonly slotsMultiple?: number },
): ModelFeeds {
  const placement = packed(batch, slotsMultiple);
  return {
    ...encoderFeeds(batch, placement, config, type),
    ...(config.readoutPadding === 'none' ? readoutFeeds(placement, type) : paddedReadoutFeeds(placement, config, type)),
    ...extraFeeds(batch, config.extraFeatures, type),
  };
}

interface Placement {
  readonly lanes: number;
  readonly slots: number;
  /** First row of each molecule. */
  readonly firstRow: readonly number[];
  /** Rows of each molecule. */
  readonly length: readonly number[];
}

function packed(batch: readonly ComptFeatures[], slotsMultiple: number): Placement {
  const sizes = batch.map(({ atomCount }) => atomCount);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const length = Math.ceil(largest / slotsMultiple) * slotsMultiple;
  const { lanes, length: slots, laneOf, offsetOf } = packLanes(sizes, length);
  return { lanes, slots, firstRow: sizes.map((_, b) => laneOf[b]! * slots + offsetOf[b]!), length: sizes };
}

function encoderFeeds(
  batch: readonly ComptFeatures[],
  placement: Placement,
  config: ComptConfig,
  type: RealType,
): ModelFeeds {
  const { lanes, slots } = placement;
  const rows = lanes * slots;
  const real = zeros(type);
  const atomFeatures = real(rows * comptAtomWidth);
  const positions = new Int32Array(rows);
  const atomCounts = real(batch.length);
  const pairs = {
    bias: real(rows * slots).fill(forbidden),
    weight: real(rows * slots),
    bondsApart: real(rows * slots),
  };
  batch.forEach((features, molecule) => {
    const first = placement.firstRow[molecule]!;
    atomFeatures.set(features.atoms, first * comptAtomWidth);
    atomCounts[molecule] = features.atomCount;
    for (let atom = 0; atom < features.atomCount; atom++) positions[first + atom] = atom + 1;
    fillPairs(pairs, features, first, slots);
  });
  const kinds = distinctBonds(batch, placement, config.heads, type);
  return {
    atomFeatures: { type, dims: [lanes, slots, comptAtomWidth], data: atomFeatures },
    positions: { type: 'int32', dims: [rows], data: positions },
    atomCounts: { type, dims: [batch.length, 1], data: atomCounts },
    membership: membershipFeed(placement, type),
    pairBias: { type, dims: [lanes, slots, slots], data: pairs.bias },
    pairWeight: { type, dims: [lanes, slots, slots], data: pairs.weight },
    bondsApart: { type, dims: [lanes, slots, slots], data: pairs.bondsApart },
    bondVectors: { type, dims: [kinds.count, comptBondWidth], data: kinds.vectors },
    scoreSource: { type: 'int32', dims: [kinds.source.length], data: kinds.source },
    scoreTarget: { type: 'int32', dims: [kinds.target.length], data: kinds.target },
  };
}

/** 1 where the row belongs to the molecule. */
function membershipFeed({ lanes, slots, firstRow, length }: Placement, type: RealType): ModelFeeds[string] {
  const rows = lanes * slots;
  const data = zeros(type)(length.length * rows);
  firstRow.forEach((first, molecule) => {
    data.fill(1, molecule * rows + first, molecule * rows + first + length[molecule]!);
  });
  return { type, dims: [length.length, rows], data };
}

/** The order in which the recurrence walks the rows of a placement, and which molecule starts where. */
function readoutFeeds({ lanes, slots, firstRow, length }: Placement, type: RealType): ModelFeeds {
  const rows = lanes * slots;
  const molecules = length.length;
  const memberRows = new Int32Array(molecules * slots);
  const order = { lanes, slots, slotSource: new Int32Array(2 * rows), slotOfRow: new Int32Array(2 * rows) };
  const keep = zeros(type)(rows).fill(1);
  const startMolecule = new Int32Array(rows).fill(-1);
  const startSlot = new Int32Array(molecules);
  identityOrder(order);
  firstRow.forEach((first, molecule) => {
    for (let member = 0; member < slots; member++) {
      memberRows[molecule * slots + member] = first + (member < length[molecule]! ? member : 0);
    }
    reverseOrder(order, first, length[molecule]!);
    const start = (first % slots) * lanes + Math.floor(first / slots);
    keep[start] = 0;
    startMolecule[start] = molecule;
    startSlot[molecule] = start;
  });
  return {
    memberRows: { type: 'int32', dims: [molecules, slots], data: memberRows },
    slotSource: { type: 'int32', dims: [slots, 2, lanes], data: order.slotSource },
    slotOfRow: { type: 'int32', dims: [2 * rows], data: order.slotOfRow },
    keep: { type, dims: [slots, 1, lanes, 1], data: keep },
    startMolecule: { type: 'int32', dims: [slots, 1, lanes], data: startMolecule },
    startSlot: { type: 'int32', dims: [molecules], data: startSlot },
  };
}

/** The readout of the authors walks `maxAtoms` rows of each molecule, those without an atom too; the encoder need not see them. */
function paddedReadoutFeeds(encoder: Placement, { maxAtoms }: ComptConfig, type: RealType): ModelFeeds {
  const molecules = encoder.length.length;
  const firstRow = encoder.length.map((_, molecule) => molecule * maxAtoms);
  const padded = { lanes: molecules, slots: maxAtoms, firstRow, length: encoder.length.map(() => maxAtoms) };
  const paddedSource = new Int32Array(molecules * maxAtoms).fill(-1);
  const paddedTarget = new Int32Array(encoder.lanes * encoder.slots).fill(-1);
  encoder.length.forEach((length, molecule) => {
    for (let atom = 0; atom < length; atom++) {
      const [row, target] = [encoder.firstRow[molecule]! + atom, firstRow[molecule]! + atom];
      paddedSource[target] = row;
      paddedTarget[row] = target;
    }
  });
  return {
    ...readoutFeeds(padded, type),
    paddedSource: { type: 'int32', dims: [paddedSource.length], data: paddedSource },
    paddedTarget: { type: 'int32', dims: [paddedTarget.length], data: paddedTarget },
    paddedMembership: membershipFeed(padded, type),
  };
}

const zeros =
  (type: RealType) =>
  (length: number): Numbers =>
    type === 'float32' ? new Float32Array(length) : new Float64Array(length);

type Numbers = Float32Array | Float64Array;

/** Blocks of the [lanes, slots, slots] arrays in which the atoms of one molecule meet. */
function fillPairs(
  pairs: { bias: Numbers; weight: Numbers; bondsApart: Numbers },
  { atomCount, distances }: ComptFeatures,
  first: number,
  slots: number,
): void {
  const column = first % slots;
  for (let atom = 0; atom < atomCount; atom++) {
    const target = (first + atom) * slots + column;
    for (let other = 0; other < atomCount; other++) {
      const bondsApart = distances[atom * atomCount + other]!;
      pairs.bias[target + other] = 0;
      if (bondsApart < 0) continue;
      // The message along a pair counts twice (as seen from both of its ends), that of an atom to itself once.
      pairs.weight[target + other] = atom === other ? 1 : 2;
      pairs.bondsApart[target + other] = bondsApart;
    }
  }
}

interface SlotOrder {
  readonly lanes: number;
  readonly slots: number;
  readonly slotSource: Int32Array;
  readonly slotOfRow: Int32Array;
}

/** Both directions read row (lane, slot) at step slot. */
function identityOrder(order: SlotOrder): void {
  const { lanes, slots } = order;
  for (let row = 0; row < lanes * slots; row++) {
    for (let direction = 0; direction < 2; direction++) connect(order, row, direction, row % slots);
  }
}

/** The backward direction reads a molecule's rows from the last to the first. */
function reverseOrder(order: SlotOrder, first: number, length: number): void {
  for (let step = 0; step < length; step++) {
    connect(order, first + length - 1 - step, 1, (first % order.slots) + step);
  }
}

/** The direction reads this row at this slot of the row's lane. */
function connect(order: SlotOrder, row: number, direction: number, slot: number): void {
  const index = (slot * 2 + direction) * order.lanes + Math.floor(row / order.slots);
  order.slotSource[index] = 2 * row + direction;
  order.slotOfRow[2 * row + direction] = index;
}

/**
 * The distinct bond vectors of the batch, "no bond" first, and for every directed bond and head where its score is found
 * ([rows, heads, kinds], flat) and where it belongs ([heads, lanes, slots, slots], flat).
 */
function distinctBonds(batch: readonly ComptFeatures[], placement: Placement, heads: number, type: RealType) {
  const { slots } = placement;
  const kindOf = new Map<string, number>([[String(new Float32Array(comptBondWidth)), 0]]);
  const vectors: number[] = Array<number>(comptBondWidth).fill(0);
  const directed: { row: number; column: number; kind: number }[] = [];
  batch.forEach(({ bondAtoms, bonds }, molecule) => {
    const first = placement.firstRow[molecule]!;
    for (let bond = 0; bond < bondAtoms.length / 2; bond++) {
      const vector = bonds.subarray(bond * comptBondWidth, (bond + 1) * comptBondWidth);
      const key = String(vector);
      let kind = kindOf.get(key);
      if (kind === undefined) {
        kindOf.set(key, (kind = kindOf.size));
        vectors.push(...vector);
      }
      const [begin, end] = [bondAtoms[2 * bond]!, bondAtoms[2 * bond + 1]!];
      directed.push({ row: first + begin, column: (first % slots) + end, kind });
      directed.push({ row: first + end, column: (first % slots) + begin, kind });
    }
  });
  const rows = placement.lanes * slots;
  const source = new Int32Array(heads * directed.length);
  const target = new Int32Array(heads * directed.length);
  let next = 0;
  for (let head = 0; head < heads; head++) {
    for (const { row, column, kind } of directed) {
      source[next] = (row * heads + head) * kindOf.size + kind;
      target[next++] = (head * rows + row) * slots + column;
    }
  }
  const data = type === 'float32' ? Float32Array.from(vectors) : Float64Array.from(vectors);
  return { count: kindOf.size, vectors: data, source, target };
}
