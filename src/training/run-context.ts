/** What the splits of a run share, made once: data read, model resolved, molecules featurized. */
import type { Chemistry, Molecule } from '../chem/index.ts';
import { defaultMaxAtoms, type MoleculeFeatures } from '../data/index.ts';
import { findModel, type Model } from '../models/index.ts';
import { cautionsOf } from '../optim/index.ts';
import { type ResolvedModel, resolveModel, type SingleRunEvent, type TrainConfig } from '../runs/index.ts';
import type { Runtime } from '../runtime/index.ts';
import { metricsOf } from '../tasks/index.ts';
import type { InitialSource } from './initial-weights.ts';
import { checkLossSettings } from './label-weights.ts';
import { memoryWarnings } from './memory-note.ts';
import { type DataSource, type PreparedData, prepareData } from './prepare-data.ts';
import { requireTracked } from './require-tracked.ts';
import { UnsupportedCounts } from './unsupported-counts.ts';

/** Where a run happens. */
export interface RunMachine {
  readonly chemistry: Chemistry;
  readonly runtime: Runtime;
  readonly threads: number;
  /** What executes the program, by name and version: `{ node: 'v22.1.0' }`, or what a browser says of itself. */
  readonly software: Readonly<Record<string, string>>;
}

/** What all splits of a run share. */
export interface RunContext extends RunMachine {
  readonly config: TrainConfig;
  readonly data: PreparedData;
  readonly resolved: ResolvedModel;
  /** Of every molecule of the table. */
  readonly features: readonly unknown[];
  /** DataSource.signal. */
  readonly signal?: AbortSignal | undefined;
  readonly maxAtoms: number;
  /** Where new trainings take their encoder from; undefined: from the seed. */
  readonly initial?: InitialSource | undefined;
  /** TrainingSettings.deadline. */
  readonly deadline?: number | undefined;
}

/** Throws ConfigError and DataError for what cannot be trained. */
export async function openRunContext(
  config: TrainConfig,
  source: DataSource,
  machine: RunMachine,
  onEvent: (event: SingleRunEvent) => void,
): Promise<RunContext> {
  const maxAtoms = config.data.maxAtoms ?? (config.model.settings.maxAtoms as number | undefined) ?? defaultMaxAtoms;
  const onRows = (rows: number): void => onEvent({ kind: 'reading', rows });
  const data = await prepareData(config, { ...source, onRows }, machine.chemistry, maxAtoms);
  emitData(data, onEvent);
  const [tracked] = metricsOf(data.dataset.taskType, config.training);
  for (const { split, report } of data.splits) requireTracked(tracked, data.dataset, split, report.algorithm);
  if (data.dataset.taskNames.length > 1 && tracked.unitPower)
    onEvent({ kind: 'warning', message: mixedUnits(tracked.name) });
  const { optimizer, schedule, training } = config;
  for (const message of cautionsOf({ ...optimizer, schedule }, training.epochs)) onEvent({ kind: 'warning', message });
  const { dataset } = data;
  checkLossSettings(dataset, config);
  const known = dataset.known ?? data.preset;
  const { name, preset, settings } = config.model;
  const model = { name, preset, settings: { ...settings, maxAtoms, ...extraSetting(name, data.moleculeFeatures) } };
  const resolved = resolveModel(model, { known, taskType: dataset.taskType });
  for (const message of unsupportedFeatures(resolved.model, dataset.molecules)) onEvent({ kind: 'warning', message });
  const held = { model: resolved.model, molecules: dataset.molecules, areCompared: Boolean(training.baselines) };
  for (const message of memoryWarnings(held)) onEvent({ kind: 'warning', message });
  const { signal } = source;
  const features = dataset.molecules.map((molecule) => {
    signal?.throwIfAborted();
    return resolved.model.featurize(molecule);
  });
  return { ...machine, config, data, resolved, features, maxAtoms, signal };
}

function mixedUnits(metric: string): string {
  return (
    `The mean of ${metric} over the targets mixes their units; epochs are chosen by its standardized mean, in units of each target's ` +
    'deviation among the training molecules.'
  );
}

/** A warning for each thing that the model's features cannot tell of some molecules. */
function unsupportedFeatures(model: Model, molecules: readonly Molecule[]): string[] {
  const counts = new UnsupportedCounts(model);
  for (const molecule of molecules) counts.add(molecule);
  return counts.messages();
}

function extraSetting(model: string, features: MoleculeFeatures | undefined): Readonly<Record<string, number>> {
  const { extra } = findModel(model);
  return features && extra ? { [extra.setting]: features.names.length } : {};
}

function emitData({ dataset, rejects, notes, warnings }: PreparedData, onEvent: (event: SingleRunEvent) => void): void {
  const { name, smiles, targets, tableLength, taskType, taskNames } = dataset;
  onEvent({
    kind: 'data',
    name,
    molecules: smiles.length,
    labels: targets.reduce((count, target) => (Number.isNaN(target) ? count : count + 1), 0),
    tableLength,
    taskType,
    tasks: taskNames,
    rejects,
    notes,
    warnings,
  });
}
