/**
 * Why the toolkit cannot read a SMILES, in words of ours: what is wrong, at which character or atom (both counted from 1), and what to
 * do. What is not in the table is quoted.
 */
interface Wording {
  readonly pattern: RegExp;
  /** groups: of the pattern; smiles: what was read. */
  readonly words: (groups: readonly string[], smiles: string) => string;
}

const wordings: readonly Wording[] = [
  {
    pattern: /unclosed ring for input/,
    words: (_, smiles) => {
      const open = [...openRings(smiles)].map(([label, at]) => `ring ${label}, opened at character ${at}`);
      return `never closed: ${open.join('; ') || 'a ring'}; write its number at the other end of its bond, too`;
    },
  },
  {
    pattern: /extra open parentheses .*position (\d+)/,
    words: ([at]) => `the parenthesis at character ${at} is never closed; add ")" where the branch ends`,
  },
  {
    pattern: /extra close parentheses .*position (\d+)/,
    words: ([at]) =>
      `the parenthesis at character ${at} closes no branch; remove it, or add "(" where the branch begins`,
  },
  {
    pattern: /syntax error .*position (\d+)/,
    words: ([at], smiles) =>
      `not a SMILES at character ${at} ("${smiles[Number(at) - 1] ?? ''}"); check what is written there and just before it`,
  },
  {
    pattern: /duplicated ring closure (\d+) bonds atom (\d+) to itself/,
    words: ([ring, atom]) =>
      `ring ${ring} begins and ends at atom ${next(atom)}; write its number at two different atoms`,
  },
  {
    pattern: /ring closure (\d+) duplicates bond between atom (\d+) and atom (\d+)/,
    words: ([ring, first, second]) =>
      `ring ${ring} bonds atoms ${next(first)} and ${next(second)}, which are bonded already; write its number at other atoms`,
  },
  {
    pattern: /Explicit valence for atom # (\d+) (\w+), (\d+), is greater than permitted/,
    words: ([atom, element, valence]) =>
      `atom ${next(atom)} (${element}) has a valence of ${valence}, more than it can have; check its bonds, hydrogens and charge`,
  },
  {
    pattern: /Unkekulized atoms: ([\d ]+)/,
    words: ([atoms]) =>
      `the aromatic atoms ${atoms!.trim().split(' ').map(next).join(', ')} cannot be given single and double bonds; write the hydrogen of a nitrogen as [nH], or the ring with capital letters and =`,
  },
  {
    pattern: /non-ring atom (\d+) marked aromatic/,
    words: ([atom]) =>
      `atom ${next(atom)} has a small letter, as aromatic atoms have, and is in no ring; write a capital letter, or close the ring`,
  },
];

/** The toolkit counts atoms from 0. */
const next = (atom: string | undefined): number => Number(atom) + 1;

/** message: the toolkit's, as one line; smiles: as the toolkit got it. */
export function reasonInWords(message: string, smiles: string): string {
  for (const { pattern, words } of wordings) {
    const match = pattern.exec(message);
    if (match) return words(match.slice(1), smiles);
  }
  return `not a molecule that can be read (RDKit: ${message})`;
}

/** Numbers of the rings that are opened and not closed, with the character where they are. */
function openRings(smiles: string): Map<string, number> {
  const open = new Map<string, number>();
  for (const { 0: token, index } of smiles.matchAll(/\[[^\]]*\]|%\(\d+\)|%\d\d|\d/g)) {
    if (token.startsWith('[')) continue;
    const label = String(Number(token.replace(/\D/g, '')));
    if (!open.delete(label)) open.set(label, index + 1);
  }
  return open;
}
