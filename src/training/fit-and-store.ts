/** The shell of every run: what happens around the loop, whatever is trained. Node and browsers. */
import type { JobContext } from '../platform/index.ts';
import {
  type FinishedFit,
  type InterruptedRun,
  type PretrainConfig,
  type RunDestination,
  type RunFile,
  type RunInputs,
  type TrainingEvent,
  writeInputs,
} from '../runs/index.ts';
import type { EvaluatedByMeasures, EvaluatedByPredictions } from './evaluator.ts';
import { type FinishedTraining, fitModel } from './trainer.ts';
import type { TrainingSettings } from './training-options.ts';

/** Without what the shell of a run adds: where it is stored, and who listens. */
export type FitOptions = Omit<TrainingSettings, 'store' | 'signal' | 'betweenSteps' | 'onEvent'> &
  (EvaluatedByPredictions | EvaluatedByMeasures);

export interface Destination {
  /** Opens it for the files; it is closed when the run is done. */
  readonly open: () => Promise<RunDestination>;
  /** It holds the run already. */
  readonly resume: boolean;
}

/** What one kind of run puts into the shell. */
export interface RunParts<Result extends FinishedFit> {
  /** run.json as the run begins. */
  readonly described: RunFile;
  readonly inputs: RunInputs;
  readonly options: FitOptions;
  /** Further files and events before the first step. */
  begin(destination: RunDestination): Promise<void>;
  /** The files of a finished run but run.json, and its result. */
  finish(destination: RunDestination, result: FinishedTraining): Promise<Result>;
  /** run.json of the finished run. */
  finished(result: Result): RunFile;
}

/** Fits the model and leaves the files of the run; an interrupted run continues there. Throws what fitModel throws. */
export async function fitAndStore<Result extends FinishedFit>(
  { described, inputs, options, begin, finish, finished }: RunParts<Result>,
  { open, resume }: Destination,
  { onEvent, signal, betweenSteps }: JobContext<TrainingEvent>,
): Promise<Result | InterruptedRun> {
  const destination = await open();
  try {
    if (!resume) await destination.writeRun(described);
    await writeInputs(destination, inputs, resume, onEvent);
    await begin(destination);
    const result = await fitModel({ ...options, store: destination, signal, betweenSteps, onEvent });
    if (result.status === 'interrupted') return { status: 'interrupted', folder: destination.path, at: result.at };
    const outcome = await finish(destination, result);
    await destination.writeRun(finished(outcome));
    return outcome;
  } finally {
    await destination.close();
  }
}

/** What the section `training` of any configuration says of the loop. */
export function loopSettings({
  epochs,
  batchSize,
  dropLast,
  patience,
  minDelta,
  seed,
}: PretrainConfig['training']): Pick<TrainingSettings, 'epochs' | 'batchSize' | 'dropLast' | 'earlyStopping' | 'seed'> {
  return {
    epochs,
    batchSize,
    dropLast,
    seed,
    earlyStopping: patience === undefined ? undefined : { patience, minDelta },
  };
}
