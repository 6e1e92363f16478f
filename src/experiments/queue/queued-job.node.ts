/** What is in the queue: a training as its configuration and the folder where its run goes, and what becomes of it. */
import { resolve } from 'node:path';
import { sha256 } from '../../platform/index.node.ts';
import type { TransferredError } from '../../platform/index.ts';
import { tableChecksums, withAbsolutePaths } from '../../training/index.node.ts';
import type { CellJob } from '../cell-job.node.ts';
import { contentText } from '../cell-state.node.ts';

/** Whether it is to be continued is seen in the folder, when a worker comes to it. */
export interface QueuedJob extends Omit<CellJob, 'resume'> {
  /** Equal in jobs of a folder that ask for the same work. */
  readonly settings: string;
  /** Equal in jobs of a folder that ask for the same training, up to whichever epoch. */
  readonly content: string;
}

export interface QueuedResult {
  readonly status: 'finished' | 'interrupted';
  /** Set if the run folder waits in Redis for the one who asked. */
  readonly uploaded?: boolean;
}

/** The part that is done, from 0 to 1; at last, of a failed training, its error. */
export type QueuedProgress = number | { readonly error: TransferredError };

/** With paths that hold from anywhere. */
export function queuedJob({ resume: _resume, ...asked }: CellJob): QueuedJob {
  const job = { ...asked, folder: resolve(asked.folder), config: withAbsolutePaths(asked.config) };
  const text = contentText(job, job.folder);
  return { ...job, settings: sha256(JSON.stringify([text, job.untilEpoch])), content: sha256(text) };
}

/** One job a folder: work that is asked for twice is done once, and other settings replace a job instead of standing beside it. */
export function jobId({ folder }: Pick<QueuedJob, 'folder'>): string {
  return sha256(folder).slice(0, 32);
}

/**
 * A name in a worker's own folder for each folder of each asker, and for what is trained there on which tables. What lies
 * under it stays when the asker's folder was deleted, and must not be taken for what is asked for later.
 */
export async function localName(job: Pick<QueuedJob, 'folder' | 'config' | 'content'>): Promise<string> {
  const { folder, config, content } = job;
  const tables = (await tableChecksums(config)).map(({ sum }) => sum);
  const text = JSON.stringify([folder, content, tables]);
  return `${folder.split(/[/\\]/).at(-1)!}-${sha256(text).slice(0, 8)}`;
}
