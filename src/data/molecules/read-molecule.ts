/**
 * The molecule of one row of a table, or the reason why there is none: the same path for training, which collects molecules, and for
 * prediction, which passes them on, so that neither accepts what the other refuses.
 */
import {
  type Chemistry,
  fragmentCount,
  isRejection,
  largestFragment,
  type Molecule,
  type ParseOptions,
} from '../../chem/index.ts';
import type { TableRow } from '../tables/table.ts';
import { type AtomOrder, readingOrder } from './atom-order.ts';
import { cleanSmiles, molfileAdvice, refusalHint } from './clean-smiles.ts';

export type Refusal = 'missing' | 'invalid' | 'too large';

export interface RefusedMolecule {
  readonly refusal: Refusal;
  readonly reason: string;
  /** The text that was refused. */
  readonly value: string;
}

export interface ReadMolecule {
  readonly molecule: Molecule;
  /** What stood after the SMILES: a name, or a CXSMILES extension; '' if nothing. */
  readonly rest: string;
  readonly trimmed: boolean;
  /** Fragments in the molecule as read: 1, or more for a salt or mixture. */
  readonly fragments: number;
}

export interface ReadMoleculeOptions {
  /** Largest number of atoms (hydrogens that are not atoms of the graph do not count). Default 99. */
  readonly maxAtoms?: number | undefined;
  /** Keep only the fragment with the most atoms of salts and mixtures. Default false. */
  readonly largestFragment?: boolean | undefined;
  /** In which order the atoms stand. Default canonical. */
  readonly atomOrder?: AtomOrder | undefined;
}

export const defaultMaxAtoms = 99;

export function isRefused(read: ReadMolecule | RefusedMolecule): read is RefusedMolecule {
  return 'refusal' in read;
}

/** Reads the molecule of one row: from its molfile block if it has one, otherwise from the cell of the SMILES column. */
export function readMolecule(
  row: TableRow,
  smilesColumn: number,
  chemistry: Chemistry,
  options: ReadMoleculeOptions = {},
): ReadMolecule | RefusedMolecule {
  if (row.damage !== undefined)
    return { refusal: 'invalid', reason: row.damage, value: row.molblock?.split('\n', 1)[0] ?? '' };
  const parsing = { atomOrder: readingOrder(options.atomOrder) };
  const { molblock } = row;
  const read =
    molblock === undefined
      ? fromCell(row.cells[smilesColumn]!, chemistry, parsing)
      : fromBlock(molblock, chemistry, parsing);
  if (isRefused(read)) return read;
  const kept = options.largestFragment
    ? { ...read, molecule: largestFragment(read.molecule, chemistry, parsing) }
    : read;
  const atoms = kept.molecule.atoms.length;
  const { maxAtoms = defaultMaxAtoms } = options;
  if (atoms <= maxAtoms) return kept;
  const value = kept.molecule.smiles;
  return { refusal: 'too large', reason: `${atoms} atoms, at most ${maxAtoms} are allowed`, value };
}

function fromCell(cell: string, chemistry: Chemistry, parsing: ParseOptions): ReadMolecule | RefusedMolecule {
  const cleaned = cleanSmiles(cell);
  if (cleaned.kind === 'missing') return { refusal: 'missing', reason: cleaned.reason, value: cell };
  if (cleaned.kind === 'molfile')
    return { refusal: 'invalid', reason: `a molfile, not a SMILES; ${molfileAdvice}`, value: shortened(cleaned.title) };
  const { smiles, rest, trimmed } = cleaned;
  const parsed = chemistry.parse(smiles, parsing);
  if (isRejection(parsed)) {
    return { refusal: 'invalid', reason: parsed.reason + refusalHint(smiles), value: shortened(smiles) };
  }
  return { molecule: parsed, rest, trimmed, fragments: fragmentCount(parsed) };
}

function fromBlock(molblock: string, chemistry: Chemistry, parsing: ParseOptions): ReadMolecule | RefusedMolecule {
  const parsed = chemistry.parse(molblock, parsing);
  const value = molblock.split('\n', 1)[0]!;
  if (isRejection(parsed)) return { refusal: 'invalid', reason: parsed.reason, value };
  if (parsed.atoms.length === 0) return { refusal: 'missing', reason: 'a molfile block without atoms', value };
  const molecule = { ...parsed, smiles: parsed.canonicalSmiles };
  return { molecule, rest: '', trimmed: false, fragments: fragmentCount(molecule) };
}

function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
