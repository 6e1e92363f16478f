/**
 * Trees as a part of a model file: one more input, `treeFeatures`, and what each learner says of every output. They are written as
 * TreeEnsembleRegressor nodes (ai.onnx.ml), whose sums become values or probabilities here.
 */
import {
  type DecisionTree,
  encodeModel,
  input,
  joinModels,
  lowerToModel,
  type OnnxModel,
  sigmoid,
  type Tensor,
  treesNode,
} from '../tensor/index.ts';

/** Name of the input: [molecules, columns], float32, NaN where there is no value. */
export const treeInput = 'treeFeatures';
/** Prefix of the part inside the file. */
export const treePart = 'trees';

export interface TreeLearner {
  readonly name: string;
  /** What the sum of its trees is: a value or probability, or its logit. */
  readonly link: 'identity' | 'logit';
  readonly trees: readonly DecisionTree[];
}

export interface TreesOfFile {
  readonly learners: readonly TreeLearner[];
  /** Columns that the trees read. */
  readonly columns: number;
}

/** outputs: targets times outputs of each. */
export function treesModel({ learners, columns }: TreesOfFile, outputs: number): OnnxModel {
  const nodes = learners.map(({ name, trees }) => treesNode(trees, { input: treeInput, output: name, outputs }));
  return {
    graph: {
      nodes,
      inputs: [{ name: treeInput, type: 'float32', shape: ['molecules', columns] }],
      outputs: learners.map(({ name }) => ({ name, type: 'float32', shape: ['molecules', outputs] })),
      initializers: new Map(),
    },
    metadata: {},
  };
}

/** What each learner says, as users read it but for rounding and sums of classes, [molecules, outputs]. */
export function treeValues({ learners }: TreesOfFile, outputs: number): Tensor[] {
  return learners.map(({ name, link }) => {
    const sums = input(`${treePart}.${name}`, 'float32', ['molecules', outputs]);
    return link === 'logit' ? sigmoid(sums) : sums;
  });
}

/** A model of the trees alone: an output a learner, by its name. */
export function treesFile(trees: TreesOfFile, outputs: number): Uint8Array {
  const values = treeValues(trees, outputs);
  const named = Object.fromEntries(trees.learners.map(({ name }, index) => [name, values[index]!]));
  const parts = new Map([[treePart, treesModel(trees, outputs)]]);
  return encodeModel(joinModels(parts, lowerToModel(named), {}));
}
