/** What a run gives to a model of several runs together. */
import { runFiles } from '../../../src/index.web.ts';
import type { TableFile } from '../protocol.ts';
import { exportModel } from './export-run.ts';
import { recordOf } from './record-of.ts';
import type { RunDatabase } from './run-database.ts';

export interface RunToJoin {
  /** Its model.onnx, under a name for people. */
  readonly model: TableFile;
  /** Text of validation-predictions.csv; undefined: it came without one. */
  readonly validation: string | undefined;
  /** How its settings ask for probabilities to be corrected; undefined: they ask for nothing. */
  readonly calibration: string | undefined;
}

/** Throws CheckpointError if the run is not finished. */
export async function runToJoin(database: RunDatabase, id: string): Promise<RunToJoin> {
  const content = await exportModel(database, id);
  const record = await recordOf(database, id);
  const validation = await database.readFile(id, runFiles.validationPredictions);
  const { seed, calibration } = record.config.training;
  return {
    model: { name: `${record.title}, seed ${seed}`, content },
    validation: validation && new TextDecoder().decode(validation),
    calibration,
  };
}
