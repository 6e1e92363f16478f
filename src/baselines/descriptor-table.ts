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

/** further: features that a model of the same run reads; those that are computed here anyway are not read twice. */
export function descriptorTable(
  molecules: readonly Molecule[],
  chemistry: Chemistry,
  further?: MoleculeFeatures,
): DescriptorTable {
  const computed = moleculeFeatures(molecules, chemistry, { generators: treeGenerators });
  const known = new Set(computed.names);
  const others = further ? columnsOf(further, molecules.length) : [];
  const kept = others.filter(({ name, isGiven }) => isGiven || !known.has(name));
  return tableOfColumns([...columnsOf(computed, molecules.length), ...kept]);
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
