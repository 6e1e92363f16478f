/** A model as text, one line a node: for golden tests of lowerings, and for looking at what an exported model computes. */
import { showShape } from '../shape.ts';
import type { AttributeValue, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from './model.ts';

/** Constants longer than this are shown by type and shape alone. */
const longestShown = 8;

/**
 * For instance
 *
 *     input x float32 [atoms, 3]
 *     constant_0 = float32 [] 2
 *     Mul_1 = Mul(x, constant_0)
 *     output y float32 [atoms, 3]
 */
export function printModel({ graph, metadata }: OnnxModel): string {
  const notes = Object.entries(metadata).map(([key, value]) => `metadata ${key} = ${value}`);
  return [...printGraph(graph, ''), ...notes].join('\n');
}

function printGraph({ inputs, initializers, nodes, outputs }: OnnxGraph, indent: string): string[] {
  const values = (kind: string, infos: OnnxGraph['inputs']): string[] =>
    infos.map(({ name, type, shape }) => `${indent}${kind} ${name} ${type}${shape ? ` ${showShape(shape)}` : ''}`);
  return [
    ...values('input', inputs),
    ...[...initializers].map(([name, tensor]) => `${indent}${name} = ${printTensor(tensor)}`),
    ...nodes.flatMap((node) => printNode(node, indent)),
    ...values('output', outputs),
  ];
}

function printNode({ opType, inputs, outputs, attributes }: OnnxNode, indent: string): string[] {
  const parts: string[] = [...inputs];
  const bodies: string[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'object' && 'nodes' in value)
      bodies.push(`${indent}  ${key}:`, ...printGraph(value, `${indent}    `));
    else parts.push(`${key}=${printAttribute(value)}`);
  }
  return [`${indent}${outputs.join(', ')} = ${opType}(${parts.join(', ')})`, ...bodies];
}

function printAttribute(value: Exclude<AttributeValue, OnnxGraph>): string {
  if (typeof value !== 'object') return String(value);
  if ('real' in value) return `${value.real}f`;
  if ('reals' in value) return `${value.reals.length} reals`;
  if ('strings' in value) return `${value.strings.length} strings`;
  return 'data' in value ? printTensor(value) : showShape(value);
}

function printTensor({ type, dims, data }: OnnxTensor): string {
  const shown = data.length <= longestShown ? ` ${Array.from(data as ArrayLike<number | bigint>).join(' ')}` : '';
  return `${type} ${showShape(dims)}${shown}`;
}
