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

/**
 * Of models that predict together: what some of them was trained on, each structure once, with the labels of the first that has it. Without
 * structures if one has none.
 */
export function joinTrainingMolecules(parts: readonly TrainingMolecules[]): TrainingMolecules {
  const { tasks } = parts[0]!;
  const withStructures = parts.every(({ smiles }) => smiles.every((text) => text !== ''));
  const kept = new Map<string, { smiles: string; labels: Float32Array; bits: ArrayLike<number> }>();
  for (const part of parts) {
    part.fingerprints.forEach((bits, molecule) => {
      const smiles = withStructures ? part.smiles[molecule]! : '';
      const key = withStructures ? smiles : Array.from(bits).join();
      const labels = withStructures ? trainingLabels(part, molecule) : new Float32Array(tasks).fill(Number.NaN);
      if (!kept.has(key)) kept.set(key, { smiles, labels, bits });
    });
  }
  const molecules = [...kept.values()];
  return {
    smiles: molecules.map(({ smiles }) => smiles),
    tasks,
    labels: Float32Array.from(molecules.flatMap(({ labels }) => [...labels])),
    fingerprints: molecules.map(({ bits }) => bits),
    environments: new Set(parts.flatMap(({ environments }) => [...environments])),
  };
}

/** Labels of one molecule, [tasks]. */
export function trainingLabels({ labels, tasks }: TrainingMolecules, molecule: number): Float32Array {
  return labels.subarray(molecule * tasks, (molecule + 1) * tasks);
}
