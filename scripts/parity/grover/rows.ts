/** Features and intermediate values of GROVER's atom and bond rows, which lie in another order here than in the golden files. */
import type { Vector } from '../../../src/base/parameter-layout.ts';
import { type GroverFeatures, groverAtomWidth, groverBondWidth } from '../../../src/chem/index.ts';

import type { GroverConfig } from '../../../src/models/grover/config.ts';
import { bondEmbeddingNames, branchNames, expertKinds, views } from '../../../src/models/grover/parameters.ts';
import { place } from '../../../src/models/grover/place.ts';
import { type Differences, largest } from './difference.ts';
import { branches, type GoldenTensor } from './golden.ts';
import type { ModelCase } from './model-case.ts';
import type { Values } from './network.ts';

const theirViews = { atoms: 'node', bonds: 'edge' } as const;

/** Values that the file leaves out are not compared. */
export function compareRows(
  { batch, train, config: { features_dim: extraFeatures } }: ModelCase,
  features: readonly GroverFeatures[],
  values: Values,
  config: GroverConfig,
  differences: Differences,
): void {
  const rows = rowsOf(features);
  const compare = (
    what: string,
    view: keyof typeof rows,
    ours: ArrayLike<number>,
    theirs: GoldenTensor | undefined,
  ): void => {
    if (!theirs) return;
    const width = theirs.data.length / theirs.shape[0]!;
    differences.compare(what, pick(ours, rows[view], width), theirs.data, scaleOf(theirs));
  };
  /** Nothing reads the embedding of the padding row. */
  const compareReal = (
    what: string,
    view: keyof typeof rows,
    ours: ArrayLike<number>,
    theirs: GoldenTensor | undefined,
  ): void => {
    if (!theirs) return;
    const width = theirs.data.length / theirs.shape[0]!;
    differences.compare(what, pick(ours, rows[view].slice(1), width), theirs.data.slice(width), scaleOf(theirs));
  };
  const featuresOf = (view: 'atom' | 'bond', width: number): ArrayLike<number> =>
    pick(values.feeds[`${view}Features`]!.data as Vector, values.feeds[`${view}Kind`]!.data as Int32Array, width);
  compare('atom features', 'atoms', featuresOf('atom', groverAtomWidth), batch?.f_atoms);
  compare('bond features', 'bonds', featuresOf('bond', groverAtomWidth + groverBondWidth), batch?.f_bonds);
  for (const view of views) {
    for (let block = 0; block < config.blocks; block++) {
      const [ours, theirs] = [`${view}.${block}`, `${theirViews[view]}.${block}`];
      for (const part of ['input', 'attention', 'output']) {
        compare(`${ours}.${part}`, view, values.value(`${ours}.${part}`), train.intermediates[`${theirs}.${part}`]);
      }
      const states = values.value(`${ours}.states`) as Vector;
      const size = states.length / (expertKinds.length * config.heads);
      for (const [place, kind] of expertKinds.entries()) {
        for (let head = 0; head < config.heads; head++) {
          const start = (place * config.heads + head) * size;
          const expected = train.intermediates[`${theirs}.head${head}.${kind[0]}`];
          compare(`${ours}.${kind}.${head}`, view, states.subarray(start, start + size), expected);
        }
      }
    }
    for (const [rowsOf, names] of [
      ['atoms', branchNames],
      ['bonds', bondEmbeddingNames],
    ] as const) {
      const ours = names[view];
      const theirs = branches[ours]!;
      const aggregated = train.intermediates[`aggregate.${theirs}`];
      if (!aggregated) continue;
      const check = rowsOf === 'atoms' ? compare : compareReal;
      check(`aggregated.${ours}`, rowsOf, values.value(`aggregated.${ours}`), aggregated);
      check(`embedded.${ours}`, rowsOf, values.value(`embedded.${ours}`), train.embeddings[theirs]);
    }
    const branch = branches[branchNames[view]]!;
    const pooled = train.molecule_vectors[branch];
    if (!pooled) continue;
    const width = pooled.data.length / pooled.shape[0]!;
    // Extra features follow the readout in ours.
    const found = Array.from(values.value(`pooled.${branchNames[view]}`)).filter(
      (_, index) => index % (width + extraFeatures) < width,
    );
    differences.compare(`pooled.${view}`, found, pooled.data, scaleOf(pooled));
  }
}

function scaleOf({ data }: GoldenTensor): number {
  return Math.max(1, largest(data));
}

/** Our rows in the order of theirs: the padding row, then the molecules one after the other. */
function rowsOf(features: readonly GroverFeatures[]): { atoms: number[]; bonds: number[] } {
  const inOrder = (sizes: readonly number[]): number[] => {
    const { firstRow } = place(sizes, true);
    const ofMolecules = sizes.flatMap((size, molecule) =>
      Array.from({ length: size }, (_, row) => firstRow[molecule]! + row),
    );
    return [0, ...ofMolecules];
  };
  return {
    atoms: inOrder(features.map(({ atomCount }) => atomCount)),
    bonds: inOrder(features.map(({ bondAtoms }) => bondAtoms.length)),
  };
}

function pick(table: ArrayLike<number>, rows: ArrayLike<number>, width: number): number[] {
  return Array.from(rows).flatMap((row) => Array.from({ length: width }, (_, column) => table[row * width + column]!));
}
