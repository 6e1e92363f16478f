/**
 * What trees read: how often each environment of a Morgan fingerprint occurs, the toolkit's descriptors, and the molecule features that the
 * training reads. A column a feature, without those that are the same for every molecule of the table.
 */
import type { Chemistry, Molecule } from '../chem/index.ts';
import { type MoleculeFeatures, moleculeFeatures } from '../data/index.ts';

export interface DescriptorTable {
  readonly rows: number;
  readonly names: readonly string[];
  /** [columns][rows], NaN where there is no value. */
  readonly columns: readonly Float32Array[];
  /** How many of them, the last ones, are given by a file or by the table: one may be called as a computed one is. */
  readonly given: number;
}

/** What computes the first columns. */
export const treeGenerators: readonly string[] = ['morgan-count', 'rdkit'];

export interface DescriptorOptions {
  /** Features that a model of the same run reads; those that are computed here anyway are not read twice. */
  readonly further?: MoleculeFeatures | undefined;
  /** Called now and then with the number of molecules that are done; what it throws ends the work. */
  readonly onMolecules?: ((molecules: number) => void) | undefined;
}

export function descriptorTable(
  molecules: readonly Molecule[],
  chemistry: Chemistry,
  { further, onMolecules }: DescriptorOptions = {},
): DescriptorTable {
  const computed = computedColumns(molecules, chemistry, onMolecules);
  const known = new Set(computed.map(({ name }) => name));
  const others = further ? columnsOf(further, molecules.length) : [];
  const kept = others.filter(({ name, isGiven }) => isGiven || !known.has(name));
  return tableOfColumns([...computed, ...kept]);
}

/** Molecules of which the rows are held, until they stand in the columns: rows of all would take twice the memory of these once more. */
const blockOfRows = 128;

function computedColumns(
  molecules: readonly Molecule[],
  chemistry: Chemistry,
  onMolecules: DescriptorOptions['onMolecules'],
): NamedColumn[] {
  let columns: NamedColumn[] = [];
  for (let start = 0; start < molecules.length; start += blockOfRows) {
    onMolecules?.(start);
    const block = molecules.slice(start, start + blockOfRows);
    const { names, values } = moleculeFeatures(block, chemistry, { generators: treeGenerators });
    if (start === 0) columns = names.map((name) => ({ name, values: new Float32Array(molecules.length) }));
    for (const [column, { values: own }] of columns.entries())
      for (let row = 0; row < block.length; row++) own[start + row] = values[row * names.length + column]!;
  }
  return columns;
}

interface NamedColumn {
  readonly name: string;
  readonly values: Float32Array;
  /** By a file or by the table; default false. Such columns come last. */
  readonly isGiven?: boolean;
}

/** Drops the columns that hold one value; of nothing but such, as where all molecules are the same, one stays: a model file has no empty inputs. */
export function tableOfColumns(columns: readonly NamedColumn[]): DescriptorTable {
  const different = columns.filter(({ values }) => values.some((value) => !Object.is(value, values[0])));
  const varied = different.length > 0 ? different : columns.slice(0, 1);
  return {
    rows: columns[0]?.values.length ?? 0,
    names: varied.map(({ name }) => name),
    columns: varied.map(({ values }) => values),
    given: varied.filter(({ isGiven }) => isGiven).length,
  };
}

function columnsOf({ names, values, fromFile }: MoleculeFeatures, rows: number): NamedColumn[] {
  return names.map((name, column) => {
    const own = new Float32Array(rows);
    for (let row = 0; row < rows; row++) own[row] = values[row * names.length + column]!;
    return { name, values: own, isGiven: column >= names.length - fromFile };
  });
}
