/**
 * Scaffolds and deterministic scaffold splits. The spelling of a scaffold depends on the toolkit's version (newer ones put atoms
 * beside metals in brackets), so strings may differ as long as the same molecules share a scaffold.
 *
 * The golden splits order equally frequent scaffolds by their first row. `--split scaffold` follows DeepChem, which takes the last first
 * (src/data/splits/scaffold-golden.test.ts); here the rule of the file is put together from the parts that all scaffold splits share.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRejection } from '../../src/chem/index.ts';
import { loadChemistry } from '../../src/chem/rdkit.node.ts';
import { fillParts, groupRows } from '../../src/data/splits/grouping.ts';
import { partCounts } from '../../src/data/splits/split-sizes.ts';
import type { ParityPart, ParityResult } from './part.ts';

interface GoldenScaffolds {
  readonly scaffolds: readonly { readonly index: number; readonly name: string; readonly scaffold: string }[];
  readonly splits: Readonly<Record<string, GoldenSplit>>;
}
interface GoldenSplit {
  /** Which molecules, in which order; the parts are positions in it. */
  readonly order: readonly number[];
  readonly frac: readonly [number, number, number];
  readonly train: readonly number[];
  readonly valid: readonly number[];
  readonly test: readonly number[];
}

export const scaffoldsParity: ParityPart = {
  path: 'scaffolds.json',
  async *check(folder) {
    const golden: GoldenScaffolds = JSON.parse(await readFile(join(folder, 'scaffolds.json'), 'utf8'));
    const molecules: { smiles: string }[] = JSON.parse(await readFile(join(folder, 'molecules.json'), 'utf8'));
    const chemistry = await loadChemistry();
    const found = golden.scaffolds.map(({ index }) => {
      const parsed = chemistry.parse(molecules[index]!.smiles);
      return isRejection(parsed) ? `not read: ${parsed.reason}` : chemistry.scaffold(parsed);
    });
    yield compareScaffolds(golden, found);
    const scaffoldOf = new Map(golden.scaffolds.map(({ index }, position) => [index, found[position]!]));
    const splits = Object.entries(golden.splits);
    yield result(
      'splits',
      splits.filter(([, split]) => !isSameSplit(split, scaffoldOf)).map(([name]) => name),
    );
  },
};

/** A molecule counts as different if its string differs and so does the set of molecules it shares a scaffold with. */
function compareScaffolds({ scaffolds }: GoldenScaffolds, found: readonly string[]): ParityResult {
  const spelled = new Map<string, string>();
  const meant = new Map<string, string>();
  scaffolds.forEach(({ scaffold }, index) => {
    if (!spelled.has(scaffold)) spelled.set(scaffold, found[index]!);
    if (!meant.has(found[index]!)) meant.set(found[index]!, scaffold);
  });
  const different = scaffolds.filter(({ scaffold }, index) => {
    const ours = found[index]!;
    const isSameGroup = spelled.get(scaffold) === ours && meant.get(ours) === scaffold;
    return ours !== scaffold && !(isSameGroup && withoutBrackets(ours) === withoutBrackets(scaffold));
  });
  return result(
    'scaffolds',
    different.map(({ name }) => name),
  );
}

/** What two spellings of one scaffold share whatever the order of their atoms: its elements, counted. */
function withoutBrackets(smiles: string): string {
  const symbols = smiles.match(/(?<=\[\d*)[A-Za-z][a-z]?|Br|Cl|[BCNOPSFIbcnops*](?![^[]*\])/g) ?? [];
  return symbols.sort().join();
}

function isSameSplit({ order, frac, ...expected }: GoldenSplit, scaffoldOf: ReadonlyMap<number, string>): boolean {
  const [train, val, test] = frac;
  const scaffolds = order.map((index) => scaffoldOf.get(index)!);
  const groups = groupRows(scaffolds).sort((left, right) => right.length - left.length);
  const found = fillParts(groups, partCounts(scaffolds.length, { train, val, test }));
  const parts = [found.train, found.val, found.test];
  return [expected.train, expected.valid, expected.test].every((part, index) => String(part) === String(parts[index]));
}

function result(what: string, different: readonly string[]): ParityResult {
  return {
    file: 'scaffolds.json',
    what,
    largestAbsolute: different.length,
    largestRelative: different.length,
    tolerance: 0,
    passed: different.length === 0,
    note: different.length === 0 ? '' : `different: ${different.slice(0, 5).join(', ')}`,
  };
}
