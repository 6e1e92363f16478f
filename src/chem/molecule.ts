/**
 * A molecule as plain data: what the toolkit perceived, independent of the toolkit. Everything that features, charges,
 * scaffolds and models need is read from here, so it can be sent between threads and needs no clean-up.
 */

export interface Atom {
  /** 0 for a dummy atom. */
  readonly atomicNumber: number;
  readonly formalCharge: number;
  /** Mass number written in the SMILES, 0 if none. */
  readonly isotope: number;
  /** Hydrogens that are not atoms of the graph. */
  readonly implicitHydrogens: number;
  readonly radicalElectrons: number;
  readonly aromatic: boolean;
  readonly inRing: boolean;
}

export type BondType = 'single' | 'double' | 'triple' | 'aromatic' | 'other';
export type BondStereo = 'none' | 'any' | 'cis' | 'trans' | 'E' | 'Z';

export interface Bond {
  /** Zero-based positions of the two atoms. */
  readonly begin: number;
  readonly end: number;
  readonly type: BondType;
  /** Order in the Kekule form with aromatic bonds 1.5: used for valence. Dative bonds count as the toolkit counts them. */
  readonly order: number;
  readonly stereo: BondStereo;
  readonly aromatic: boolean;
  readonly inRing: boolean;
}

export interface Molecule {
  /** The SMILES as it was read, trimmed. */
  readonly smiles: string;
  /** The toolkit's canonical SMILES: the molecule's identity. */
  readonly canonicalSmiles: string;
  readonly atoms: readonly Atom[];
  readonly bonds: readonly Bond[];
}

/** Why a text is not a molecule. */
export interface Rejection {
  readonly smiles: string;
  /** The toolkit's own message, shortened to one line. */
  readonly reason: string;
}

/** RDKit behind a small interface; load it once with `loadChemistry()` and pass it on. */
export interface Chemistry {
  readonly toolkit: string;
  readonly version: string;
  /** Parses one SMILES; never throws for bad input. */
  parse(smiles: string): Molecule | Rejection;
  /** Bemis-Murcko scaffold SMILES without chirality, '' for acyclic molecules. */
  scaffold(molecule: Molecule): string;
}

export function isRejection(parsed: Molecule | Rejection): parsed is Rejection {
  return 'reason' in parsed;
}
