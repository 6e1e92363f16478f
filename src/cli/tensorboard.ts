/** `train --tensorboard`: an event file in each run folder, those of the members of an ensemble too, a record an epoch. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventFileName, firstRecord, type RunEvent, scalarRecord } from '../runs/index.ts';
import { epochScalars } from './epoch-scalars.ts';
import type { Output } from './output.ts';
import { trainingOf } from './training-of.ts';

/** Hears the events of a training. A file that cannot be written is reported once, and never fails the training. */
export class TensorBoardWriter {
  readonly #output: Output;
  /** Files that are written, by member. */
  readonly #paths = new Map<number | undefined, string>();

  constructor(output: Output) {
    this.#output = output;
  }

  onEvent(event: RunEvent): void {
    const time = Date.now() / 1000;
    const { member, event: inner } = trainingOf(event);
    if (inner.kind === 'model') {
      this.#paths.set(member, join(inner.folder, eventFileName(time, process.pid)));
      this.#append(member, firstRecord(time));
    }
    if (inner.kind === 'epoch')
      this.#append(member, scalarRecord({ time, step: inner.report.epoch, values: epochScalars(inner.report) }));
  }

  #append(member: number | undefined, record: Uint8Array): void {
    const path = this.#paths.get(member);
    if (path === undefined) return;
    try {
      appendFileSync(path, record);
    } catch (error) {
      this.#output.warn(`TensorBoard's file cannot be written, and is not tried again: ${(error as Error).message}`);
      this.#paths.delete(member);
    }
  }
}
