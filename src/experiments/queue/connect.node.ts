/**
 * The queue of trainings in a Redis (BullMQ). Both packages are looked for only when a queue is asked for: who has none need not install
 * them. Addresses hold passwords: what is shown of one is host and port.
 */
import type { Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { ConfigError, MachineError } from '../../base/index.ts';

interface QueuePackages {
  readonly Queue: typeof Queue;
  readonly QueueEvents: typeof QueueEvents;
  readonly Worker: typeof Worker;
  readonly DelayedError: typeof import('bullmq').DelayedError;
  readonly UnrecoverableError: typeof import('bullmq').UnrecoverableError;
  readonly WaitingError: typeof import('bullmq').WaitingError;
}

export interface Connected {
  readonly packages: QueuePackages;
  /** For BullMQ. It waits for a Redis that goes away for a while, as long as it takes. */
  readonly options: { readonly connection: { readonly url: string; readonly maxRetriesPerRequest: null } };
  /** For what is stored beside the queue. */
  readonly redis: Redis;
  /** Host and port. */
  readonly where: string;
}

/** All machines that work on one Redis work on this queue of it. */
export const queueName = 'graphsam';

const patienceMs = 10_000;

/** Throws ConfigError for what is no address of a Redis, MachineError where packages are missing or nobody answers. */
export async function connect(url: string, onTrouble: (error: Error) => void): Promise<Connected> {
  const where = addressOf(url);
  const [packages, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]).catch((cause: Error) => {
    throw new MachineError({
      code: 'queue-missing',
      what: 'the packages that speak with a queue are not installed',
      advice: 'npm install bullmq@6.7.0 ioredis@6.0.0',
      cause,
    });
  });
  const first = new ioredis.Redis(url, { lazyConnect: true, connectTimeout: patienceMs, retryStrategy: () => null });
  let refusal: Error | undefined;
  first.on('error', (error) => {
    refusal = error;
  });
  try {
    await first.connect();
    await first.ping();
  } catch (cause) {
    const reason = (refusal as NodeJS.ErrnoException | undefined)?.code ?? refusal?.message ?? (cause as Error).message;
    throw new MachineError({
      code: 'queue-unreachable',
      what: `no Redis answers (${reason})`,
      where,
      advice: 'Check its address and password, and whether it runs.',
      cause,
    });
  } finally {
    first.disconnect();
  }
  const connection = { url, maxRetriesPerRequest: null };
  const redis = new ioredis.Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', onTrouble);
  return { packages, options: { connection }, redis, where };
}

function addressOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && ['redis:', 'rediss:'].includes(parsed.protocol)) return parsed.host;
  throw new ConfigError({
    code: 'wrong-value',
    what: 'expected the address of a Redis, such as redis://host:6379 or rediss://:password@host:6380/1',
    advice: 'rediss:// is encrypted.',
  });
}
