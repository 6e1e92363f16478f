/**
 * Several models of the same targets as one model file: one set of inputs, a forward pass a member, and what they say together.
 *   quantities: the mean of the members' values; classes: the mean of their probabilities
 *   with trees: weight of the networks * that mean + sum over the learners of weight * what its trees say
 * A user of the file sees one model; its further outputs are listed in docs/model-file.md.
 */

import type { ClassCalibration } from '../calibration/index.ts';
import { readOutputs } from '../calibration/index.ts';
import { findTask, type TargetSpace, type TaskType } from '../tasks/index.ts';
import {
  add,
  concat,
  decodeModel,
  divide,
  encodeModel,
  input,
  joinModels,
  lowerToModel,
  multiply,
  type OnnxModel,
  reshape,
  type Shape,
  scalar,
  sqrt,
  subtract,
  type Tensor,
} from '../tensor/index.ts';
import { type TreesOfFile, treePart, treesModel, treeValues } from './trees-part.ts';

export interface EnsembleFileOptions {
  readonly taskType: TaskType;
  readonly space: TargetSpace;
  readonly metadata: Readonly<Record<string, string>>;
  /** Of the mean of the members. */
  readonly calibration?: ClassCalibration | undefined;
  readonly blend?: FileBlend | undefined;
}

/** Trees beside the networks. */
export interface FileBlend {
  readonly trees: TreesOfFile;
  /** Of the mean of the networks. */
  readonly networkWeight: number;
  /** [learners] */
  readonly treeWeights: readonly number[];
}

/**
 * members: their model files. Throws ShapeError where they read their inputs differently or lack an output.
 * Outputs: `predictions` as every model file has it; `outputs` (of classes only: logits of the mean probability); `spread`, the deviation
 * of the members, in the shape of the predictions; `members`, [members, molecules, tasks, outputs]; `member_spreads`, what each member says of
 * its own deviation, in the same shape, if all of them say something.
 */
export function ensembleFile(members: readonly Uint8Array[], options: EnsembleFileOptions): Uint8Array {
  const models = new Map(members.map((bytes, index) => [`member_${index}`, decodeModel(bytes)]));
  const { blend, taskType, space, metadata } = options;
  const outputs = space.taskNames.length * findTask(taskType).head(space).outputsPerTask;
  const parts = blend ? new Map([...models, [treePart, treesModel(blend.trees, outputs)] as const]) : models;
  return encodeModel(joinModels(parts, lowerToModel(combination(models, options)), metadata));
}

/** Name of an output. */
const memberSpreads = 'member_spreads';

/** What the file answers, from what its members do. */
function combination(
  models: ReadonlyMap<string, OnnxModel>,
  { taskType, space, calibration, blend }: EnsembleFileOptions,
): Record<string, Tensor> {
  const { labels, head: headOf } = findTask(taskType);
  const head = headOf(space);
  const tasks = space.taskNames.length;
  const all = (name: string): Tensor[] => [...models].map(([prefix, model]) => outputOf(prefix, name, model));
  if (labels.hasClasses) {
    const raw = all('outputs').map((outputs) => reshape(outputs, ['molecules', tasks * head.outputsPerTask]));
    const joined = head.join(raw);
    const blended = blend && blendOf(reshape(head.transform(joined, undefined), joined.shape), blend);
    const together = blended ? head.logitsOf!(blended) : joined;
    const values = raw.map((each) => head.transform(each, undefined));
    const predictions = readOutputs(together, { head, calibration });
    return {
      predictions,
      outputs: reshape(together, predictions.shape),
      spread: deviation(values),
      members: stacked(values, tasks, head.outputsPerTask),
    };
  }
  const values = all('predictions');
  const within = [...models.values()].every((model) => hasOutput(model, 'spread')) ? all('spread') : undefined;
  const mean = meanOf(values);
  const predictions = blend ? blendOf(mean, blend) : mean;
  return {
    predictions,
    spread: deviation(values, within),
    members: stacked(values, tasks, 1),
    ...(within && { [memberSpreads]: stacked(within, tasks, 1) }),
  };
}

/** networks: what they say together, [molecules, outputs]. */
function blendOf(networks: Tensor, { trees, networkWeight, treeWeights }: FileBlend): Tensor {
  const outputs = networks.shape[1] as number;
  const weighted = treeValues(trees, outputs).map((values, index) =>
    multiply(values, scalar(values, treeWeights[index]!)),
  );
  return [multiply(networks, scalar(networks, networkWeight)), ...weighted].reduce(add);
}

function outputOf(prefix: string, name: string, { graph }: OnnxModel): Tensor {
  const shape: Shape = graph.outputs.find((output) => output.name === name)?.shape ?? ['molecules', 1];
  return input(`${prefix}.${name}`, 'float32', ['molecules', ...shape.slice(1)]);
}

function hasOutput({ graph }: OnnxModel, name: string): boolean {
  return graph.outputs.some((output) => output.name === name);
}

function meanOf(values: readonly Tensor[]): Tensor {
  const total = values.reduce(add);
  return divide(total, scalar(total, values.length));
}

/**
 * sqrt( sum (v_k - mean)^2 / (K - 1) + mean of s_k^2 ), with what each member says of its own deviation s_k, if it says something. Divided by
 * K - 1, the expected square does not depend on the number of members.
 */
function deviation(values: readonly Tensor[], within?: readonly Tensor[]): Tensor {
  const mean = meanOf(values);
  const squares = values.map((value) => square(subtract(value, mean))).reduce(add);
  const between = divide(squares, scalar(squares, Math.max(1, values.length - 1)));
  return sqrt(within ? add(between, meanOf(within.map(square))) : between);
}

function square(value: Tensor): Tensor {
  return multiply(value, value);
}

function stacked(values: readonly Tensor[], tasks: number, outputs: number): Tensor {
  return concat(
    values.map((value) => reshape(value, [1, 'molecules', tasks, outputs])),
    0,
  );
}
