/**
 * The labels beside those of the bbbp table (MoleculeNet). They answer different questions: cns whether a medicine acts in
 * the central nervous system, p_np whether a molecule permeates the blood-brain barrier. So they may differ, but each
 * difference must be one that was looked at and given a reason.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Chemistry } from '../../src/chem/molecule.ts';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { flatSmiles } from './check-rows.ts';
import { type LabelDifference, type Medicine, readRecords } from './read.ts';

/** A row of the bbbp table; only the table as it is published has names. */
export interface Permeation {
  readonly name?: string;
  readonly smiles: string;
  readonly p_np: string;
}

export interface LabelComparison {
  /** Medicines that the other table has. */
  readonly found: number;
  readonly agree: number;
  /** Names of the medicines that differ with a reason. */
  readonly actWithoutPermeating: readonly string[];
  readonly permeateWithoutActing: readonly string[];
  /** Names of the medicines for which the other table has both labels. */
  readonly undecided: readonly string[];
  readonly problems: readonly string[];
}

/** The table in GRAPHSAM_DATA_DIR, or in ../shared/datasets beside the repository; undefined if in neither. */
export async function findPermeations(): Promise<{ path: string; rows: Permeation[] } | undefined> {
  const folder = process.env.GRAPHSAM_DATA_DIR || join(packageRoot(), '..', 'shared', 'datasets');
  const names = [join('raw', 'bbbp.csv'), 'bbbp.csv', 'BBBP.csv'];
  const path = names.map((name) => join(folder, name)).find((candidate) => existsSync(candidate));
  return path === undefined
    ? undefined
    : { path, rows: await readRecords<Permeation>(path, ['name', 'smiles', 'p_np'], ['name']) };
}

/** Finds each medicine by its largest fragment without stereo, or by its name (another tautomer has another SMILES). */
export function compareLabels(
  medicines: readonly Medicine[],
  permeations: readonly Permeation[],
  differences: readonly LabelDifference[],
  chemistry: Chemistry,
): LabelComparison {
  const labels = labelsByKey(permeations, chemistry);
  const reasons = new Map(differences.map((row) => [row.name, row]));
  const problems = differences
    .filter(({ name }) => !medicines.some((medicine) => medicine.name === name))
    .map(({ name }) => `${name}: has a reason for its label and is not in the table`);
  const groups = { agree: [] as string[], act: [] as string[], permeate: [] as string[], undecided: [] as string[] };
  for (const { name, smiles, cns } of medicines) {
    const found = labels.get(flatSmiles(smiles, chemistry) ?? '') ?? labels.get(nameKey(name));
    if (!found) continue;
    const group = found.size > 1 ? 'undecided' : found.has(cns) ? 'agree' : cns === '1' ? 'act' : 'permeate';
    groups[group].push(name);
    const differs = group === 'act' || group === 'permeate';
    if (differs !== reasons.has(name))
      problems.push(
        `${name}: cns ${cns}, p_np ${[...found].join(' and ')}, ${differs ? 'no' : 'a needless'} reason listed`,
      );
  }
  const found = Object.values(groups).reduce((sum, names) => sum + names.length, 0);
  return {
    found,
    agree: groups.agree.length,
    actWithoutPermeating: groups.act,
    permeateWithoutActing: groups.permeate,
    undecided: groups.undecided,
    problems,
  };
}

function labelsByKey(permeations: readonly Permeation[], chemistry: Chemistry): Map<string, Set<string>> {
  const labels = new Map<string, Set<string>>();
  for (const { name, smiles, p_np } of permeations) {
    const flat = flatSmiles(largestFragment(smiles), chemistry);
    for (const key of [flat, name && nameKey(name)]) {
      if (key) labels.set(key, (labels.get(key) ?? new Set()).add(p_np));
    }
  }
  return labels;
}

/** No SMILES begins with a space, so names and SMILES share a map. */
function nameKey(name: string): string {
  return ` ${name.trim().toLowerCase()}`;
}

function largestFragment(smiles: string): string {
  return smiles.split('.').reduce((left, right) => (right.length > left.length ? right : left));
}
