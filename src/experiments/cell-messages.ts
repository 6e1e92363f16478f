/** What a comparison and the process of one training tell each other. */

import type { TransferredError } from '../platform/index.ts';
import type { TrainConfig } from '../runs/index.ts';

export interface CellOrder {
  readonly kind: 'begin';
  readonly config: TrainConfig;
  readonly folder: string;
  /** Continue the run that lies in the folder. */
  readonly resume: boolean;
  readonly baseline?: string | undefined;
}

export type ToCell = CellOrder | { readonly kind: 'stop' };

export type FromCell =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'ended'; readonly status: 'finished' | 'interrupted' }
  | { readonly kind: 'failed'; readonly error: TransferredError };
