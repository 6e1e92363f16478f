/**
 * Vectors that lie in the memory of a device and are computed with there. A vector of the program stands for its array: what is computed
 * goes to the array alone, until `bringBack` writes it into the vector. A vector that was not computed yet is taken as it is.
 */
import { type Elementwise, productSum, type Vector } from '../base/index.ts';
import type { Feeds, KeptArray, KeptProgram, Residence } from '../runtime/index.ts';
import { copyModel, formulaModel, nextName, scalarName, sumsName, vectorName } from './formula-model.ts';

interface LoadedFormula {
  readonly program: KeptProgram;
  readonly written: readonly string[];
  readonly hasSum: boolean;
}

/** Fits optim's Arithmetic. Float32 vectors of one length only. */
export class ResidentVectors {
  readonly #residence: Residence;
  readonly #threads: number | undefined;
  readonly #arrays = new Map<Vector, KeptArray>();
  /** Computed since they were last brought back. */
  readonly #newer = new Set<Vector>();
  /** By formula and length. */
  readonly #formulas = new Map<unknown, Map<number, Promise<LoadedFormula>>>();
  readonly #copies = new Map<number, Promise<KeptProgram>>();
  /** The end of all that was asked for; rejected once something failed, so that nothing is computed after it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(residence: Residence, threads?: number) {
    this.#residence = residence;
    this.#threads = threads;
  }

  run<V extends string, S extends string>(
    update: Elementwise<V, S>,
    vectors: Readonly<Record<V, Vector>>,
    scalars: Readonly<Record<S, number>>,
  ): void {
    void this.#inTurn(() => this.#compute(update, vectors, scalars));
  }

  sum<V extends string, S extends string>(
    update: Elementwise<V, S>,
    vectors: Readonly<Record<V, Vector>>,
    scalars: Readonly<Record<S, number>>,
  ): Promise<number> {
    return this.#inTurn(() => this.#compute(update, vectors, scalars));
  }

  /** Of numbers whose squares float32 can hold; others count as 0 or infinite. */
  async norm(vector: Vector): Promise<number> {
    return Math.sqrt(await this.sum(productSum, { left: vector, right: vector }, {}));
  }

  async settle(): Promise<void> {
    await this.#last;
  }

  bringBack(): Promise<void> {
    return this.#inTurn(async () => {
      for (const vector of this.#newer) {
        const { values } = await (await this.#copy(vector.length)).run(
          {},
          { [vectorName('kept')]: this.arrayOf(vector) },
        );
        vector.set(values.numbers!.data as Float32Array);
      }
      this.#newer.clear();
    });
  }

  /** For programs that read it; valid until it is computed again. */
  arrayOf(vector: Vector): KeptArray {
    return this.#arrays.get(vector) ?? this.#residence.array(vector as Float32Array);
  }

  /** The vector is from now on what lies there. */
  keep(vector: Vector, array: KeptArray): void {
    this.#arrays.get(vector)?.dispose();
    this.#arrays.set(vector, array);
    this.#newer.add(vector);
  }

  async release(): Promise<void> {
    await this.#last.catch(() => {});
    for (const array of this.#arrays.values()) array.dispose();
    this.#arrays.clear();
    this.#newer.clear();
    const formulas = [...this.#formulas.values()].flatMap((known) => [...known.values()]);
    const loaded = await Promise.allSettled([
      ...formulas.map(async (each) => (await each).program),
      ...this.#copies.values(),
    ]);
    await Promise.all(loaded.map((each) => each.status === 'fulfilled' && each.value.release()));
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(act);
    this.#last = mine;
    // Who waits for the end gets the error; until then it is not an error that nobody handles.
    mine.catch(() => {});
    return mine;
  }

  async #compute<V extends string, S extends string>(
    { formula }: Elementwise<V, S>,
    vectors: Readonly<Record<V, Vector>>,
    scalars: Readonly<Record<S, number>>,
  ): Promise<number> {
    const { length } = vectors[formula.vectors[0]!];
    const { program, written, hasSum } = await this.#formula(formula, length);
    const feeds = formula.scalars.map((name) => [scalarName(name), scalarValue(scalars[name])] as const);
    const arrays = formula.vectors.map((name) => [vectorName(name), this.arrayOf(vectors[name])] as const);
    const results = await program.run(Object.fromEntries(feeds), Object.fromEntries(arrays));
    for (const name of written) this.keep(vectors[name as V], results.arrays[nextName(name)]!);
    return hasSum ? total(results.values[sumsName]!.data as Float32Array) : 0;
  }

  #formula<V extends string, S extends string>(
    formula: Elementwise<V, S>['formula'],
    length: number,
  ): Promise<LoadedFormula> {
    const known = this.#formulas.get(formula) ?? new Map<number, Promise<LoadedFormula>>();
    this.#formulas.set(formula, known);
    let loaded = known.get(length);
    if (!loaded) known.set(length, (loaded = this.#load(formula, length)));
    return loaded;
  }

  async #load<V extends string, S extends string>(
    formula: Elementwise<V, S>['formula'],
    length: number,
  ): Promise<LoadedFormula> {
    const { model, written, hasSum } = formulaModel(formula, length);
    const name = written.length > 0 ? `the update of ${written.join(', ')}` : 'a sum over vectors';
    const program = await this.#residence.load(model, { ...this.#options, name, kept: written.map(nextName) });
    return { program, written, hasSum };
  }

  #copy(length: number): Promise<KeptProgram> {
    let copy = this.#copies.get(length);
    const options = { ...this.#options, name: 'the way back of a vector', kept: [] };
    if (!copy) this.#copies.set(length, (copy = this.#residence.load(copyModel(length), options)));
    return copy;
  }

  get #options() {
    return this.#threads === undefined ? {} : { threads: this.#threads };
  }
}

function scalarValue(value: number): Feeds[string] {
  return { type: 'float32', dims: [], data: Float32Array.of(value) };
}

function total(sums: Float32Array): number {
  return sums.reduce((all, each) => all + each, 0);
}
