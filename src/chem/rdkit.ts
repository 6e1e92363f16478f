/**
 * Chemistry over RDKit's WASM build. Every RDKit object lives inside one call of `withMolecule`, which ends it; what leaves is
 * plain data. How the package is loaded: `rdkit.node.ts`.
 */
import type { Log, MainModule, Mol } from '@rdkit/rdkit';
import { ConfigError, GraphsamError, MachineError } from '../base/index.ts';
import { type DrawingOptions, drawingDetails, withoutDeclaration } from './drawing.ts';
import {
  type Bond,
  type Chemistry,
  type FingerprintKind,
  isRejection,
  type Molecule,
  type MorganOptions,
  type ParseOptions,
  type Rejection,
} from './molecule.ts';
import { withoutAtomMaps } from './molfile-maps.ts';
import { isQuery, moleculeFromJson, withSpelling } from './rdkit-json.ts';
import { reasonInWords } from './reason-in-words.ts';
import { reasonFromLog, refusedBlock, refusedUnread, searchPattern } from './rejection.ts';
import { reorderAtoms } from './reorder-atoms.ts';
import { scaffoldJson } from './scaffold.ts';
import { usualTautomer } from './usual-tautomer.ts';

/** One instance of RDKit's module and the capture of its log, which would otherwise go to the terminal. */
interface Toolkit {
  readonly module: MainModule;
  readonly log: Log;
  /** The text at which the module broke: its memory cannot be trusted any more. */
  brokenBy?: string;
}

export function rdkitChemistry(module: MainModule): Chemistry {
  // E and Z by priorities, and hydrogens kept that carry them: the meaning of the models' bond features.
  module.use_legacy_stereo_perception(true);
  const log = module.set_log_capture('rdApp.*');
  if (!log)
    throw new MachineError({
      code: 'toolkit-failed',
      what: 'RDKit gives no access to its messages',
      advice: 'Install @rdkit/rdkit again.',
    });
  const toolkit: Toolkit = { module, log };
  return {
    toolkit: 'RDKit',
    version: module.version(),
    parse: (text, options = {}) => parse(toolkit, text, options),
    scaffold: (molecule) => scaffoldSmiles(toolkit, molecule),
    draw: (text, options) => drawn(toolkit, text, options),
    usualTautomer: (smiles) => {
      if (refusedUnread(smiles) !== undefined) return undefined;
      const result = withMolecule(toolkit, smiles, '', (mol) => usualTautomer(module, mol));
      return 'value' in result ? result.value : undefined;
    },
    substructures: (molecules, patterns) =>
      withPatterns(toolkit, patterns, (queries) => substructures(toolkit, molecules, queries)),
    morganBits: (molecule, options) => morganBits(toolkit, molecule, options),
    fingerprintBits: (molecule, kind) =>
      setBits(ofMolecule(toolkit, molecule, (mol): Uint8Array => packedFingerprint[kind](mol))),
    descriptors: (molecule) => ofMolecule(toolkit, molecule, (mol) => readDescriptors(mol.get_descriptors())),
  };
}

/** A molfile block ends with this line; the toolkit takes any text that holds it for one. */
const blockEnd = 'M  END';
const atomMaps = /:\d+\]/g;

function parse(toolkit: Toolkit, text: string, options: ParseOptions): Molecule | Rejection {
  if (text.includes(blockEnd)) return parseBlock(toolkit, text, options);
  const smiles = text.trim();
  const refused = refusedUnread(smiles);
  if (refused) return { smiles, reason: refused };
  // Atom map numbers are labels of a drawing, not chemistry: two molecules that differ in them only are the same.
  const unmapped = smiles.replace(atomMaps, ']');
  return inOrder(toolkit, { input: unmapped, details: '', text: smiles, fromSmiles: true }, options);
}

function parseBlock(toolkit: Toolkit, block: string, options: ParseOptions): Molecule | Rejection {
  const refused = refusedBlock(block);
  if (refused) return { smiles: block, reason: refused };
  const input = withoutAtomMaps(block);
  return inOrder(toolkit, { input, details: '{"removeHs":true}', text: block, fromSmiles: false }, options);
}

interface Source {
  /** What the toolkit reads, and how. */
  readonly input: string;
  readonly details: string;
  /** As it was given. */
  readonly text: string;
  readonly fromSmiles: boolean;
}

/** The molecule with its atoms in the order that is asked for. */
function inOrder(toolkit: Toolkit, source: Source, { atomOrder }: ParseOptions): Molecule | Rejection {
  if (atomOrder !== 'canonical') return read(toolkit, source);
  const molecule = read(toolkit, source, true);
  const { text } = source;
  if (isRejection(molecule) || !molecule.canonicalSmiles.includes(stereoCenter)) return molecule;
  // Tags of one molecule can differ although its canonical SMILES does not (a ring whose mirror image is the same): they are read from there.
  const again = (spelling: string) => read(toolkit, { input: spelling, details: '', text: spelling, fromSmiles: true });
  let spelled = again(molecule.canonicalSmiles);
  for (let reading = 1; reading < mostReadings && !isRejection(spelled); reading++) {
    if (spelled.canonicalSmiles === spelled.spelling) break;
    spelled = again(spelled.canonicalSmiles);
  }
  return isRejection(spelled) ? molecule : { ...spelled, smiles: text, canonicalSmiles: molecule.canonicalSmiles };
}

const stereoCenter = '@';
/** Until the canonical SMILES of a canonical SMILES is itself; no molecule of seven data sets needs a second one. */
const mostReadings = 3;

function read(toolkit: Toolkit, source: Source, isCanonical = false): Molecule | Rejection {
  const { input, details, text, fromSmiles } = source;
  const read = withMolecule<Molecule | Rejection>(toolkit, input, details, (mol) => {
    if (mol.get_num_atoms() === 0) return { smiles: text, reason: 'no atoms, no molecule' };
    const json = mol.get_json();
    if (isQuery(json)) return { smiles: text, reason: searchPattern };
    const canonicalSmiles = mol.get_smiles();
    const molecule = moleculeFromJson(json, { text, canonicalSmiles, fromSmiles });
    if (isCanonical) return withSpelling(reorderAtoms(withoutOpenBonds(molecule), outputOrder(mol)), canonicalSmiles);
    return fromSmiles ? withSpelling(molecule, text) : { ...molecule, canonicalOrder: outputOrder(mol) };
  });
  if (!('failure' in read)) return read.value;
  return { smiles: text, reason: reasonInWords(read.failure, input) };
}

/** The crossed double bonds of a molfile, of which a SMILES says nothing: a molecule reads the same from both. */
function withoutOpenBonds(molecule: Molecule): Molecule {
  const bonds = molecule.bonds.map((bond): Bond => (bond.stereo === 'any' ? { ...bond, stereo: 'none' } : bond));
  return { ...molecule, bonds };
}

/** Positions of the atoms in the order of the SMILES that was spelled last: so no second reading is needed for it. */
function outputOrder(mol: Mol): number[] {
  return JSON.parse(mol.get_prop('_smilesAtomOutputOrder'));
}

function scaffoldSmiles(toolkit: Toolkit, molecule: Molecule): string {
  const json = scaffoldJson(molecule);
  if (json === undefined) return '';
  const details = '{"sanitize":false,"assignStereo":false,"removeHs":false}';
  const spelled = withMolecule(toolkit, json, details, (mol) => mol.get_smiles('{"doIsomericSmiles":false}'));
  if ('value' in spelled) return spelled.value;
  throw new GraphsamError({
    code: 'molecule-unusable',
    what: `the scaffold cannot be spelled: ${spelled.failure}`,
    where: molecule.smiles,
  });
}

function drawn(toolkit: Toolkit, text: string, options: DrawingOptions): string | undefined {
  const parsed = parse(toolkit, text, {});
  if (isRejection(parsed)) return undefined;
  const result = withMolecule(toolkit, parsed.smiles, '', (mol) =>
    mol.get_svg_with_highlights(drawingDetails(options)),
  );
  return 'value' in result ? withoutDeclaration(result.value) : undefined;
}

function substructures(toolkit: Toolkit, molecules: readonly Molecule[], queries: readonly Mol[]): Uint8Array {
  const found = new Uint8Array(molecules.length * queries.length);
  molecules.forEach((molecule, row) => {
    const matches = (mol: Mol): number[] =>
      queries.map((query) => (mol.get_substruct_match(query) === noMatch ? 0 : 1));
    found.set(ofMolecule(toolkit, molecule, matches), row * queries.length);
  });
  return found;
}

/** What the toolkit answers where a pattern does not occur. */
const noMatch = '{}';

/** Runs `use` on the patterns and ends them. Throws ConfigError for a text that is no SMARTS. */
function withPatterns<Value>(
  toolkit: Toolkit,
  patterns: readonly string[],
  use: (queries: readonly Mol[]) => Value,
): Value {
  const { module, log } = toolkit;
  if (toolkit.brokenBy !== undefined) throw breakdown(toolkit.brokenBy);
  const queries: Mol[] = [];
  try {
    for (const pattern of patterns) {
      const query = module.get_qmol(pattern);
      if (!query)
        throw new ConfigError({
          code: 'wrong-value',
          what: `not a SMARTS pattern: ${reasonFromLog(log.get_buffer())}`,
          where: pattern,
        });
      queries.push(query);
    }
    return use(queries);
  } finally {
    if (toolkit.brokenBy === undefined) {
      for (const query of queries) query.delete();
      log.clear_buffer();
    }
  }
}

function morganBits(toolkit: Toolkit, molecule: Molecule, { radius, bits }: MorganOptions): Int32Array {
  const details = JSON.stringify({ radius, nBits: bits });
  const packed = ofMolecule(toolkit, molecule, (mol): Uint8Array => mol.get_morgan_fp_as_uint8array(details));
  return setBits(packed);
}

/** Eight bits a byte, the first one lowest. */
const packedFingerprint: Readonly<Record<FingerprintKind, (mol: Mol) => Uint8Array>> = {
  'atom-pair': (mol) => mol.get_atom_pair_fp_as_uint8array(),
  'topological-torsion': (mol) => mol.get_topological_torsion_fp_as_uint8array(),
  maccs: (mol) => mol.get_maccs_fp_as_uint8array(),
  'rdkit-fp': (mol) => mol.get_rdkit_fp_as_uint8array(),
  pattern: (mol) => mol.get_pattern_fp_as_uint8array(),
};

function setBits(packed: Uint8Array): Int32Array {
  const bits: number[] = [];
  packed.forEach((byte, index) => {
    for (let bit = 0; byte >> bit > 0; bit++) if ((byte >> bit) & 1) bits.push(8 * index + bit);
  });
  return Int32Array.from(bits);
}

/** The toolkit writes `nan` and `inf` as C++ does, which is no JSON. */
function readDescriptors(text: string): Record<string, number> {
  const read: Record<string, number | null> = JSON.parse(text.replace(/:\s*-?(nan|inf)\b/gi, ':null'));
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, value ?? Number.NaN]));
}

/** Reads the molecule again, by its canonical spelling: two spellings of one molecule give the same. */
function ofMolecule<Value>(toolkit: Toolkit, molecule: Molecule, use: (mol: Mol) => Value): Value {
  const again = withMolecule(toolkit, molecule.canonicalSmiles, '', use);
  // A canonical spelling of unusual chemistry may be refused where the text that it came from was not.
  const result = 'value' in again ? again : withMolecule(toolkit, molecule.smiles, '', use);
  if ('value' in result) return result.value;
  throw new GraphsamError({
    code: 'molecule-unusable',
    what: `it cannot be read a second time: ${result.failure}`,
    where: molecule.smiles,
  });
}

/**
 * Runs `use` on the molecule of a text and ends the molecule; `failure` is the toolkit's reason if there is none.
 * Throws MachineError if the module itself breaks down, and from then on always.
 */
function withMolecule<Value>(
  toolkit: Toolkit,
  input: string,
  details: string,
  use: (mol: Mol) => Value,
): { readonly value: Value } | { readonly failure: string } {
  const { module, log } = toolkit;
  if (toolkit.brokenBy !== undefined) throw breakdown(toolkit.brokenBy);
  let mol: Mol | null = null;
  try {
    mol = details === '' ? module.get_mol(input) : module.get_mol(input, details);
    return mol ? { value: use(mol) } : { failure: reasonFromLog(log.get_buffer()) };
  } catch (cause) {
    if (!(cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError)) {
      // C++ exceptions arrive as objects without a message; their text is in the log.
      return { failure: reasonFromLog(log.get_buffer()) };
    }
    toolkit.brokenBy = input.slice(0, 200);
    throw breakdown(toolkit.brokenBy, cause);
  } finally {
    if (toolkit.brokenBy === undefined) {
      mol?.delete();
      log.clear_buffer();
    }
  }
}

function breakdown(input: string, cause?: unknown): MachineError {
  return new MachineError({
    code: 'toolkit-failed',
    what: `RDKit broke down at "${input}"`,
    advice: 'Leave this molecule out and start again.',
    cause,
  });
}
