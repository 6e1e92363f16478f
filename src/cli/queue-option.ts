/** `--queue URL`: trainings run wherever workers of a Redis are. */
import { ConfigError, plural } from '../base/index.ts';
import type { QueueExecutor } from '../experiments/index.node.ts';
import type { Output } from './output.ts';

interface Sharing {
  readonly queue?: string | undefined;
  readonly part?: string | undefined;
}

/** Throws ConfigError where an array job and a queue are both to share the trainings out. */
export function refusePartOfQueue({ queue, part }: Sharing): void {
  if (queue === undefined || part === undefined) return;
  throw new ConfigError({
    code: 'contradicting-settings',
    what: 'a part of the runs is for array jobs, and a queue shares all of them out by itself',
    where: '--part, --queue',
    advice: 'Leave one of them out.',
  });
}

/** What the first Ctrl-C leads to while trainings are with the workers of a queue. */
export const queuePromise =
  'what waits is taken back, and what workers have begun goes on there; the same command continues';

/** Calls work with the queue that was asked for, or without one; closes it afterwards. */
export async function withQueue<T>(
  { queue: url }: Sharing,
  output: Output,
  work: (queue: QueueExecutor | undefined) => Promise<T>,
): Promise<T> {
  if (url === undefined) return work(undefined);
  const { openQueueExecutor } = await import('../experiments/index.node.ts');
  const onTrouble = (error: Error): void =>
    output.warn(`The queue is out of reach (${reasonOf(error)}); waiting for it.`);
  const queue = await openQueueExecutor(url, { onTrouble });
  try {
    const workers = await queue.countWorkers();
    if (workers === 0) output.warn('No worker is connected to the queue; graphsam worker --redis URL starts one.');
    else output.say(`${plural(workers, 'worker')} on the queue`, { kind: 'queue', workers });
    return await work(queue);
  } finally {
    if (!(await queue.close())) {
      output.warn('The queue is out of reach: what waits there stays, and is trained when it is back.');
      setTimeout(() => process.exit(), untilToldMs);
    }
  }
}

/** What ends the command is printed by then. */
const untilToldMs = 500;

/** Of a connection: the system's code, where it gives one. */
export function reasonOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
