/**
 * A bidirectional gated recurrent unit over sequences that lie in packed rows. Rows are brought into time order for both
 * directions by one gather, the recurrence runs on lanes, and one gather brings the states back.
 */
import { add, gemm, gruRecurrence, permuteRows, reshape, type Tensor } from '../tensor/index.ts';
import type { ModelParameter, ParameterTensors } from './parameters.ts';

const directions = ['forward', 'backward'] as const;

/** Gates in the order reset, update, candidate; the same kinds of the two directions follow each other. */
export function gruParameters(name: string, inputs: number, width: number): ModelParameter[] {
  const each = (part: string, shape: number[]): ModelParameter[] =>
    directions.map((direction) => ({
      name: `${name}.${direction}.${part}`,
      shape,
      ...(shape.length === 2
        ? { role: 'weight' as const, initial: { kind: 'xavierUniform' as const } }
        : { role: 'bias' as const, initial: { kind: 'uniform' as const, bound: 1 / Math.sqrt(width) } }),
    }));
  return [
    ...each('inputWeight', [3 * width, inputs]),
    ...each('hiddenWeight', [3 * width, width]),
    ...each('inputBias', [3 * width]),
    ...each('hiddenBias', [3 * width]),
  ];
}

export interface SequenceLayout {
  /** Which (row, direction), counted 2 row + direction, is read at each step, [slots, 2, lanes]; a permutation. */
  readonly slotSource: Tensor;
  /** Its inverse: where each (row, direction) is read, [2 rows]. */
  readonly slotOfRow: Tensor;
  /** 0 where a sequence starts, else 1, [slots, 1, lanes, 1]. */
  readonly keep: Tensor;
  /** State before the first step where a sequence starts, else 0, [slots, 1, lanes, width]. */
  readonly initial: Tensor;
  /** Where sequences have more rows than are given, the others being zeros: those of the layout and of the result are these then. */
  readonly padding?: SequencePadding | undefined;
}

export interface SequencePadding {
  /** The given row at each row of the sequences, -1 for zeros, [sequence rows]. */
  readonly source: Tensor;
  /** Its inverse, [rows]. */
  readonly target: Tensor;
}

/** The rows of the sequences: those that are given, and zeros. rows: [rows, width]; result [sequence rows, width] */
export function padRows(rows: Tensor, { source, target }: SequencePadding): Tensor {
  return permuteRows(rows, source, target, { everyTargetFilled: false, everyRowUsed: false });
}

/** rows: [rows, inputs]; result [rows, 2 width], or [sequence rows, 2 width]: the state of both directions at each row. */
export function bidirectionalGru(
  rows: Tensor,
  layout: SequenceLayout,
  name: string,
  parameters: ParameterTensors,
): Tensor {
  const width = layout.initial.shape[3] as number;
  const inputs = rows.shape[1] as number;
  const join = (part: string, shape: number[]): Tensor =>
    parameters.join(
      directions.map((direction) => `${name}.${direction}.${part}`),
      shape,
    );
  const inputWeight = join('inputWeight', [6 * width, inputs]);
  const bias = join('inputBias', [6 * width]);
  // What is zero need not be multiplied.
  const projected = layout.padding
    ? add(padRows(gemm(rows, inputWeight, { transposeRight: true }), layout.padding), bias)
    : gemm(rows, inputWeight, { transposeRight: true, bias });
  const [pairs] = layout.slotOfRow.shape;
  const states = gruRecurrence({
    projected: permuteRows(reshape(projected, [pairs!, 3 * width]), layout.slotSource, layout.slotOfRow),
    keep: layout.keep,
    initial: layout.initial,
    hiddenWeight: join('hiddenWeight', [2, 3 * width, width]),
    hiddenBias: join('hiddenBias', [2, 1, 3 * width]),
  });
  const bySlot = reshape(states, [pairs!, width]);
  const byRow = permuteRows(bySlot, layout.slotOfRow, reshape(layout.slotSource, [pairs!]));
  return reshape(byRow, [projected.shape[0]!, 2 * width]);
}
