/** What a model's computations are fed beside its own arrays: labels, and views of flat vectors, one a parameter. */
import type { Vector } from '../base/index.ts';
import type { ParameterInput } from '../nn/index.ts';
import type { Feeds, Value } from '../runtime/index.ts';
import type { RealType } from '../tensor/index.ts';
import type { Batch } from './model-session.ts';

/**
 * `targets`, 0 where missing, and `present`, 1 or 0; [molecules, tasks].
 *   samples: positions in the batch that count; default all.
 */
export function labelFeeds(
  { type, tasks }: { readonly type: RealType; readonly tasks: number },
  { targets, rows }: Batch,
  samples?: readonly number[],
): Feeds {
  const chosen = samples && new Set(samples);
  const values = realArray(type, targets.length);
  const present = realArray(type, targets.length);
  targets.forEach((target, index) => {
    if (Number.isNaN(target) || (chosen && !chosen.has(Math.floor(index / tasks)))) return;
    values[index] = target;
    present[index] = 1;
  });
  const dims = [rows.length, tasks];
  return { targets: { type, dims, data: values }, present: { type, dims, data: present } };
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
