/** How a model reads molecules: structures as in training, and the numbers that it is given of each. */
import type { Chemistry, Molecule } from '../chem/index.ts';
import { isRefused, readMolecule } from '../data/index.ts';
import type { Model } from '../models/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { featureReader } from './feature-reader.ts';
import type { Structure, StructureRecord } from './predictor.ts';

/** What predictions and explanations of a model share. */
export interface ModelReading {
  readonly model: Model;
  /** Its settings, complete. */
  readonly config: unknown;
  /** As in training, or why it cannot be. */
  read(structure: Structure): Molecule | { readonly reason: string };
  /**
   * What the model reads of each molecule. fromFile: what a model that reads features from a file wants of each, [features]. Throws
   * DataError where it is missing.
   */
  features(molecules: readonly Molecule[], fromFile?: readonly (ArrayLike<number> | undefined)[]): unknown[];
}

interface ReadModel extends Pick<ModelReading, 'model' | 'config'> {
  readonly card: ModelCard;
}

/** Throws CheckpointError if this toolkit cannot compute what the model wants. */
export function readingOf({ card, model, config }: ReadModel, chemistry: Chemistry, where: string): ModelReading {
  const extra = featureReader(card, chemistry, where);
  return {
    model,
    config,
    read: (structure) => readStructure(structure, chemistry, card),
    features(molecules, fromFile = []) {
      const rows = extra?.(molecules, fromFile);
      return molecules.map((molecule, row) => {
        const own = model.featurize(molecule);
        return rows ? model.extra!.add(own, rows[row]!) : own;
      });
    },
  };
}

/** The same reading as in training, with the choices that the model was trained with. */
function readStructure(
  structure: Structure,
  chemistry: Chemistry,
  { maxAtoms, largestFragment, atomOrder }: ModelCard,
): Molecule | { reason: string } {
  const {
    smiles = '',
    molblock,
    reason,
  }: StructureRecord = typeof structure === 'string' ? { smiles: structure } : structure;
  if (smiles === '' && molblock === undefined && reason !== undefined) return { reason };
  const row = { row: 0, line: 0, cells: [smiles], ...(molblock !== undefined && { molblock }) };
  const read = readMolecule(row, 0, chemistry, { maxAtoms, largestFragment, atomOrder });
  if (isRefused(read)) return { reason: read.reason };
  return reason === undefined ? read.molecule : { reason };
}
