/**
 * A molecule as plain data: what the toolkit perceived, independent of the toolkit. Everything that features, charges,
 * scaffolds and models need is read from here, so it can be sent between threads and needs no clean-up.
 */

import type { DrawingOptions } from './drawing.ts';

/** Perceived tag of a stereo center, seen from its first neighbor; `other` for centers that are not tetrahedral. */
export type Chirality = 'none' | 'clockwise' | 'counterclockwise' | 'other';

/** What a chirality mark of the spelling says about the arrangement of an atom's neighbors, kept or not as a stereo center. */
export type Coordination = 'unspecified' | 'tetrahedral' | 'squarePlanar' | 'trigonalBipyramidal' | 'octahedral';

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
  readonly chirality: Chirality;
  readonly coordination: Coordination;
  /** The spelling writes the atom in brackets, and so its hydrogens too; false where there is no spelling. */
  readonly bracketed: boolean;
}

/** `zero`: drawn as connected, without electrons of its own (molfiles only). */
export type BondType = 'single' | 'double' | 'triple' | 'quadruple' | 'aromatic' | 'dative' | 'zero';
export type BondStereo = 'none' | 'any' | 'cis' | 'trans' | 'E' | 'Z';

export interface Bond {
  /** Zero-based positions of the two atoms; a dative bond points from `begin` to `end`. */
  readonly begin: number;
  readonly end: number;
  readonly type: BondType;
  /**
   * Order in one Kekule form: 1 to 4, 0 for `zero`. A dative bond has order 1, of which the toolkit counts nothing for
   * the donor's valence. An aromatic bond that belongs to no aromatic ring (`C:C`) has no Kekule form and counts 1.5.
   */
  readonly order: number;
  readonly stereo: BondStereo;
  readonly aromatic: boolean;
  readonly inRing: boolean;
}

export interface Molecule {
  /** The SMILES as it was read, trimmed; a molfile block as it was read. */
  readonly smiles: string;
  /** The toolkit's canonical SMILES without atom map numbers: the molecule's identity. */
  readonly canonicalSmiles: string;
  /** The SMILES that writes the atoms in the order that they have here, and their brackets; '' if there is none. */
  readonly spelling: string;
  /** Of a molfile block in its own order: positions of the atoms in the order in which `canonicalSmiles` writes them, [atoms]. */
  readonly canonicalOrder?: readonly number[] | undefined;
  readonly atoms: readonly Atom[];
  readonly bonds: readonly Bond[];
  /** The symmetrized smallest set of smallest rings: atoms of each ring in order around it. */
  readonly rings: readonly (readonly number[])[];
}

/** Why a text is not a molecule. */
export interface Rejection {
  readonly smiles: string;
  /** The toolkit's own message, shortened to one line; or what the text is instead of a SMILES, and what to do. */
  readonly reason: string;
}

/** RDKit behind a small interface; load it once with `loadChemistry()` and pass it on. */
export interface Chemistry {
  readonly toolkit: string;
  readonly version: string;
  /** Parses one SMILES, or one molfile block (a text with an `M  END` line); never throws for bad input. */
  parse(smiles: string, options?: ParseOptions): Molecule | Rejection;
  /** Bemis-Murcko scaffold SMILES without chirality, '' for acyclic molecules. */
  scaffold(molecule: Molecule): string;
  /** The molecule of a SMILES or molfile block as an SVG; undefined if there is none. */
  draw(text: string, options: DrawingOptions): string | undefined;
  /**
   * Canonical SMILES with mobile hydrogens where chemists write them: for structures whose source leaves them open (InChI). Undefined for
   * what is no molecule.
   */
  usualTautomer(smiles: string): string | undefined;
  /**
   * 1 where a molecule has a part that the SMARTS pattern describes, else 0, [molecules, patterns].
   * Throws ConfigError for a pattern that is none.
   */
  substructures(molecules: readonly Molecule[], patterns: readonly string[]): Uint8Array;
  /** Positions of the bits that are set in the molecule's Morgan fingerprint, ascending. */
  morganBits(molecule: Molecule, options: MorganOptions): Int32Array;
  /** Positions of the bits that are set in one of the toolkit's other fingerprints, ascending; below `fingerprintWidths[kind]`. */
  fingerprintBits(molecule: Molecule, kind: FingerprintKind): Int32Array;
  /** The toolkit's numbers for the whole molecule (weight, polar surface, ...) by name, the same names for every molecule; NaN if undefined. */
  descriptors(molecule: Molecule): Readonly<Record<string, number>>;
}

/** Bits of each fingerprint. MACCS keys count from 1. */
export const fingerprintWidths = {
  'atom-pair': 2048,
  'topological-torsion': 2048,
  maccs: 167,
  'rdkit-fp': 2048,
  pattern: 2048,
} as const;

export type FingerprintKind = keyof typeof fingerprintWidths;

export interface ParseOptions {
  /**
   * `as-written` (default): atoms, brackets and marks as the text has them, which models can see. `canonical`: as the canonical SMILES has
   * them, the same for every way to write the molecule.
   */
  readonly atomOrder?: 'as-written' | 'canonical' | undefined;
}

export interface MorganOptions {
  /** Bonds from an atom to the edge of its environment. */
  readonly radius: number;
  /** Length of the fingerprint: environments are hashed onto so many bits. */
  readonly bits: number;
}

export function isRejection(parsed: Molecule | Rejection): parsed is Rejection {
  return 'reason' in parsed;
}
