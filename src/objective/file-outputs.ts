/** What a loaded model file answers for molecules: all its outputs, row by row (docs/model-file.md lists them). */
import { type Model, predictBySize } from '../models/index.ts';
import type { Feeds, Program, Value } from '../runtime/index.ts';

export interface FileOutputs {
  /** As users read them, [rows, tasks * outputs]. */
  readonly predictions: Float32Array;
  /** Raw: logits, [rows, tasks * outputs]; undefined if the file does not give them. */
  readonly raw?: Float32Array | undefined;
  /** Deviation of each prediction, [rows, tasks * outputs]; undefined if the model does not know it. */
  readonly spread?: Float32Array | undefined;
  /** Predictions of each member of an ensemble, [rows, tasks * outputs] each. */
  readonly members?: readonly Float32Array[] | undefined;
  /** Deviation that each member says of its own predictions, in the same shape; undefined: they say none. */
  readonly memberSpreads?: readonly Float32Array[] | undefined;
}

/** What the trees of a file read. */
export interface TreeRows {
  /** Name of the input. */
  readonly input: string;
  /** Of each molecule, [columns]. */
  readonly rows: readonly Float32Array[];
}

export interface FileReading {
  readonly model: Pick<Model, 'atomCount' | 'collate'>;
  readonly config: unknown;
  /** Tasks times outputs of each. */
  readonly width: number;
  /** Raw outputs are wanted too, which the file gives in the same width. Default false. */
  readonly withRaw?: boolean | undefined;
  /** Members of the ensemble that the file holds; undefined: it holds one model. */
  readonly members?: number | undefined;
}

/**
 * One forward pass of each member a batch. features: of each molecule, in the order of the result; trees: what the trees of the file read
 * of each, [molecules][columns].
 */
export async function fileOutputs(
  program: Program,
  { model, config, width, withRaw = false, members = 0 }: FileReading,
  features: readonly unknown[],
  trees?: TreeRows,
): Promise<FileOutputs> {
  const wanted = ['predictions', ...(withRaw ? ['outputs'] : []), 'spread'];
  const single = wanted.filter((name) => program.outputNames.includes(name));
  const ofMembers = ['members', 'member_spreads'].filter((name) => members > 0 && program.outputNames.includes(name));
  const columns = single.length + members * ofMembers.length;
  const sizes = features.map((each) => model.atomCount(each));
  const rows = await predictBySize(sizes, columns * width, async (indices) => {
    const chosen = indices.map((index) => features[index]);
    const ofTrees = trees && { [trees.input]: treeFeed(indices.map((index) => trees.rows[index]!)) };
    const outputs = await program.run({ ...model.collate(chosen, config, 'float32'), ...ofTrees });
    const tables = ofMembers.flatMap((name) => memberTables(dataOf(outputs, name), members));
    return sideBySide([...single.map((name) => dataOf(outputs, name)), ...tables], width);
  });
  const column = (index: number): Float32Array => columnOf(rows, { index, columns, width });
  const named = (name: string): Float32Array | undefined =>
    single.includes(name) ? column(single.indexOf(name)) : undefined;
  const eachMember = (name: string): Float32Array[] | undefined => {
    const first = single.length + members * ofMembers.indexOf(name);
    return ofMembers.includes(name)
      ? Array.from({ length: members }, (_, member) => column(first + member))
      : undefined;
  };
  return {
    predictions: named('predictions')!,
    raw: named('outputs'),
    spread: named('spread'),
    members: eachMember('members'),
    memberSpreads: eachMember('member_spreads'),
  };
}

/** A table of numbers, [molecules, columns]. */
export function treeFeed(rows: readonly Float32Array[]): Value {
  const columns = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, index) => {
    data.set(row, index * columns);
  });
  return { type: 'float32', dims: [rows.length, columns], data };
}

function dataOf(outputs: Feeds, name: string): Float32Array {
  return outputs[name]!.data as Float32Array;
}

/** [members, rows, ...] apart. */
function memberTables(all: Float32Array, members: number): Float32Array[] {
  const length = all.length / members;
  return Array.from({ length: members }, (_, member) => all.subarray(member * length, (member + 1) * length));
}

/** Tables of the same width as one, [rows, tables, width]. */
function sideBySide(tables: readonly Float32Array[], width: number): Float32Array {
  const joined = new Float32Array(tables.reduce((total, { length }) => total + length, 0));
  tables.forEach((table, index) => {
    for (let row = 0; row * width < table.length; row++) {
      joined.set(table.subarray(row * width, (row + 1) * width), (row * tables.length + index) * width);
    }
  });
  return joined;
}

function columnOf(
  rows: Float32Array,
  { index, columns, width }: { readonly index: number; readonly columns: number; readonly width: number },
): Float32Array {
  const column = new Float32Array(rows.length / columns);
  for (let row = 0; row * width < column.length; row++) {
    const start = (row * columns + index) * width;
    column.set(rows.subarray(start, start + width), row * width);
  }
  return column;
}
