/** `train --tensorboard`: an event file in each run folder, a record an epoch. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventFileName, firstRecord, type RunEvent, scalarRecord } from '../runs/index.ts';
import { epochScalars } from './epoch-scalars.ts';
import type { Output } from './output.ts';

/** Hears the events of a training. A file that cannot be written is reported once, and never fails the training. */
export class TensorBoardWriter {
  readonly #output: Output;
  #path: string | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  onEvent(event: RunEvent): void {
    const time = Date.now() / 1000;
    if (event.kind === 'model') {
      this.#path = join(event.folder, eventFileName(time, process.pid));
      this.#append(firstRecord(time));
    }
    if (event.kind === 'epoch')
      this.#append(scalarRecord({ time, step: event.report.epoch, values: epochScalars(event.report) }));
  }

  #append(record: Uint8Array): void {
    if (this.#path === undefined) return;
    try {
      appendFileSync(this.#path, record);
    } catch (error) {
      this.#output.warn(`TensorBoard's file cannot be written, and is not tried again: ${(error as Error).message}`);
      this.#path = undefined;
    }
  }
}
