/** The molecules that a model was trained on, as far as new ones are compared with them. */
import type { Molecule } from '../chem/index.ts';
import { atomEnvironments } from './environments.ts';
import { fingerprintOf } from './fingerprint.ts';

export interface TrainingMolecules {
  /** Canonical SMILES, [molecules]; empty where the file keeps no structures. */
  readonly smiles: readonly string[];
  readonly tasks: number;
  /** Numbers, or numbers of classes, [molecules, tasks] row-major, NaN where missing. */
  readonly labels: Float32Array;
  /** Set bits of each fingerprint, ascending, [molecules]. */
  readonly fingerprints: readonly ArrayLike<number>[];
  /** Environments that occur, as atomEnvironments numbers them. */
  readonly environments: ReadonlySet<number>;
}

/** More are not kept: their file would be larger than 20 MB, most of it no network. */
export const mostTrainingMolecules = 200_000;

export interface LabeledMolecules {
  readonly molecules: readonly Molecule[];
  readonly tasks: number;
  /** [molecules, tasks] row-major. */
  readonly targets: ArrayLike<number>;
}

/** rows: positions of the molecules that are trained on. */
export function collectTrainingMolecules(
  { molecules, tasks, targets }: LabeledMolecules,
  rows: readonly number[],
): TrainingMolecules {
  const chosen = rows.map((row) => molecules[row]!);
  const labels = rows.flatMap((row) => Array.from({ length: tasks }, (_, task) => targets[row * tasks + task]!));
  return {
    smiles: chosen.map(({ canonicalSmiles }) => canonicalSmiles),
    tasks,
    labels: Float32Array.from(labels),
    fingerprints: chosen.map(fingerprintOf),
    environments: new Set(chosen.flatMap((molecule) => [...atomEnvironments(molecule)])),
  };
}

/** Labels of one molecule, [tasks]. */
export function trainingLabels({ labels, tasks }: TrainingMolecules, molecule: number): Float32Array {
  return labels.subarray(molecule * tasks, (molecule + 1) * tasks);
}
