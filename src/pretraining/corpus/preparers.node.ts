/** Who prepares the files of a corpus: threads, each with a toolkit, begun as they are needed. */
import { setting } from '../../base/index.ts';
import type { Chemistry } from '../../chem/index.ts';
import type { Model } from '../../models/index.ts';
import { threadClient } from '../../platform/index.node.ts';
import type { Client } from '../../platform/index.ts';
import { type PreparedShard, prepareShard, type ShardOrder } from './prepare-shard.node.ts';
import { shardSize } from './shard-folder.node.ts';

type Thread = Client<typeof import('./prepare-thread.node.ts')>;

export interface PreparersOptions {
  readonly chemistry: Chemistry;
  readonly model: Model;
  /** 1: the thread that asks does it itself. */
  readonly threads: number;
}

export class Preparers {
  readonly #options: PreparersOptions;
  readonly #free: Thread[] = [];
  readonly #all: Thread[] = [];

  constructor(options: PreparersOptions) {
    this.#options = options;
  }

  /** To be called no more often at a time than there are threads. A corpus of less than one file is not worth a thread. */
  async prepare(order: ShardOrder): Promise<PreparedShard> {
    const { chemistry, model, threads } = this.#options;
    const isSmall = order.shard === 0 && order.rows.rows.length < shardSize;
    if (threads === 1 || isSmall) return prepareShard(order, chemistry, model);
    const thread = this.#free.pop() ?? this.#start();
    try {
      return await thread.call('prepare', { ...order, model: model.name });
    } finally {
      this.#free.push(thread);
    }
  }

  /** Lets the threads finish what they do, and ends them. */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.close()));
  }

  #start(): Thread {
    const thread = threadClient<typeof import('./prepare-thread.node.ts')>(
      new URL('./prepare-thread.node.js', import.meta.url),
      {
        who: 'a thread that prepares molecules',
        advice: `If memory ran out, take fewer ${setting('machine.threads')}.`,
      },
    );
    this.#all.push(thread);
    return thread;
  }
}
