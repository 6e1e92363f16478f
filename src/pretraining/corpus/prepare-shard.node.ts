/** One file of a corpus, from rows of a table: the molecules read and prepared, written where they belong, and what is to be known of all of them. */
import { RandomStream } from '../../base/index.ts';
import { type Chemistry, inRandomOrder, type Molecule } from '../../chem/index.ts';
import { type CorpusOptions, type CorpusRows, type RowsRead, readRows } from '../../data/index.ts';
import type { Model } from '../../models/index.ts';
import type { MoleculeTask } from '../../runs/index.ts';
import { UnsupportedCounts } from '../../training/index.ts';
import type { ContextCounts } from './corpus-classes.ts';
import { type MomentSums, Moments } from './moments.ts';
import { prepareMolecules } from './prepared-molecule.ts';
import { ShardFolder } from './shard-folder.node.ts';

/** Plain data. */
export interface ShardOrder {
  /** Of the corpus. */
  readonly folder: string;
  readonly shard: number;
  readonly rows: CorpusRows;
  readonly options: CorpusOptions;
  readonly tasks: readonly MoleculeTask[];
}

/** Plain data; counts are of molecules, or of atoms and bonds. */
export interface PreparedShard extends RowsRead, ContextCounts {
  /** Molecules with each thing that the features of the model cannot tell. */
  readonly unsupportedCounts: ReadonlyMap<string, number>;
  /** Of the descriptors; without columns where they are no task, or there is no molecule. */
  readonly moments: MomentSums;
  /** 0 where they are no task, or there is no molecule. */
  readonly bits: number;
}

export async function prepareShard(
  { folder, shard, rows, options, tasks }: ShardOrder,
  chemistry: Chemistry,
  model: Model,
): Promise<PreparedShard> {
  const { molecules: asRead, read } = readRows(rows, chemistry, options);
  const molecules = options.atomOrder === 'random' ? asRead.map(inDrawnOrder) : asRead;
  const prepared = prepareMolecules(molecules, { chemistry, model, tasks });
  const unsupported = new UnsupportedCounts(model);
  for (const molecule of molecules) unsupported.add(molecule);
  const [first] = prepared;
  const moments = new Moments(first?.descriptors.length ?? 0);
  for (const { descriptors } of prepared) moments.add(descriptors);
  const facts: PreparedShard = {
    ...read,
    atoms: countsOf(prepared.map(({ atoms }) => atoms)),
    bonds: countsOf(prepared.map(({ bonds }) => bonds)),
    unsupportedCounts: unsupported.counts,
    moments: moments.sums(),
    bits: first?.bits.length ?? 0,
  };
  await new ShardFolder(folder).write(shard, prepared, facts);
  return facts;
}

/** The order hangs on nothing but the molecule, so a corpus is the same with any number of threads. */
function inDrawnOrder(molecule: Molecule): Molecule {
  return inRandomOrder(molecule, new RandomStream(0, `atom order of ${molecule.canonicalSmiles}`));
}

function countsOf(lists: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const texts of lists) for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
