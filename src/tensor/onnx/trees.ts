/**
 * Sums of decision trees as one node of ONNX (ai.onnx.ml TreeEnsembleRegressor), which every runtime has, browsers included.
 * A tree asks value <= threshold at each node; a missing value goes left. Source: the operator's specification, version 3.
 */
import type { OnnxNode } from './model.ts';

/** Nodes by position, the root first. */
export interface DecisionTree {
  /** Which output of the sum its leaves are added to. */
  readonly output: number;
  /** Column that a node asks for; -1 for a leaf, [nodes]. */
  readonly columns: ArrayLike<number>;
  readonly thresholds: ArrayLike<number>;
  /** The left child, for values up to the threshold; the right one follows it, [nodes]. */
  readonly children: ArrayLike<number>;
  /** Of a leaf: what is added, [nodes]. */
  readonly values: ArrayLike<number>;
}

/** input: name of a float32 array [molecules, columns]; output: name of the sums, [molecules, outputs]. */
export function treesNode(
  trees: readonly DecisionTree[],
  { input, output, outputs }: { readonly input: string; readonly output: string; readonly outputs: number },
): OnnxNode {
  const nodes = { trees: [], nodes: [], columns: [], thresholds: [], left: [], right: [] } as Record<string, number[]>;
  const leaves = { trees: [], nodes: [], outputs: [], values: [] } as Record<string, number[]>;
  const modes: string[] = [];
  trees.forEach((tree, index) => {
    Array.from(tree.columns).forEach((column, node) => {
      const isLeaf = column < 0;
      nodes.trees!.push(index);
      nodes.nodes!.push(node);
      nodes.columns!.push(isLeaf ? 0 : column);
      nodes.thresholds!.push(isLeaf ? 0 : floatAtMost(tree.thresholds[node]!));
      nodes.left!.push(isLeaf ? 0 : tree.children[node]!);
      nodes.right!.push(isLeaf ? 0 : tree.children[node]! + 1);
      modes.push(isLeaf ? 'LEAF' : 'BRANCH_LEQ');
      if (!isLeaf) return;
      leaves.trees!.push(index);
      leaves.nodes!.push(node);
      leaves.outputs!.push(tree.output);
      leaves.values!.push(tree.values[node]!);
    });
  });
  return {
    opType: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    inputs: [input],
    outputs: [output],
    attributes: {
      n_targets: outputs,
      nodes_treeids: nodes.trees!,
      nodes_nodeids: nodes.nodes!,
      nodes_featureids: nodes.columns!,
      nodes_values: { reals: nodes.thresholds! },
      nodes_modes: { strings: modes },
      nodes_truenodeids: nodes.left!,
      nodes_falsenodeids: nodes.right!,
      nodes_missing_value_tracks_true: nodes.columns!.map(() => 1),
      target_treeids: leaves.trees!,
      target_nodeids: leaves.nodes!,
      target_ids: leaves.outputs!,
      target_weights: { reals: leaves.values! },
    },
  };
}

/** The largest float32 that is not above: for float32 values, the same question. */
function floatAtMost(value: number): number {
  const rounded = Math.fround(value);
  if (rounded <= value) return rounded;
  const bits = new Int32Array(Float32Array.of(rounded).buffer);
  // Towards smaller numbers: the bits of a positive number count down, those of a negative one up.
  if (rounded > 0) bits[0]!--;
  else if (rounded < 0) bits[0]!++;
  else return -1.401298464324817e-45;
  return new Float32Array(bits.buffer)[0]!;
}
