/**
 * Shapes with symbolic dimensions. A dimension is a number, a symbol such as `atoms`, or a product such as `2*lanes*slots`,
 * written in one canonical way so that equal dimensions are equal strings. One computation then serves every batch size.
 */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** Product of dimensions in canonical form: the number first, then the symbols in order. */
export function dimProduct(dims: Shape): Dim {
  let factor = 1;
  const symbols: string[] = [];
  for (const dim of dims) {
    if (typeof dim === 'number') {
      factor *= dim;
      continue;
    }
    const [head, ...rest] = dim.split('*') as [string, ...string[]];
    if (/^\d+$/.test(head)) factor *= Number(head);
    else symbols.push(head);
    symbols.push(...rest);
  }
  if (symbols.length === 0 || factor === 0) return factor;
  symbols.sort();
  return factor === 1 ? symbols.join('*') : [factor, ...symbols].join('*');
}

/** The numeric factor and the symbols of a dimension. */
export function dimFactors(dim: Dim): { factor: number; symbols: string[] } {
  if (typeof dim === 'number') return { factor: dim, symbols: [] };
  const parts = dim.split('*');
  const factor = /^\d+$/.test(parts[0]!) ? Number(parts.shift()) : 1;
  return { factor, symbols: parts };
}

export function sameShape(left: Shape, right: Shape): boolean {
  return left.length === right.length && left.every((dim, axis) => dim === right[axis]);
}

/** `[atoms, 256]`, as errors and printed graphs show it. */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** NumPy's broadcasting over symbolic dimensions, or undefined where the shapes do not fit. */
export function broadcastShapes(left: Shape, right: Shape): Shape | undefined {
  const rank = Math.max(left.length, right.length);
  const result: Dim[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const first = left[axis - rank + left.length] ?? 1;
    const second = right[axis - rank + right.length] ?? 1;
    if (first !== second && first !== 1 && second !== 1) return undefined;
    result.push(first === 1 ? second : first);
  }
  return result;
}

/** Counts axes from the end when negative; undefined where there is no such axis. */
export function resolveAxis(axis: number, rank: number): number | undefined {
  const resolved = axis < 0 ? axis + rank : axis;
  return resolved >= 0 && resolved < rank ? resolved : undefined;
}
