/**
 * Reverse-mode differentiation. The gradient is again a computation over symbolic tensors, so it can be lowered together
 * with the value, share everything with it, and be differentiated again.
 */
import { ShapeError } from '../base/index.ts';
import { isReal } from './element-type.ts';
import { add } from './ops/add.ts';
import { fill } from './ops/fill.ts';
import { reshape } from './ops/reshape.ts';
import { sum } from './ops/sum.ts';
import { type Shape, sameShape, showShape } from './shape.ts';
import type { Node, Tensor } from './tensor.ts';

/**
 * Gradients of a scalar with respect to tensors.
 *   loss: []; result: one tensor a target, of its shape; zeros where the loss does not depend on it.
 * Throws ShapeError if the loss is not a scalar, or if an operator on the way has no derivative.
 */
export function gradients(loss: Tensor, targets: readonly Tensor[]): Tensor[] {
  if (loss.shape.length !== 0) {
    throw new ShapeError({
      code: 'not-differentiable',
      what: `only a scalar can be differentiated, this is ${showShape(loss.shape)}`,
      advice: 'Sum it first.',
    });
  }
  const order = nodesThatReach(loss, targets);
  const relevant = new Set(order);
  const found = new Map<Tensor, Tensor>([[loss, fill(loss.type, [], 1)]]);
  for (const node of order.reverse()) backpropagate(node, relevant, found);
  return targets.map((target) => found.get(target) ?? fill(target.type, target.shape, 0));
}

function backpropagate(node: Node, relevant: ReadonlySet<Node>, found: Map<Tensor, Tensor>): void {
  const outputGradients = node.outputs.map((output) => found.get(output));
  if (node.inputs.length === 0 || outputGradients.every((gradient) => gradient === undefined)) return;
  if (!node.operator.derivative) {
    throw new ShapeError({
      code: 'not-differentiable',
      what: `${node.operator.name} has no derivative, but the loss depends on a parameter through it`,
    });
  }
  node.operator.derivative(node, outputGradients).forEach((gradient, position) => {
    const input = node.inputs[position]!;
    if (gradient && relevant.has(input.node) && isReal(input.type)) accumulate(found, input, gradient);
  });
}

/** Adds one contribution; un-broadcasting stands here and nowhere else. */
function accumulate(found: Map<Tensor, Tensor>, input: Tensor, gradient: Tensor): void {
  const contribution = sumTo(gradient, input.shape);
  const earlier = found.get(input);
  found.set(input, earlier ? add(earlier, contribution) : contribution);
}

/** Sums a tensor over the axes along which `shape` was broadcast to it. */
export function sumTo(tensor: Tensor, shape: Shape): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  const extra = tensor.shape.length - shape.length;
  const axes = tensor.shape.flatMap((dim, axis) => (axis < extra || shape[axis - extra] !== dim ? [axis] : []));
  return reshape(sum(tensor, axes, { keepDims: true }), shape);
}

/** Nodes on a way from the targets to the loss, inputs before users. */
function nodesThatReach(loss: Tensor, targets: readonly Tensor[]): Node[] {
  const targetNodes = new Set(targets.map((target) => target.node));
  const reached = new Set<Node>();
  for (const node of topologicalOrder([loss])) {
    if (targetNodes.has(node) || node.inputs.some((input) => reached.has(input.node))) reached.add(node);
  }
  return [...reached];
}

/** All nodes that the tensors need, inputs before users; without recursion, since deep computations overflow the stack. */
export function topologicalOrder(tensors: readonly Tensor[]): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack: { node: Node; expanded: boolean }[] = tensors.map(({ node }) => ({ node, expanded: false })).reverse();
  while (stack.length > 0) {
    const top = stack.pop()!;
    if (top.expanded) {
      order.push(top.node);
      continue;
    }
    if (seen.has(top.node)) continue;
    seen.add(top.node);
    stack.push({ node: top.node, expanded: true });
    // Last one first, so that the first one is taken off the stack first.
    for (const { node } of top.node.inputs.toReversed()) if (!seen.has(node)) stack.push({ node, expanded: false });
  }
  return order;
}
