/** Texts that are no SMILES: what they are instead, and the toolkit's messages as one line. */
import { hasRingTangle } from './ring-tangle.ts';
import { countWrittenAtoms } from './written-atoms.ts';

/** Longer texts are refused unread: no molecule that a model here can hold needs more, and the toolkit's time grows with it. */
const longestSmiles = 10_000;
const longestMolblock = 1_000_000;
/**
 * The toolkit walks molecules recursively on a small stack: chains of more than about 600 atoms overwrite its memory, after which
 * nothing works any more. Measured with @rdkit/rdkit 2026.9.1; branched molecules would go further.
 */
const mostAtoms = 512;
const longestMessage = 300;

/** Why a text is refused before the toolkit sees it; undefined if it may be a SMILES. */
export function refusedUnread(text: string): string | undefined {
  if (text === '') return 'an empty text, no molecule';
  if (text.length > longestSmiles) return `${text.length} characters long; a SMILES may have ${longestSmiles}`;
  const refused = otherNotation(text) ?? tooManyAtoms(countWrittenAtoms(text));
  if (refused) return refused;
  return hasRingTangle(text) ? 'rings fused into a hoop: listing all rings would take minutes' : undefined;
}

/** The same for a molfile block. */
export function refusedBlock(text: string): string | undefined {
  if (text.length > longestMolblock) {
    return `${text.length} characters long; a molfile block may have ${longestMolblock}`;
  }
  const declared = /^M {2}V30 COUNTS +(\d+)|^ *(\d{1,3})[\d ]{3}.*V2000/gm;
  return tooManyAtoms(Math.max(0, ...[...text.matchAll(declared)].map(([, v3000, v2000]) => Number(v3000 ?? v2000))));
}

function tooManyAtoms(atoms: number): string | undefined {
  return atoms > mostAtoms ? `${atoms} atoms; molecules of more than ${mostAtoms} cannot be read` : undefined;
}

function otherNotation(text: string): string | undefined {
  if (text.startsWith('InChI=')) return 'an InChI, not a SMILES; convert it to SMILES first';
  if (/^[A-Z]{14}-[A-Z]{10}-[A-Z]$/.test(text)) return 'an InChIKey, which holds no structure; look the SMILES up';
  const space = /\s/.exec(text);
  if (space) return `text after the SMILES ("${shorten(text.slice(space.index).trim(), 40)}"); give the SMILES alone`;
  const foreign = /[^\x21-\x7e]/u.exec(text)?.[0];
  if (foreign)
    return `the character U+${foreign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} never occurs in a SMILES`;
  if (/[{}"]/.test(text)) return 'JSON or quoted text, not a SMILES';
  // The arrow of a dative bond is the only > of a SMILES.
  if (/(?<!-)>/.test(text)) return 'a reaction, not one molecule; give its reactants or products one by one';
  if (/\[[^\]]*(#\d|[!;,&$])|[~!]|\$\(/.test(text)) return searchPattern;
  return undefined;
}

export const searchPattern =
  'a SMARTS search pattern, not one molecule; give a SMILES without lists, wildcards or conditions';

/**
 * The toolkit's log as one line: time stamps, echoes of the input and repetitions left out, the position of a syntax error kept.
 * `SMILES Parse Error: syntax error while parsing: CC(, check for mistakes around position 4`
 */
export function reasonFromLog(log: string): string {
  const lines = log
    .split('\n')
    .filter((line) => /^\[\d\d:\d\d:\d\d\]/.test(line))
    .map((line) => line.replace(/^\[[\d:]+\]\s*/, '').trim());
  const message = lines.find((line) => line !== '') ?? 'it cannot read it and says no more';
  const where = lines.map((line) => /check for mistakes around position \d+/.exec(line)?.[0]).find(Boolean);
  return shorten(message, longestMessage) + (where ? `, ${where}` : '');
}

function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= length ? line : `${line.slice(0, length)}...`;
}
