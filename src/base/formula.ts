/** Formulas over the elements of vectors: how they are written, and the plan that both executors read. */

export type Operation =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'minimum'
  | 'maximum'
  | 'squareRoot'
  | 'absolute'
  | 'negate';

/** A term of a formula: the present element of a vector, a number given at each call, or an operation on terms. */
export type Term =
  | { readonly kind: 'vector'; readonly name: string }
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'operation'; readonly operation: Operation; readonly operands: readonly Term[] };

const operation = (name: Operation, ...operands: Term[]): Term => ({ kind: 'operation', operation: name, operands });
export const add = (left: Term, right: Term): Term => operation('add', left, right);
export const subtract = (left: Term, right: Term): Term => operation('subtract', left, right);
export const multiply = (left: Term, right: Term): Term => operation('multiply', left, right);
export const divide = (left: Term, right: Term): Term => operation('divide', left, right);
export const minimum = (left: Term, right: Term): Term => operation('minimum', left, right);
export const maximum = (left: Term, right: Term): Term => operation('maximum', left, right);
export const squareRoot = (term: Term): Term => operation('squareRoot', term);
export const absolute = (term: Term): Term => operation('absolute', term);
export const negate = (term: Term): Term => operation('negate', term);

export interface Formula<V extends string, S extends string> {
  readonly vectors: readonly V[];
  readonly scalars: readonly S[];
  /** From the elements before to the elements after: the vectors that it returns are overwritten. Default: none. */
  readonly result?: (vector: Readonly<Record<V, Term>>, scalar: Readonly<Record<S, Term>>) => Partial<Record<V, Term>>;
  /** Two terms: the products of their elements, before anything is overwritten, are summed in float64. Default: none. */
  readonly sumOfProducts?: (
    vector: Readonly<Record<V, Term>>,
    scalar: Readonly<Record<S, Term>>,
  ) => readonly [Term, Term];
}

/** What both executors read: the terms in an order in which operands come first, and which of them are stored where. */
export interface Plan {
  readonly vectors: readonly string[];
  readonly scalars: readonly string[];
  readonly terms: readonly Term[];
  readonly stores: readonly { readonly vector: string; readonly term: Term }[];
  readonly sum: readonly [Term, Term] | undefined;
}

/** The plan of a formula, in which equal terms are one. */
export function planOf<V extends string, S extends string>(formula: Formula<V, S>): Plan {
  const terms: Term[] = [];
  const known = new Map<string, Term>();
  const unique = (term: Term): Term => {
    const operands = term.kind === 'operation' ? term.operands.map(unique) : [];
    const name = term.kind === 'operation' ? term.operation : term.name;
    const key = `${term.kind} ${name} ${operands.map((operand) => terms.indexOf(operand)).join(' ')}`;
    const present = known.get(key);
    if (present) return present;
    const added = term.kind === 'operation' ? { ...term, operands } : term;
    known.set(key, added);
    terms.push(added);
    return added;
  };
  const named = <N extends string>(kind: 'vector' | 'scalar', names: readonly N[]): Record<N, Term> =>
    Object.fromEntries(names.map((name): [N, Term] => [name, { kind, name }])) as Record<N, Term>;
  const [vector, scalar] = [named('vector', formula.vectors), named('scalar', formula.scalars)];
  const results = Object.entries(formula.result?.(vector, scalar) ?? {});
  const stores = results.map(([target, term]) => ({ vector: target, term: unique(term as Term) }));
  const factors = formula.sumOfProducts?.(vector, scalar);
  const sum = factors && ([unique(factors[0]), unique(factors[1])] as const);
  return { vectors: formula.vectors, scalars: formula.scalars, terms, stores, sum };
}

/** Equally long stretches of the vectors with scalars of their own; the last may be shorter. */
export interface Rows {
  /** Elements of a row. */
  readonly length: number;
  /** For each scalar of the plan its value in each row. */
  readonly scalars: readonly ArrayLike<number>[];
  /** The executor writes the sum of each row here, if the plan has one. */
  readonly sums: Float64Array;
}

/** A sum is taken in four interleaved parts: element i of a row belongs to part i mod 4. */
export const partsOfSum = 4;

export const totalOf = (parts: Float64Array): number => parts[0]! + parts[1]! + (parts[2]! + parts[3]!);
