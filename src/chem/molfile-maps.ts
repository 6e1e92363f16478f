/** Atom map numbers of molfile blocks, which are labels of a drawing or a reaction and no chemistry, as those of SMILES are. */

/** Columns of the number in an atom's line of V2000. */
const [from, to] = [60, 63];
/** V3000: position, symbol, three coordinates, then the number. */
const beforeNumber = /^(M {2}V30(?: +\S+){5} +)\d+/;

/** The block with 0 for every number. */
export function withoutAtomMaps(block: string): string {
  const lines = block.split('\n');
  const counts = lines.findIndex((line) => /V2000\s*$/.test(line));
  const atoms = counts < 0 ? 0 : Number(lines[counts]!.slice(0, 3));
  let isAtom = false;
  return lines
    .map((line, index) => {
      if (index > counts && index <= counts + atoms)
        return line.length < to ? line : `${line.slice(0, from)}  0${line.slice(to)}`;
      if (/^M {2}V30 (BEGIN|END) /.test(line)) isAtom = line.startsWith('M  V30 BEGIN ATOM');
      return isAtom ? line.replace(beforeNumber, (_, before: string) => `${before}0`) : line;
    })
    .join('\n');
}
