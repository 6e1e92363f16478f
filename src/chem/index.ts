/** Molecules as plain data, RDKit behind one interface, and what models read of a molecule. */
export {
  type ComptFeatures,
  comptAtomWidth,
  comptBondWidth,
  comptFeatures,
} from './compt-features.ts';
export { contextsOf, type MoleculeContexts } from './context.ts';
export { differentFragments } from './distances.ts';
export { type DrawingColor, type DrawingOptions, drawingColors } from './drawing.ts';
export { type Element, elements } from './elements.ts';
export { type FunctionalGroup, functionalGroups, groupsOf } from './functional-groups.ts';
export {
  chargesWithoutFeature,
  type GroverFeatures,
  groverAtomWidth,
  groverBondWidth,
  groverFeatures,
} from './grover-features.ts';
export { fragmentCount, fragmentOfAtoms, largestFragment } from './largest-fragment.ts';
export {
  type Atom,
  type Bond,
  type BondStereo,
  type BondType,
  type Chemistry,
  type Chirality,
  type Coordination,
  isRejection,
  type Molecule,
  type MorganOptions,
  type Rejection,
} from './molecule.ts';
export { elementsWithoutFeature } from './one-hot.ts';
export { rdkitChemistry } from './rdkit.ts';
