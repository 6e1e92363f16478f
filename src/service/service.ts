/** What every route of the service works with. */

import type { BatchQueue } from './batch-queue.ts';
import type { ModelRegistry } from './model-registry.ts';
import type { FindColumn } from './model-thread.node.ts';
import type { ServiceMetrics } from './service-metrics.ts';
import type { ServiceOptions } from './service-options.ts';

/** One line of the log; `event` says which. */
export type LogRecord = { readonly event: string; readonly level: 'info' | 'warning' | 'error' } & Readonly<
  Record<string, unknown>
>;

export interface Service {
  readonly options: ServiceOptions;
  readonly models: ModelRegistry;
  readonly queue: BatchQueue;
  readonly metrics: ServiceMetrics;
  readonly log: (record: LogRecord) => void;
  /** Position of the SMILES column of a table. */
  readonly findSmiles: (input: FindColumn) => Promise<number | undefined>;
  /** How many threads predict. */
  readonly threads: number;
  /** Folder of the page, if there is one. */
  readonly page: string | undefined;
  /** SHA-256 of the keys that requests may bring; undefined: none is needed. */
  readonly keys: readonly Uint8Array[] | undefined;
  /** Whether it is about to end: what was begun is finished, nothing is begun. */
  isDraining: boolean;
}
