/**
 * Molecules of a data set's sizes without the data set: random trees of carbon, nitrogen and oxygen with some rings closed. A
 * training step's cost depends on the numbers of atoms and bonds, not on what they are.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../src/base/errors.ts';
import type { RandomStream } from '../src/base/random.ts';
import type { Atom, Bond, Molecule } from '../src/chem/molecule.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';

const largestDegree = 3;
const ringShare = 0.25;
const elements = [6, 6, 6, 6, 7, 8];

/** Numbers of atoms and how many molecules of the table have them, [atoms, molecules]. */
export function atomCountsOf(dataset: string): readonly (readonly [number, number])[] {
  const all: Record<string, [number, number][]> = JSON.parse(
    readFileSync(join(packageRoot(), 'bench', 'atom-counts.json'), 'utf8'),
  );
  const counts = all[dataset];
  if (!counts) {
    throw new ConfigError({
      what: `no sizes are known for "${dataset}"`,
      advice: `Known: ${Object.keys(all).join(', ')}.`,
    });
  }
  return counts;
}

/** Sizes drawn from the table's distribution. */
export function drawSizes(dataset: string, count: number, stream: RandomStream): number[] {
  const pool = atomCountsOf(dataset).flatMap(([atoms, molecules]) => Array<number>(molecules).fill(atoms));
  return Array.from({ length: count }, () => pool[stream.below(pool.length)]!);
}

/** One for each number of atoms. */
export function syntheticMolecules(sizes: readonly number[], stream: RandomStream): Molecule[] {
  return sizes.map((size) => syntheticMolecule(size, stream));
}

export function syntheticMolecule(size: number, stream: RandomStream): Molecule {
  const degree = new Array<number>(size).fill(0);
  const pairs: [number, number][] = [];
  const connect = (begin: number, end: number): void => {
    pairs.push([begin, end]);
    degree[begin]!++;
    degree[end]!++;
  };
  for (let atom = 1; atom < size; atom++) {
    const open = [atom - 1, atom - 2, atom - 3].filter((other) => other >= 0 && degree[other]! < largestDegree);
    connect(stream.uniform() < 0.7 ? open[0]! : open[stream.below(open.length)]!, atom);
    const ringEnd = atom - 5;
    if (ringEnd >= 0 && degree[ringEnd]! < largestDegree && stream.uniform() < ringShare) connect(ringEnd, atom);
  }
  const bonds = pairs.map(([begin, end]): Bond => {
    const inRing = end - begin === 5;
    return { begin, end, type: 'single', order: 1, stereo: 'none', aromatic: false, inRing };
  });
  const atoms = degree.map((neighbors): Atom => {
    const atomicNumber = neighbors < 3 ? elements[stream.below(elements.length)]! : 6;
    const valence = { 6: 4, 7: 3, 8: 2 }[atomicNumber]!;
    return {
      atomicNumber,
      formalCharge: 0,
      isotope: 0,
      implicitHydrogens: Math.max(0, valence - neighbors),
      radicalElectrons: 0,
      aromatic: false,
      inRing: false,
      chirality: 'none',
      coordination: 'unspecified',
      bracketed: false,
    };
  });
  return { smiles: '', canonicalSmiles: '', spelling: '', atoms, bonds, rings: [] };
}
