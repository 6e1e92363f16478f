/**
 * In which order models read the atoms of a molecule. They can tell: CoMPT numbers atoms, and GROVER sees brackets and on which side of a
 * stereo center its neighbors were written.
 */
export const atomOrders = ['canonical', 'as-written', 'random'] as const;

/**
 * - `canonical`: as the canonical SMILES has them, so that a molecule has one prediction however it is written.
 * - `as-written`: as the table has them, brackets and marks too: what the original software does.
 * - `random`: in training, another order for every molecule in every epoch; in pre-training, one order that is drawn for each molecule; in
 *   prediction, canonical.
 */
export type AtomOrder = (typeof atomOrders)[number];

export const defaultAtomOrder: AtomOrder = 'canonical';

/** What models were trained with, and runs made, before there was a choice. */
export const formerAtomOrder: AtomOrder = 'as-written';

/** What the toolkit is asked for: orders are drawn later, from the canonical one. */
export function readingOrder(order: AtomOrder = defaultAtomOrder): 'canonical' | 'as-written' {
  return order === 'as-written' ? 'as-written' : 'canonical';
}
