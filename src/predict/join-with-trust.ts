/**
 * Models of several runs as one, with what an ensemble that was trained as one run has: intervals, sets of classes and calibration, fitted to
 * validation rows. Rows on which all of the runs were validated are new to all of their networks; others may not be.
 */
import { defaultCalibration, type FittedTrust, fitTrust } from '../calibration/index.ts';
import type { Molecule } from '../chem/index.ts';
import { type ModelCard, runFiles, targetSpaceOf } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';
import { joinModelFiles, type ModelFile } from './join-model-files.ts';
import { type ModelPredictor, type ModelPredictorOptions, openModelPredictor } from './model-predictor.ts';

/** Rows that a run was validated on. */
interface ValidationRows {
  /** [rows], as they stand in the table. */
  readonly smiles: readonly string[];
  /** [rows, tasks]; not a number where there is none, or only a limit. */
  readonly labels: Float64Array;
}

/** A model, with what is known of its run. */
export interface ValidatedModel extends ModelFile {
  /** Undefined: the run came without them. */
  readonly validation: ValidationRows | undefined;
  /** How the run was asked to correct probabilities; undefined: it was not asked. */
  readonly calibration?: string | undefined;
}

interface JoinedModels {
  readonly file: ModelFile;
  /** Why something could not be fitted, a sentence each. */
  readonly warnings: readonly string[];
}

/** Throws CheckpointError where the models do not read molecules alike. */
export async function joinWithTrust(
  models: readonly ValidatedModel[],
  options: Pick<ModelPredictorOptions, 'runtime' | 'chemistry' | 'threads'>,
): Promise<JoinedModels> {
  const joined = joinModelFiles(models);
  const common = commonRows(models);
  if ('reason' in common) return { file: joined, warnings: [withoutTrust(joined.card, common.reason)] };
  const predictor = await openModelPredictor(joined.bytes, { ...options, where: joined.path });
  try {
    const { trust, warnings } = await fitRows(predictor, common, commonCalibration(models));
    const few = trust.conformal ? [] : [withoutTrust(joined.card, tooFew)];
    return { file: joinModelFiles(models, trust), warnings: [...warnings, ...few] };
  } finally {
    await predictor.release();
  }
}

const tooFew = 'their validation set has too few labels. Train with a larger one, of at least nine';

function withoutTrust({ taskType }: ModelCard, reason: string): string {
  const missing = findTask(taskType).classProbabilities ? 'sets of possible classes' : 'intervals';
  return `These models predict together without ${missing}: ${reason}.`;
}

/** The rows that all of them were validated on, or why there are none, as a sentence without its beginning and its full stop. */
function commonRows(models: readonly ValidatedModel[]): ValidationRows | { readonly reason: string } {
  const rows = models.flatMap(({ validation }) => validation ?? []);
  const [first] = rows;
  if (!first || rows.length < models.length)
    return { reason: `a run came without its ${runFiles.validationPredictions}. Open its whole folder` };
  if (models.some(({ card }) => card.features?.fromFile))
    return { reason: 'they read features of a file. Train them as one ensemble on the command line' };
  if (models.some(({ card }) => card.members?.some(({ fold }) => fold > 0)))
    return { reason: 'one of them is an ensemble of folds, which has seen all molecules. Predict with it alone' };
  const known = keyOf(first);
  if (rows.some((other) => keyOf(other) !== known))
    return {
      reason:
        'their runs were validated on different molecules. Repeat one run with other seeds, which keeps its split, ' +
        'and predict with those together',
    };
  return first.smiles.length === 0 ? { reason: tooFew } : first;
}

/** The same for the same molecules with the same labels, in any order. */
function keyOf({ smiles, labels }: ValidationRows): string {
  const tasks = labels.length / Math.max(1, smiles.length);
  const rows = smiles.map((text, row) => `${text}\t${labels.subarray(row * tasks, (row + 1) * tasks).join('\t')}`);
  return rows.sort().join('\n');
}

/** What all were asked for. */
function commonCalibration([first, ...others]: readonly ValidatedModel[]): string | undefined {
  return others.every(({ calibration }) => calibration === first?.calibration) ? first?.calibration : undefined;
}

/** By what the file itself gives for the rows, so that its users get what was fitted. */
async function fitRows(
  { card, reading, outputsOf }: ModelPredictor,
  { smiles, labels }: ValidationRows,
  calibration: string | undefined,
): Promise<FittedTrust> {
  const task = findTask(card.taskType);
  const [space, tasks] = [targetSpaceOf(card), card.tasks.length];
  const read = smiles.map((text) => reading.read(text));
  const rows = [...read.keys()].filter((row) => !('reason' in read[row]!));
  const { predictions, raw, spread } = await outputsOf(rows.map((row) => read[row] as Molecule));
  return fitTrust(
    {
      labels: Float64Array.from(rows.flatMap((row) => [...labels.subarray(row * tasks, (row + 1) * tasks)])),
      // Logits say more than probabilities near 0 and 1.
      predictions: raw ? task.read(raw, space, undefined) : task.final(predictions, space),
      spread: task.classProbabilities ? undefined : spread,
    },
    {
      task,
      taskNames: card.tasks,
      classes: card.classes,
      calibration: calibration ?? defaultCalibration,
      isAsked: calibration !== undefined,
    },
  );
}
