/** A trained run as the analyses see it: its network on its own rows, and weights to look around. */
import { RandomStream, type Vector } from '../../base/index.ts';
import { batches, type PartName } from '../../data/index.ts';
import type { Batch, ObjectiveSetup } from '../../objective/index.ts';
import { gatherRows } from '../../training/index.ts';

/** best: of the best epoch, those in model.onnx; last: of the last epoch. */
const weightChoices = ['best', 'last'] as const;
export type WeightChoice = (typeof weightChoices)[number];

/** What a file of results says of a run: no path, nothing of this machine. */
export interface AnalyzedRunSummary {
  /** Last part of the folder's path. */
  readonly name: string;
  readonly model: string;
  readonly dataset: string;
  /** As the configuration has them. */
  readonly optimizer: { readonly name: string; readonly hyperparameters: Readonly<Record<string, unknown>> };
  readonly split: string;
  readonly seed: number;
  readonly loss: string;
  readonly parameters: number;
  /** Which weights, after how many epochs, and the SHA-256 of their float32 numbers. */
  readonly weights: { readonly choice: WeightChoice; readonly epoch: number; readonly checksum: string };
  /** Means of the metrics on the test part, of the best epoch; null before the run has finished. */
  readonly test: Readonly<Record<string, number | null>> | null;
}

export interface AnalyzedRun {
  readonly facts: AnalyzedRunSummary;
  readonly setup: ObjectiveSetup;
  /** Rows of each part, positions in the features of the setup. */
  readonly parts: Readonly<Record<PartName, readonly number[]>>;
  /** As the loss sees them, [rows, tasks]. */
  readonly targets: Float64Array;
  /** With which it was trained. */
  readonly batchSize: number;
  readonly weights: Vector;
}

export interface BatchChoice {
  readonly part: PartName;
  /** Rows at most; the part's if it has fewer. */
  readonly rows: number;
  readonly batchSize: number;
  readonly seed: number;
}

/** Rows drawn from a part and cut into batches: the same for the same seed, part and choice, whatever the run. */
export function drawBatches({ parts, targets, setup }: AnalyzedRun, choice: BatchChoice): Batch[] {
  const stream = new RandomStream(choice.seed, `analysed rows of ${choice.part}`);
  const drawn = stream.shuffle([...parts[choice.part]]).slice(0, choice.rows);
  return batches(drawn, choice.batchSize).map((rows) => ({ rows, targets: gatherRows(targets, rows, setup.tasks) }));
}
