/** GROVER's symbolic inputs: what `collate.ts` fills. */

import { type Dim, dimProduct, input, type RealType, reshape, type Tensor } from '../../tensor/index.ts';
import type { GroverConfig } from './config.ts';
import { groverAtomWidth, groverBondWidth } from './features.ts';

/**
 * Rows of a view (atoms, or directed bonds) are lanes * slots, in lane order; molecules do not cross lanes. `kinds` counts the
 * distinct feature rows of the batch; kind 0 has zeros only and stands in empty slots.
 */
export interface ViewInputs {
  /** [kinds, features] */
  readonly features: Tensor;
  /** The kind of each row, [rows]. */
  readonly kind: Tensor;
  /**
   * How often each row's sum counts each other row of its lane, [lanes, slots, slots]. Atoms: 1 for neighbors. Bonds: 1 for the
   * bonds that come into the source, the reverse one left out.
   */
  readonly sums: Tensor;
  readonly rows: Dim;
}

export interface GroverInputs {
  readonly atoms: ViewInputs;
  readonly bonds: ViewInputs;
  /** Rows of the bonds that come into each atom, filled up with -1, [atom rows, largest degree]. */
  readonly incoming: Tensor;
  /** The atom row that each bond leads to, -1 for empty slots, [bond rows]. */
  readonly target: Tensor;
  /** The row of each bond's reverse; itself for empty slots, [bond rows]. */
  readonly reverse: Tensor;
  /** Largest degree less the atom's degree, [atom rows, 1]; only with `reference` padding. */
  readonly missing?: Tensor;
  /** 1 where the atom belongs to the molecule, [molecules, atom rows]. */
  readonly membership: Tensor;
  /** [molecules, 1] */
  readonly atomCounts: Tensor;
  /** Atom rows of each molecule, filled up with -1, [molecules, longest]; and where each row stands there, -1 if nowhere. */
  readonly members: Tensor;
  readonly memberPlace: Tensor;
  /** Of the bonds' rows, as membership and atomCounts; only with bond embeddings. */
  readonly bondMembership?: Tensor;
  readonly bondCounts?: Tensor;
  /** [molecules, extra features] */
  readonly extra?: Tensor;
}

export function groverInputs(config: GroverConfig, type: RealType): GroverInputs {
  const atoms = viewInputs('atom', groverAtomWidth, type);
  const bonds = viewInputs('bond', groverAtomWidth + groverBondWidth, type);
  const { extraFeatures, padding, bondEmbeddings } = config;
  return {
    atoms,
    bonds,
    incoming: input('incoming', 'int32', [atoms.rows, 'largestDegree']),
    target: input('target', 'int32', [bonds.rows]),
    reverse: input('reverse', 'int32', [bonds.rows]),
    ...(padding === 'reference' ? { missing: input('missing', type, [atoms.rows, 1]) } : {}),
    membership: input('membership', type, ['molecules', atoms.rows]),
    atomCounts: input('atomCounts', type, ['molecules', 1]),
    members: input('members', 'int32', ['molecules', 'longest']),
    memberPlace: input('memberPlace', 'int32', [atoms.rows]),
    ...(bondEmbeddings
      ? {
          bondMembership: input('bondMembership', type, ['molecules', bonds.rows]),
          bondCounts: input('bondCounts', type, ['molecules', 1]),
        }
      : {}),
    ...(extraFeatures > 0 ? { extra: input('extra', type, ['molecules', extraFeatures]) } : {}),
  };
}

function viewInputs(name: 'atom' | 'bond', width: number, type: RealType): ViewInputs {
  const [lanes, slots] = [`${name}Lanes`, `${name}Slots`];
  const rows = dimProduct([lanes, slots]);
  return {
    features: input(`${name}Features`, type, [`${name}Kinds`, width]),
    kind: reshape(input(`${name}Kind`, 'int32', [lanes, slots]), [rows]),
    sums: input(`${name}Sums`, type, [lanes, slots, slots]),
    rows,
  };
}
