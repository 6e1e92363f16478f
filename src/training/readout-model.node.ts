/** The network of a run without its head, as a model file that predicts as any other does: its predictions are the molecule's vector. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, ParameterLayout } from '../base/index.ts';
import { defaultMaxAtoms } from '../data/index.ts';
import { findModel } from '../models/index.ts';
import { exportReadout } from '../objective/index.ts';
import {
  builtinEncoder,
  cardMetadata,
  type ModelCard,
  modelCardFormat,
  readModelCard,
  runFiles,
  targetSpaceOf,
} from '../runs/index.ts';
import { findTask, regression } from '../tasks/index.ts';
import { type BuiltinEncoder, readBuiltinEncoder } from './builtin-encoder.node.ts';
import { readInitialSource } from './init-source.node.ts';
import { type InitialSource, initializeFrom } from './initial-weights.ts';

/**
 * folder: of a finished training that has its checkpoint, or `builtin`. Names of the vector's numbers: `vector_0` and so on.
 * Throws CheckpointError for anything else, and ConfigError for a model that has no vector of a molecule.
 */
export async function readoutModel(folder: string): Promise<Uint8Array> {
  if (folder === builtinEncoder) return readoutOfEncoder(await readBuiltinEncoder());
  await refuseFile(folder);
  return readoutOf(await readInitialSource(folder, ['data', 'models']), await cardOf(folder));
}

/** Other commands read model.onnx and packed runs, which hold no weights by the names of their parameters. */
async function refuseFile(path: string): Promise<void> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return;
  throw new CheckpointError({
    code: 'not-a-run',
    path: ['data', 'models'],
    what: 'this is a file, and vectors are made from the checkpoint of a run',
    where: path,
    advice: 'Name the folder of a run that has its checkpoint, or builtin for the encoder of the package.',
  });
}

async function cardOf(folder: string): Promise<ModelCard> {
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
  return readModelCard(bytes, where);
}

/** As a network with one target would be described that was trained on its molecules. */
function readoutOfEncoder(encoder: BuiltinEncoder): Uint8Array {
  const { model, settings, molecules, epochs, version, toolkit } = encoder;
  return readoutOf(encoder, {
    ...{ format: modelCardFormat, version, model, settings, toolkit },
    ...{ tasks: ['none'], taskType: regression.name, maxAtoms: defaultMaxAtoms, largestFragment: false },
    atomOrder: 'canonical',
    training: { data: 'none', molecules, split: 'none', seed: 0, optimizer: 'none', bestEpoch: epochs },
  });
}

function readoutOf(source: InitialSource, given: ModelCard): Uint8Array {
  const { standardization: _scale, classes: _classes, ...card } = given;
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
