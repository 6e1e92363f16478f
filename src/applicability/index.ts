/** Whether a molecule is like those that a model was trained on: what a model file keeps of them, and how another is compared. */
export { type Applicability, assess } from './assess.ts';
export { fingerprintOf } from './fingerprint.ts';
export { type NeighborSearch, nearestMolecules, neighborSearch } from './nearest.ts';
export { readTrainingMolecules, trainingMetadata, withJoinedTraining } from './training-metadata.ts';
export { collectTrainingMolecules, mostTrainingMolecules, type TrainingMolecules } from './training-molecules.ts';
