/**
 * What a SMILES says about its atoms beyond what the toolkit reports: whether they stand in brackets, and their chirality
 * mark as written. Reads SMILES that the toolkit has accepted, so nothing is checked here.
 */
import type { Coordination } from './molecule.ts';

export interface WrittenAtom {
  readonly bracketed: boolean;
  readonly coordination: Coordination;
}

/** A bracket atom (symbol, chirality mark) or an atom of the organic subset. */
const atomPattern = /\[\d*([A-Z][a-z]?|[a-z]{1,2}|\*)(@[A-Z]{2}|@)?[^\]]*\]|Br|Cl|[BCNOPSFIbcnops*]/g;

const bare: WrittenAtom = { bracketed: false, coordination: 'unspecified' };
const inBrackets: WrittenAtom = { bracketed: true, coordination: 'unspecified' };
const coordinations: Readonly<Record<string, Coordination>> = {
  '@': 'tetrahedral',
  '@TH': 'tetrahedral',
  '@SP': 'squarePlanar',
  '@TB': 'trigonalBipyramidal',
  '@OH': 'octahedral',
};

/** The atoms of a SMILES in order, hydrogens left out: the toolkit merges most of them into their neighbors. */
export function writtenAtoms(smiles: string): WrittenAtom[] {
  const written: WrittenAtom[] = [];
  for (const [text, symbol, mark] of smiles.matchAll(atomPattern)) {
    if (symbol === 'H') continue;
    if (mark) written.push({ bracketed: true, coordination: coordinations[mark] ?? 'unspecified' });
    else written.push(text.startsWith('[') ? inBrackets : bare);
  }
  return written;
}

/** Atoms of a SMILES, hydrogens included; of any other text an upper bound on what could be one. */
export function countWrittenAtoms(smiles: string): number {
  return smiles.match(atomPattern)?.length ?? 0;
}
