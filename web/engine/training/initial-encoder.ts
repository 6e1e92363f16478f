/** The encoder that a training starts from: the pre-trained one of the package, the same file that the command line reads. */
import {
  builtinEncoder,
  type InitialSource,
  initFromOf,
  RunError,
  readEncoder,
  withModelOf,
} from '../../../src/index.web.ts';
import type { TrainConfigInput } from '../protocol.ts';
import { encoderFile } from '../site-files.ts';

let encoder: Promise<InitialSource> | undefined;

/** Fetched once a worker. Throws RunError for the encoder of another run, which lies in a folder that a page cannot read. */
export function initialEncoder(initFrom: string): Promise<InitialSource> {
  if (initFrom !== builtinEncoder) throw otherRun(initFrom);
  encoder ??= readBuiltin().catch((error) => {
    encoder = undefined;
    throw error;
  });
  return encoder;
}

/** The configuration with the network of the encoder that it starts from. */
export async function withInitialModel(config: TrainConfigInput): Promise<TrainConfigInput> {
  const initFrom = initFromOf(config);
  return initFrom === undefined ? config : withModelOf(config, await initialEncoder(initFrom));
}

async function readBuiltin(): Promise<InitialSource> {
  return readEncoder(new Uint8Array(await (await encoderFile()).arrayBuffer()), 'the encoder of this page');
}

function otherRun(initFrom: string): RunError {
  return new RunError({
    what: `this training starts from the encoder of another run (${initFrom}), which a page does not read`,
    where: 'training.initFrom',
    advice: 'Train it with the command line: graphsam train.',
  });
}
