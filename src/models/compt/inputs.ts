/** CoMPT's symbolic inputs: what `collate.ts` fills. */

import type { SequencePadding } from '../../nn/index.ts';
import { type Dim, dimProduct, input, type RealType, type Tensor } from '../../tensor/index.ts';
import type { ComptConfig } from './config.ts';
import { comptAtomWidth, comptBondWidth } from './features.ts';

/** Rows are lanes * slots, in lane order; `kinds` counts distinct bond vectors; `links` bonded directed pairs times heads. */
export interface ComptInputs {
  /** [lanes, slots, 115]; zeros in empty slots. */
  readonly atomFeatures: Tensor;
  /** 1, 2, ... in the molecule's atom order, 0 in empty slots, [rows]. */
  readonly positions: Tensor;
  /** [molecules, 1] */
  readonly atomCounts: Tensor;
  /** 1 where the row belongs to the molecule, [molecules, rows]. */
  readonly membership: Tensor;
  /** Rows of each molecule, filled up with its first, [molecules, longest]. */
  readonly memberRows: Tensor;
  /** 0 for two atoms of one molecule, else -1e9, [lanes, slots, slots]. */
  readonly pairBias: Tensor;
  /** 2 for two atoms of one fragment, 1 for an atom and itself, else 0, [lanes, slots, slots]. */
  readonly pairWeight: Tensor;
  /** Bonds on the shortest path, 0 where there is none, [lanes, slots, slots]. */
  readonly bondsApart: Tensor;
  /** The batch's distinct bond vectors, zeros ("no bond") first, [kinds, 13]. */
  readonly bondVectors: Tensor;
  /** For each link its index in [rows, heads, kinds], flat, [links]. */
  readonly scoreSource: Tensor;
  /** For each link its index in [heads, lanes, slots, slots], flat, [links]. */
  readonly scoreTarget: Tensor;
  /** 2 row + direction read at each step, [slots, 2, lanes]. */
  readonly slotSource: Tensor;
  /** Its inverse, [2 rows]. */
  readonly slotOfRow: Tensor;
  /** 0 where a molecule starts, else 1, [slots, 1, lanes, 1]. */
  readonly keep: Tensor;
  /** The molecule that starts at a step of a lane, else -1, [slots, 1, lanes]. */
  readonly startMolecule: Tensor;
  /** Its inverse, [molecules]. */
  readonly startSlot: Tensor;
  /** Numbers of the whole molecule, [molecules, extra features]. */
  readonly extra?: Tensor;
  /** With `maxAtoms` padding only: where the readout, which has rows of its own then, finds the atoms. */
  readonly padded?: PaddedInputs;
}

/** Padded rows are molecules * maxAtoms; they are the rows of `memberRows`, `slotSource` and what follows it then. */
interface PaddedInputs extends SequencePadding {
  /** 1 where the padded row belongs to the molecule, [molecules, padded rows]. */
  readonly membership: Tensor;
}

export function comptInputs(config: ComptConfig, type: RealType): ComptInputs {
  const rows = 'lanes*slots';
  const isPadded = config.readoutPadding === 'maxAtoms';
  const [lanes, slots]: readonly [Dim, Dim] = isPadded ? ['molecules', config.maxAtoms] : ['lanes', 'slots'];
  const paddedRows = dimProduct([config.maxAtoms, 'molecules']);
  return {
    atomFeatures: input('atomFeatures', type, ['lanes', 'slots', comptAtomWidth]),
    positions: input('positions', 'int32', [rows]),
    atomCounts: input('atomCounts', type, ['molecules', 1]),
    membership: input('membership', type, ['molecules', rows]),
    memberRows: input('memberRows', 'int32', ['molecules', isPadded ? slots : 'longest']),
    pairBias: input('pairBias', type, ['lanes', 'slots', 'slots']),
    pairWeight: input('pairWeight', type, ['lanes', 'slots', 'slots']),
    bondsApart: input('bondsApart', type, ['lanes', 'slots', 'slots']),
    bondVectors: input('bondVectors', type, ['kinds', comptBondWidth]),
    scoreSource: input('scoreSource', 'int32', ['links']),
    scoreTarget: input('scoreTarget', 'int32', ['links']),
    slotSource: input('slotSource', 'int32', [slots, 2, lanes]),
    slotOfRow: input('slotOfRow', 'int32', [dimProduct([2, lanes, slots])]),
    keep: input('keep', type, [slots, 1, lanes, 1]),
    startMolecule: input('startMolecule', 'int32', [slots, 1, lanes]),
    startSlot: input('startSlot', 'int32', ['molecules']),
    ...(config.extraFeatures > 0 && { extra: input('extra', type, ['molecules', config.extraFeatures]) }),
    ...(isPadded && {
      padded: {
        source: input('paddedSource', 'int32', [paddedRows]),
        target: input('paddedTarget', 'int32', [rows]),
        membership: input('paddedMembership', type, ['molecules', paddedRows]),
      },
    }),
  };
}
