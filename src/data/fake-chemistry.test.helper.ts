/**
 * A chemistry for tests of reading: knows atoms, dots, branches and rings well enough to accept and refuse, and takes the text itself
 * for canonical (OCC counts as CCO, so that tests can have one structure in two spellings). No chemistry happens here.
 */
import type { Atom, Bond, Chemistry, Molecule, Rejection } from '../chem/molecule.ts';

const numbers: Readonly<Record<string, number>> = {
  '*': 0,
  B: 5,
  C: 6,
  N: 7,
  O: 8,
  F: 9,
  P: 15,
  S: 16,
  Cl: 17,
  Na: 11,
  Br: 35,
  I: 53,
};
const token = /\[(?:\d*)([A-Za-z*][a-z]?)[^\];!,~&]*\]|(Cl|Br|[BCNOFPSI*]|[bcnops])|([-=#/\\()])|(%\d\d|\d)|(\.)/y;

function atom(symbol: string): Atom {
  const atomicNumber = numbers[symbol.charAt(0).toUpperCase() + symbol.slice(1)] ?? 106;
  return { atomicNumber, aromatic: /^[a-z]/.test(symbol) } as Partial<Atom> as Atom;
}

function parse(text: string): Molecule | Rejection {
  if (text.includes('M  END')) {
    const symbols = [...text.matchAll(/^(?: +-?\d+\.\d+){3} (\w+)/gm)].map((match) => match[1]!);
    return molecule(text, symbols.join(''), symbols.map(atom));
  }
  const atoms: Atom[] = [];
  const starts = new Set<number>();
  const open = new Set<string>();
  let depth = 0;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) return { smiles: text, reason: `syntax error at character ${at + 1}` };
    if (match[1] ?? match[2]) atoms.push(atom(match[1] ?? match[2]!));
    if (match[5]) starts.add(atoms.length);
    if (match[3] === '(') depth++;
    if (match[3] === ')') depth--;
    if (match[4] && !open.delete(match[4])) open.add(match[4]);
  }
  if (open.size > 0) return { smiles: text, reason: `ring ${[...open][0]} is never closed` };
  if (depth !== 0) return { smiles: text, reason: 'a branch is never closed' };
  return molecule(text, text === 'OCC' ? 'CCO' : text, atoms, starts);
}

/** Every atom is bonded to the one before it, unless a fragment starts there. */
function molecule(
  smiles: string,
  canonicalSmiles: string,
  atoms: Atom[],
  starts: ReadonlySet<number> = new Set(),
): Molecule {
  const bonds = [...atoms.keys()]
    .slice(1)
    .filter((index) => !starts.has(index))
    .map((index) => ({ begin: index - 1, end: index }) as Partial<Bond> as Bond);
  return { smiles, canonicalSmiles, atoms, bonds } as Partial<Molecule> as Molecule;
}

export const fakeChemistry: Chemistry = {
  toolkit: 'fake',
  draw: () => undefined,
  usualTautomer: (smiles) => smiles,
  version: '0',
  parse,
  scaffold: ({ canonicalSmiles }) => (/\d/.test(canonicalSmiles) ? canonicalSmiles.replace(/^[A-Z]+/, '') : ''),
  substructures: (molecules, patterns) =>
    Uint8Array.from(
      molecules.flatMap(({ canonicalSmiles }) => patterns.map((pattern) => Number(canonicalSmiles.includes(pattern)))),
    ),
  morganBits: ({ atoms }, { bits }) => Int32Array.from(new Set(atoms.map((atom) => atom.atomicNumber % bits))).sort(),
  fingerprintBits: ({ atoms }) => Int32Array.of(atoms.length),
  descriptors: ({ atoms }) => ({ atoms: atoms.length }),
};

/** A text as a stream of small chunks, so that tests meet every boundary. */
export async function* chunksOf(content: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}
