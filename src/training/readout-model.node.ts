/** The network of a run without its head, as a model file that predicts as any other does: its predictions are the molecule's vector. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, ParameterLayout } from '../base/index.ts';
import { findModel } from '../models/index.ts';
import { exportReadout } from '../objective/index.ts';
import { cardMetadata, readModelCard, runFiles, targetSpaceOf } from '../runs/index.ts';
import { findTask, regression } from '../tasks/index.ts';
import { readInitialSource } from './init-source.node.ts';
import { initializeFrom } from './initial-weights.ts';

/**
 * folder: of a finished training that has its checkpoint. Names of the vector's numbers: `vector_0` and so on.
 * Throws CheckpointError for anything else, and ConfigError for a model that has no vector of a molecule.
 */
export async function readoutModel(folder: string): Promise<Uint8Array> {
  const source = await readInitialSource(folder);
  const where = join(folder, runFiles.model);
  const bytes = await readFile(where).catch((cause: NodeJS.ErrnoException) => {
    throw new CheckpointError({
      code: 'cannot-read',
      what: `the run has no model (${cause.code})`,
      where,
      advice: 'Name the folder of a finished training.',
      cause,
    });
  });
  const { standardization: _scale, classes: _classes, ...card } = readModelCard(bytes, where);
  const model = findModel(card.model);
  const config = model.configSchema.parse(card.settings);
  const { outputsPerTask } = findTask(card.taskType).head(targetSpaceOf({ ...card, classes: _classes }));
  const outputs = card.tasks.length * outputsPerTask;
  const layout = new ParameterLayout(model.parameters(config, outputs));
  const weights = new Float32Array(layout.size);
  initializeFrom({ layout, weights }, source, () => false);
  return exportReadout({ model, config, outputs, layout, weights }, (width) =>
    cardMetadata({ ...card, tasks: vectorNames(width), taskType: regression.name }),
  );
}

function vectorNames(width: number): string[] {
  return Array.from({ length: width }, (_, index) => `vector_${index}`);
}
