/** Features and intermediate values of GROVER's atom and bond rows, which lie in another order here than in the golden files. */
import type { Vector } from '../../../src/base/parameter-layout.ts';
import type { GroverConfig } from '../../../src/models/grover/config.ts';
import { bondEmbeddingNames, branchNames, expertKinds, views } from '../../../src/models/grover/parameters.ts';
import { layOutRows } from '../../../src/models/grover/row-layout.ts';
import { type GroverFeatures, groverAtomWidth, groverBondWidth } from '../../../src/models/index.ts';
import { type Differences, largest } from './difference.ts';
import { branches, type GoldenTensor, type ModelCase } from './golden.ts';
import type { Values } from './network.ts';

const theirViews = { atoms: 'node', bonds: 'edge' } as const;

interface RowSetup {
  readonly features: readonly GroverFeatures[];
  readonly differences: Differences;
}

/** Values that the file leaves out are not compared. */
export function compareRows(
  golden: ModelCase,
  values: Values,
  { features, config, differences }: RowSetup & { readonly config: GroverConfig },
): void {
  const comparison = new RowComparison(golden, values, { features, differences });
  comparison.features();
  for (const view of views) {
    for (let block = 0; block < config.blocks; block++) comparison.block(view, block, config.heads);
    comparison.embeddings(view);
    comparison.pooled(view);
  }
}

type View = (typeof views)[number];

class RowComparison {
  readonly #golden: ModelCase;
  readonly #values: Values;
  readonly #differences: Differences;
  readonly #rows: Readonly<Record<View, readonly number[]>>;

  constructor(golden: ModelCase, values: Values, { features, differences }: RowSetup) {
    this.#golden = golden;
    this.#values = values;
    this.#differences = differences;
    this.#rows = rowsOf(features);
  }

  features(): void {
    const { feeds } = this.#values;
    const ours = (view: 'atom' | 'bond', width: number): ArrayLike<number> =>
      pick(feeds[`${view}Features`]!.data as Vector, feeds[`${view}Kind`]!.data as Int32Array, width);
    const { batch } = this.#golden;
    this.#compare('atom features', 'atoms', { ours: ours('atom', groverAtomWidth), theirs: batch?.f_atoms });
    this.#compare('bond features', 'bonds', {
      ours: ours('bond', groverAtomWidth + groverBondWidth),
      theirs: batch?.f_bonds,
    });
  }

  /** What goes into a block, comes out of its attention and out of it, and the states of each expert's heads. */
  block(view: View, block: number, heads: number): void {
    const [ours, theirs] = [`${view}.${block}`, `${theirViews[view]}.${block}`];
    const { intermediates } = this.#golden.train;
    for (const part of ['input', 'attention', 'output']) {
      this.#compare(`${ours}.${part}`, view, {
        ours: this.#values.value(`${ours}.${part}`),
        theirs: intermediates[`${theirs}.${part}`],
      });
    }
    const states = this.#values.value(`${ours}.states`) as Vector;
    const size = states.length / (expertKinds.length * heads);
    for (const [index, kind] of expertKinds.entries()) {
      for (let head = 0; head < heads; head++) {
        const start = (index * heads + head) * size;
        const expected = intermediates[`${theirs}.head${head}.${kind[0]}`];
        this.#compare(`${ours}.${kind}.${head}`, view, {
          ours: states.subarray(start, start + size),
          theirs: expected,
        });
      }
    }
  }

  /** Sums over neighbors and what becomes of them, of atoms and of bonds. Nothing reads the bonds' padding row. */
  embeddings(view: View): void {
    const { intermediates, embeddings } = this.#golden.train;
    for (const [rows, names] of [
      ['atoms', branchNames],
      ['bonds', bondEmbeddingNames],
    ] as const) {
      const ours = names[view];
      const theirs = branches[ours]!;
      const aggregated = intermediates[`aggregate.${theirs}`];
      if (!aggregated) continue;
      const padding = rows === 'bonds' ? 1 : 0;
      const name = (what: string): string => `${what}.${ours}`;
      this.#compare(
        name('aggregated'),
        rows,
        { ours: this.#values.value(name('aggregated')), theirs: aggregated },
        padding,
      );
      this.#compare(
        name('embedded'),
        rows,
        { ours: this.#values.value(name('embedded')), theirs: embeddings[theirs] },
        padding,
      );
    }
  }

  pooled(view: View): void {
    const ours = branchNames[view];
    const pooled = this.#golden.train.molecule_vectors[branches[ours]!];
    if (!pooled) return;
    const width = pooled.data.length / pooled.shape[0]!;
    // Extra features follow the readout in ours.
    const whole = width + this.#golden.config.features_dim;
    const found = Array.from(this.#values.value(`pooled.${ours}`)).filter((_, index) => index % whole < width);
    this.#differences.compare(`pooled.${view}`, found, pooled.data, scaleOf(pooled));
  }

  /** leftOut: how many of the first rows are not compared. */
  #compare(
    what: string,
    view: View,
    { ours, theirs }: { readonly ours: ArrayLike<number>; readonly theirs: GoldenTensor | undefined },
    leftOut = 0,
  ): void {
    if (!theirs) return;
    const width = theirs.data.length / theirs.shape[0]!;
    const found = pick(ours, this.#rows[view].slice(leftOut), width);
    this.#differences.compare(what, found, theirs.data.slice(leftOut * width), scaleOf(theirs));
  }
}

function scaleOf({ data }: GoldenTensor): number {
  return Math.max(1, largest(data));
}

/** Our rows in the order of theirs: the padding row, then the molecules one after the other. */
function rowsOf(features: readonly GroverFeatures[]): { atoms: number[]; bonds: number[] } {
  const inOrder = (sizes: readonly number[]): number[] => {
    const { firstRow } = layOutRows(sizes, true);
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
