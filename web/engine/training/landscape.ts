/** The training loss along a line through the weights of a finished run, as the library computes it for any network. */
import {
  chosenWeights,
  decodeCheckpoint,
  lossAlongLine,
  NetworkLosses,
  RandomStream,
  RunError,
  randomDirection,
  runFiles,
  splitSetup,
  targetsOf,
} from '../../../src/index.web.ts';
import type { LandscapeLine, LandscapeOptions } from '../protocol.ts';
import type { RunDatabase } from '../storage/run-database.ts';
import { nextTask } from '../threads/next-task.ts';
import { openContext } from './train-run.ts';

/** Molecules evaluated at once. */
const batchSize = 32;

export async function landscapeLine(
  database: RunDatabase,
  id: string,
  { points = 21, reach = 1, molecules = 128, seed = 0 }: LandscapeOptions,
  onPoint: (line: LandscapeLine) => void,
): Promise<LandscapeLine> {
  const record = await database.get(id);
  const checkpoint = await database.readFile(id, runFiles.checkpoint);
  if (!record || !checkpoint) {
    throw new RunError({ what: 'this run has no weights in the browser', advice: 'Train it, or open its run folder.' });
  }
  const context = await openContext(record);
  const { session, data } = splitSetup(context, context.data.splits[0]!.split);
  const losses = new NetworkLosses(session);
  try {
    const middle = chosenWeights(decodeCheckpoint(checkpoint, losses.layout, runFiles.checkpoint));
    const rows = data.train.slice(0, molecules);
    const { loss } = losses.ofBatches(batchesOf(rows, targetsOf(data), session.tasks));
    const direction = randomDirection(losses.layout, middle, new RandomStream(seed, 'landscape'));
    const at = Array.from({ length: points }, (_, index) => reach * ((2 * index) / (points - 1) - 1));
    const found: number[] = [];
    const line = (): LandscapeLine => ({
      at: at.slice(0, found.length),
      loss: [...found],
      molecules: rows.length,
      direction: 'random, scaled filter by filter like the weights (Li et al. 2018), biases and norms left out',
    });
    const lossAt = async (vector: typeof middle): Promise<number> => {
      await nextTask();
      const value = await loss(vector);
      found.push(value);
      onPoint(line());
      return value;
    };
    await lossAlongLine(lossAt, middle, { direction, factors: at });
    return line();
  } finally {
    await losses.release();
  }
}

function batchesOf(
  rows: readonly number[],
  labels: Float64Array,
  tasks: number,
): { rows: number[]; targets: Float64Array }[] {
  const starts = Array.from({ length: Math.ceil(rows.length / batchSize) }, (_, index) => index * batchSize);
  return starts.map((start) => {
    const chosen = rows.slice(start, start + batchSize);
    const targets = new Float64Array(chosen.length * tasks);
    chosen.forEach((row, index) => {
      targets.set(labels.subarray(row * tasks, (row + 1) * tasks), index * tasks);
    });
    return { rows: chosen, targets };
  });
}
