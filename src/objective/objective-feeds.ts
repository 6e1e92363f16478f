/** What a model's computations are fed beside its own arrays: labels, and views of flat vectors, one a parameter. */
import type { Vector } from '../base/index.ts';
import type { ParameterInput } from '../nn/index.ts';
import type { Feeds, Value } from '../runtime/index.ts';
import type { TaskHead } from '../tasks/index.ts';
import type { RealType } from '../tensor/index.ts';
import type { Batch } from './model-session.ts';

export interface LabelSetup {
  readonly type: RealType;
  readonly tasks: number;
  readonly head: Pick<TaskHead, 'encode' | 'outputsPerTask'>;
  /** Batches come with weights of their labels. Default false. */
  readonly isWeighted?: boolean | undefined;
  /** -1, 0 or +1 for each label of the table (tasks/loss.ts), [rows, tasks]; undefined: none is a limit. */
  readonly bounds?: Int8Array | undefined;
}

/**
 * `targets`, 0 where missing, [molecules, tasks * outputs], and `present`, 1 or 0, [molecules, tasks]; with weights and bounds also
 * `weights` and `bounds`, [molecules, tasks].
 *   samples: positions in the batch that count; default all.
 */
export function labelFeeds(setup: LabelSetup, { targets, rows, weights }: Batch, samples?: readonly number[]): Feeds {
  const { type, tasks, head, bounds, isWeighted } = setup;
  const chosen = samples && new Set(samples);
  const present = realArray(type, targets.length);
  targets.forEach((target, index) => {
    if (Number.isNaN(target) || (chosen && !chosen.has(Math.floor(index / tasks)))) return;
    present[index] = 1;
  });
  const values = head
    .encode(targets)
    .map((value, index) => (present[Math.floor(index / head.outputsPerTask)] === 1 ? value : 0));
  const feed = (data: ArrayLike<number>, width: number): Value => ({
    type,
    dims: [rows.length, width],
    data: realArray(type, data.length, data),
  });
  return {
    targets: feed(values, tasks * head.outputsPerTask),
    present: feed(present, tasks),
    ...(isWeighted && { weights: feed(weights ?? present, tasks) }),
    ...(bounds && { bounds: feed(gathered(bounds, rows, tasks), tasks) }),
  };
}

function gathered(table: Int8Array, rows: readonly number[], tasks: number): Int8Array {
  return Int8Array.from({ length: rows.length * tasks }, (_, index) => {
    return table[rows[Math.floor(index / tasks)]! * tasks + (index % tasks)]!;
  });
}

/** Each parameter under its name, as a view of the flat vector. */
export function weightFeeds(type: RealType, parameters: readonly ParameterInput[], weights: Vector): Feeds {
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, viewOf(type, parameter, weights)]));
}

export function viewOf(type: RealType, { shape, offset, size }: ParameterInput, vector: Vector): Value {
  return { type, dims: shape, data: vector.subarray(offset, offset + size) };
}

/** Zeros of this length, begun with the given numbers. */
export function realArray(type: RealType, length: number, from: ArrayLike<number> = []): Vector {
  const made = type === 'float32' ? new Float32Array(length) : new Float64Array(length);
  made.set(from);
  return made;
}
