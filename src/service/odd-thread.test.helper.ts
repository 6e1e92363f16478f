/** Stands for model-thread.node.ts: predicts of a number itself, of any other text its length; breaks down, ends, hangs and is slow at certain texts. */
import { setTimeout } from 'node:timers/promises';
import { MachineError } from '../base/index.ts';
import type { Structure, StructurePrediction } from '../predict/index.ts';
import type { Opened, OpenModel } from './model-thread.node.ts';

let isBroken = false;
const opened = new Set<number>();
let signs: Int32Array;

export async function open(input: OpenModel): Promise<Opened> {
  ({ signs } = input);
  if (input.where === 'ends') process.exit(1);
  // The bytes are shared by all threads, so that they can count.
  if (input.where === 'fails the second time' && Atomics.add(new Uint8Array(input.model), 0, 1) === 1)
    throw new Error('no memory');
  opened.add(input.id);
  return { warnings: [], targets: { tasks: ['logS'], taskType: 'regression' } };
}

export async function close({ id }: { readonly id: number }): Promise<void> {
  opened.delete(id);
}

export async function findSmiles(): Promise<number> {
  return 0;
}

export async function predict({
  id,
  structures,
}: {
  readonly id: number;
  readonly structures: readonly Structure[];
}): Promise<StructurePrediction[]> {
  if (!opened.has(id)) throw new Error(`model ${id} is not open`);
  await setTimeout(1);
  if (structures.includes('hangs')) for (;;);
  if (structures.includes('is slow')) {
    for (let part = 0; part < 10; part++) {
      Atomics.wait(signs, 0, 0, 100);
      Atomics.add(signs, 1, 1);
    }
  }
  if (structures.includes('ends')) process.exit(1);
  isBroken ||= structures.includes('breaks');
  if (isBroken) throw new MachineError({ code: 'toolkit-failed', what: 'broken' });
  return structures.map((text) => ({ values: [Number(text) || String(text).length] }));
}
