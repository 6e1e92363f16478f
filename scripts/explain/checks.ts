/** Explanations against what is known: models whose labels are sums over atoms, or follow a rule that was planted. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mean } from '../../src/base/index.ts';
import type { Molecule } from '../../src/chem/index.ts';
import type { Explanation, ExplanationMethod, ExplanationSource } from '../../src/explain/index.ts';
import { packageRoot } from '../../src/platform/index.node.ts';

export interface KnownContributions {
  /** Its atoms are in the order of the contributions. */
  readonly smiles: string;
  /** To Crippen's logP, hydrogens counted with the atom that they are on, [atoms]. */
  readonly contributions: readonly number[];
}

/** A third of the built-in medicines; scripts/explain/crippen-contributions.py made the file. */
export async function crippenContributions(): Promise<KnownContributions[]> {
  const text = await readFile(join(packageRoot(), 'test', 'fixtures', 'crippen-contributions.json'), 'utf8');
  return JSON.parse(text).molecules;
}

export interface CrippenCheck {
  readonly molecules: number;
  readonly atoms: number;
  /** Of the contributions of all atoms, Pearson. */
  readonly correlation: number;
  /** Mean over molecules of the correlation inside each. */
  readonly withinMolecules: number;
  /** Of the predictions with the true logP. */
  readonly ofPredictions: number;
  /** The largest part of a difference that had to be shared out. */
  readonly residual: number;
}

export async function checkCrippen(
  source: ExplanationSource,
  known: readonly KnownContributions[],
  method?: ExplanationMethod,
): Promise<CrippenCheck> {
  const pairs: { found: number[]; truth: readonly number[]; prediction: number }[] = [];
  let residual = 0;
  for (const { smiles, contributions } of known) {
    const explained = await explainedOf(source, smiles, method);
    if (!explained || explained.smiles !== smiles) continue;
    const [target] = explained.targets;
    const { prediction, baseline } = target!;
    residual = Math.max(residual, Math.abs(target!.residual / (prediction - baseline)));
    pairs.push({ found: [...target!.contributions], truth: contributions, prediction });
  }
  const within = pairs.map(({ found, truth }) => pearson(found, truth)).filter(Number.isFinite);
  return {
    molecules: pairs.length,
    atoms: pairs.reduce((sum, { found }) => sum + found.length, 0),
    correlation: pearson(
      pairs.flatMap(({ found }) => found),
      pairs.flatMap(({ truth }) => truth),
    ),
    withinMolecules: within.reduce((sum, each) => sum + each, 0) / within.length,
    ofPredictions: pearson(
      pairs.map(({ prediction }) => prediction),
      pairs.map(({ truth }) => truth.reduce((sum, each) => sum + each, 0)),
    ),
    residual,
  };
}

export interface PlantedCheck {
  /** Held-out molecules that have the group. */
  readonly molecules: number;
  /** Those in which the atom with the largest contribution is one of the group. */
  readonly found: number;
}

/** groupOf: 1 for the atoms of the group, [atoms]; all 0 without it. */
export async function checkPlanted(
  source: ExplanationSource,
  smiles: readonly string[],
  groupOf: (molecule: Molecule) => readonly number[],
  method?: ExplanationMethod,
): Promise<PlantedCheck> {
  let [molecules, found] = [0, 0];
  for (const text of smiles) {
    const explained = await explainedOf(source, text, method);
    if (!explained) continue;
    const group = groupOf(explained.molecule);
    if (!group.includes(1)) continue;
    molecules++;
    const contributions = [...explained.targets[0]!.contributions];
    if (group[contributions.indexOf(Math.max(...contributions))] === 1) found++;
  }
  return { molecules, found };
}

async function explainedOf(
  source: ExplanationSource,
  smiles: string,
  method: ExplanationMethod | undefined,
): Promise<Explanation | undefined> {
  const explained = await source.explain(smiles, { method });
  return 'reason' in explained ? undefined : explained;
}

/** 1 for the sulfur and both oxygens of sulfonyl groups (sulfones, sulfonamides, sulfonic acids), [atoms]. */
export function sulfonylAtoms({ atoms, bonds }: Molecule): number[] {
  const oxygens = (atom: number): number[] =>
    bonds
      .filter(({ type, begin, end }) => type === 'double' && (begin === atom || end === atom))
      .map(({ begin, end }) => (begin === atom ? end : begin))
      .filter((other) => atoms[other]!.atomicNumber === 8);
  const isMember = new Set(
    atoms.flatMap(({ atomicNumber }, atom) =>
      atomicNumber === 16 && oxygens(atom).length === 2 ? [atom, ...oxygens(atom)] : [],
    ),
  );
  return atoms.map((_, atom) => (isMember.has(atom) ? 1 : 0));
}

function pearson(left: readonly number[], right: readonly number[]): number {
  const [leftMean, rightMean] = [mean(left), mean(right)];
  const sumOf = (of: (index: number) => number): number => left.reduce((sum, _, index) => sum + of(index), 0);
  const together = sumOf((index) => (left[index]! - leftMean) * (right[index]! - rightMean));
  return (
    together /
    Math.sqrt(sumOf((index) => (left[index]! - leftMean) ** 2) * sumOf((index) => (right[index]! - rightMean) ** 2))
  );
}
