/** `graphsam worker`: trains what others put into a queue. */
import { resolve } from 'node:path';
import { ConfigError } from '../base/index.ts';
import type { CellOutcome } from '../experiments/index.node.ts';
import { workerSettingsSchema } from '../experiments/index.ts';
import type { CommandDefinition } from './command.ts';
import { describeError } from './describe-error.ts';
import { exitCodes } from './exit-code.ts';
import { interruptible } from './interrupt.ts';
import { machineFor } from './machine-options.ts';
import type { Output } from './output.ts';
import { reasonOf } from './queue-option.ts';
import { commandSettings } from './setting-options.ts';

const settings = commandSettings('worker', workerSettingsSchema);

export const worker: CommandDefinition = {
  name: 'worker',
  summary: 'train what others put into a queue',
  description:
    'Takes trainings from a Redis, of graphsam compare --queue and graphsam tune --queue, and runs each in a process of its own. Any number of workers, on any machines, share the work; one that dies loses nothing but the epochs since the last checkpoint. Runs are written to the folder that the asking command names, which both must reach; with --upload they are sent through Redis. Needs the packages bullmq and ioredis.',
  arguments: [],
  options: settings.options,
  examples: [
    { command: 'graphsam worker --redis redis://server:6379', says: 'one training at a time, with all cores' },
    {
      command: 'graphsam worker --redis redis://server:6379 --jobs 4 --upload /tmp/runs',
      says: 'four at a time, on a machine that shares no folder; tables lie at the same paths as with the asker',
    },
  ],
  async run({ given }, output) {
    const { runQueueWorker } = await import('../experiments/index.node.ts');
    const { worker: asked, run, machine } = settings.read(given);
    const jobs = run.jobs ?? 1;
    const promise = 'trainings in hand are saved and go back into the queue';
    const isTold = await interruptible(output, promise, (signal) =>
      runQueueWorker(addressOf(asked.redis), {
        jobs,
        machine: machineFor(machine, jobs),
        signal,
        ...(asked.upload !== undefined && { uploadFrom: resolve(asked.upload) }),
        ...tell(output),
      }),
    );
    if (isTold) return exitCodes.success;
    output.warn('Redis is out of reach: it will find out by itself, within a minute, that the trainings are free.');
    process.exit(exitCodes.success);
  },
};

function addressOf(redis: string | undefined): string {
  if (redis !== undefined) return redis;
  throw new ConfigError({
    code: 'missing-value',
    what: 'the address of the Redis is missing',
    where: '--redis',
    advice: 'For instance: graphsam worker --redis redis://server:6379',
  });
}

/** What happens, in lines. */
function tell(output: Output) {
  return {
    onReady: (where: string) => output.say(`Waiting for trainings at ${where}`, { kind: 'start', where }),
    onBegin: (folder: string) => output.say(`${folder} ...`, { kind: 'run', folder, status: 'begun' }),
    onEnd: (folder: string, outcome: CellOutcome) => {
      const { status } = outcome;
      const words = status === 'interrupted' ? 'saved, to be continued' : status;
      if (status !== 'failed') output.say(`${folder} ${words}`, { kind: 'run', folder, status });
      else output.warn(`${folder} failed: ${describeError(outcome.error).what}`);
    },
    onTrouble: (error: Error) => output.warn(`Redis is out of reach (${reasonOf(error)}); waiting for it.`),
  };
}
