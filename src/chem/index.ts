/** Molecules as plain data, RDKit behind one interface, and what models read of a molecule. */

export { type Adjacency, adjacencyOf } from './adjacency.ts';
export { atomicMass } from './atomic-mass.ts';
export { type BitSearch, bitSearch, mostSimilar, type SimilarSet, tanimotoSimilarities } from './bit-search.ts';
export { conjugatedBonds } from './conjugation.ts';
export { contextsOf } from './context.ts';
export { topologicalDistances } from './distances.ts';
export { type DrawingOptions, drawingColors, type RgbColor } from './drawing.ts';
export { elementSlot, elementSlots, elementsOf, elementsWithoutFeature } from './element-slots.ts';
export { elementSymbol } from './elements.ts';
export { functionalFlags } from './functional-flags.ts';
export { functionalGroups, groupsOf } from './functional-groups.ts';
export { gasteigerCharges } from './gasteiger.ts';
export { type Hybridization, hybridizations } from './hybridization.ts';
export { implicitValences } from './implicit-valence.ts';
export { fragmentCount, largestFragment } from './largest-fragment.ts';
export {
  type Atom,
  type Bond,
  type BondStereo,
  type BondType,
  type Chemistry,
  type Chirality,
  type Coordination,
  type FingerprintKind,
  fingerprintWidths,
  isRejection,
  type Molecule,
  type MorganOptions,
  type ParseOptions,
  type Rejection,
} from './molecule.ts';
export { type CountFingerprint, morganCounts } from './morgan.ts';
export { inRandomOrder, randomOrder } from './random-order.ts';
export { reorderAtoms } from './reorder-atoms.ts';
export { countAround } from './valence.ts';
