/** Lengths of symbolic dimensions at run time, read off the arrays that are fed. */
import { topologicalOrder } from './differentiate.ts';
import { inputOperator } from './ops/input.ts';
import { dimFactors, type Shape } from './shape.ts';
import type { Tensor } from './tensor.ts';

export interface SymbolSource {
  readonly symbol: string;
  readonly input: string;
  readonly axis: number;
}

/** For each symbol the inputs that have it as an axis of its own. */
export function symbolSources(tensors: readonly Tensor[]): SymbolSource[] {
  const inputs = topologicalOrder(tensors).filter(({ operator }) => (operator as unknown) === inputOperator);
  const sources = inputs.flatMap(({ outputs: [tensor] }) =>
    tensor!.shape.map((dim, axis) => ({ symbol: String(dim), input: tensor!.name!, axis })),
  );
  const isSymbol = ({ symbol }: SymbolSource): boolean => /^[a-z]\w*$/i.test(symbol);
  return sources.filter(isSymbol);
}

/** dims: of the arrays that are fed so far, by input name. */
export function resolveShape(
  shape: Shape,
  sources: readonly SymbolSource[],
  dims: Readonly<Record<string, { readonly dims: readonly number[] }>>,
): number[] {
  const length = (symbol: string): number => {
    const { input, axis } = sources.find((source) => source.symbol === symbol && dims[source.input])!;
    return dims[input]!.dims[axis]!;
  };
  return shape.map((dim) => {
    const { factor, symbols } = dimFactors(dim);
    return symbols.reduce((product, symbol) => product * length(symbol), factor);
  });
}
