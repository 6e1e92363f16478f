/**
 * Loss and gradient of a network on the present batch, as the optimizers see them, whatever the loss is of (labels of a table, or the
 * tasks of pre-training). Each kind of evaluation is compiled when it is first asked for; gradients are written by the runtime into
 * views of the caller's flat vector.
 */
import { ConfigError, type ParameterLayout, RandomStream, type Vector } from '../base/index.ts';
import type { Arithmetic, Consistency, EvaluateOptions, Evaluation } from '../optim/index.ts';
import { ResidentVectors } from '../resident/index.ts';
import type { Feeds, KeptProgram, Runtime, Value } from '../runtime/index.ts';
import { type RealType, resolveShape } from '../tensor/index.ts';
import type { Batch, BatchObjective } from './model-session.ts';
import { realArray, viewOf, weightFeeds } from './objective-feeds.ts';
import {
  type CompiledComputation,
  type Computation,
  type ComputationOptions,
  compileKept,
  gradientName,
  keptNames,
} from './objective-programs.ts';

/** What an objective computes, and what it feeds. */
export interface ObjectiveSource {
  readonly layout: ParameterLayout;
  readonly type: RealType;
  readonly runtime: Runtime;
  readonly threads?: number;
  /** Outputs of each sample. */
  readonly outputCount: number;
  /** Results: `loss`, `outputs`, and `gradient of NAME` for every parameter that the loss depends on. */
  lossAndGradient(options: ComputationOptions): Computation;
  /** Results: `losses`, [samples]. */
  sampleLosses(): Computation;
  /** Results: `outputs` in evaluation mode, [samples, outputs]. */
  outputs(): Computation;
  compile(computation: Computation, name: string): Promise<CompiledComputation>;
  /** The network's input. random: given where the batch is trained on. */
  collate(batch: Pick<Batch, 'rows' | 'epoch'>, random?: RandomStream): Feeds;
  /**
   * What the loss compares with.
   *   samples: positions in the batch, the others do not count; undefined: all do
   *   stream: for what is drawn; the same for every evaluation of a batch
   */
  labels(batch: Batch, samples: readonly number[] | undefined, stream: RandomStream): Feeds;
  /** Labels are those of the row, whatever else is in its batch: some samples can be computed without the others. Default false. */
  readonly labelsByRow?: boolean;
}

interface LoadedBatch {
  readonly batch: Batch;
  readonly feeds: Feeds;
  /** Of the streams that belong to it. */
  readonly name: string;
  /** The model has changed its input at random: with other rows it would be another one. */
  readonly isDrawn: boolean;
}

type KeptComputation = Omit<CompiledComputation, 'program'> & { readonly program: KeptProgram };

export class CompiledObjective implements BatchObjective {
  readonly layout: ParameterLayout;
  readonly #source: ObjectiveSource;
  readonly #compiled = new Map<string, Promise<CompiledComputation>>();
  readonly #keptPrograms = new Map<string, Promise<KeptComputation>>();
  #resident: ResidentVectors | undefined;
  #current: LoadedBatch | undefined;
  #next: Batch | undefined;
  /** Loaded when it is first asked for: most methods never read it. */
  #loadedNext: LoadedBatch | undefined;
  #drawSeed = 0;
  #freshDraws = 0;

  constructor(source: ObjectiveSource) {
    this.#source = source;
    this.layout = source.layout;
  }

  setBatch(current: Batch, next: Batch | undefined, maskSeed: number): void {
    this.#drawSeed = maskSeed;
    this.#freshDraws = 0;
    this.#current = this.#load(current, 'current batch');
    this.#next = next;
    this.#loadedNext = undefined;
  }

  async evaluate(weights: Vector, gradient: Vector, options: EvaluateOptions = {}): Promise<Evaluation> {
    if (this.#resident) return this.#evaluateThere(this.#resident, weights, gradient, options);
    const { variant = 'full', consistency } = options;
    const hasConsistency = consistency !== undefined;
    const compiled = await this.#compile(gradientOf(options), () =>
      this.#source.lossAndGradient({ variant, hasConsistency }),
    );
    // What the loss does not depend on is 0; everything else is overwritten.
    const overwritten = compiled.differentiated.reduce((total, { size }) => total + size, 0);
    if (overwritten < this.layout.size) gradient.fill(0);
    const into = compiled.differentiated.map((parameter) => [
      gradientName(parameter.name),
      viewOf(this.#source.type, parameter, gradient),
    ]);
    const outputs = await compiled.program.run(
      {
        ...this.#batchFeeds(compiled, options),
        ...weightFeeds(this.#source.type, compiled.parameters, weights),
      },
      Object.fromEntries(into),
    );
    return { loss: Number(outputs.loss!.data[0]), outputs: outputs.outputs!.data as Vector };
  }

  keepOnDevice(): Arithmetic | undefined {
    const { runtime, threads, type } = this.#source;
    if (!runtime.residence || type !== 'float32') return undefined;
    this.#resident ??= new ResidentVectors(runtime.residence, threads);
    return this.#resident;
  }

  /** The same where the vectors lie with the device. */
  async #evaluateThere(
    resident: ResidentVectors,
    weights: Vector,
    gradient: Vector,
    options: EvaluateOptions,
  ): Promise<Evaluation> {
    const compiled = await this.#compileKept(options);
    const feeds = this.#batchFeeds(compiled, options);
    await resident.settle();
    const found = await compiled.program.run(feeds, { [keptNames.weights]: resident.arrayOf(weights) });
    resident.keep(gradient, found.arrays[keptNames.gradient]!);
    return { loss: Number(found.values.loss!.data[0]), outputs: found.values.outputs!.data as Vector };
  }

  #compileKept(options: EvaluateOptions): Promise<KeptComputation> {
    const { variant = 'full', consistency } = options;
    const name = gradientOf(options);
    let compiled = this.#keptPrograms.get(name);
    if (!compiled) {
      const computation = this.#source.lossAndGradient({ variant, hasConsistency: consistency !== undefined });
      this.#keptPrograms.set(name, (compiled = compileKept(computation, `${name}, kept`, this.#source)));
    }
    return compiled;
  }

  #batchFeeds(compiled: Omit<CompiledComputation, 'program'>, options: EvaluateOptions): Feeds {
    const { consistency, samples } = options;
    const whole = this.#batch(options.batch ?? 'current');
    const isCut = samples !== undefined && !consistency && this.#canCut(whole, compiled);
    const batch = isCut ? this.#load(rowsOf(whole.batch, samples), whole.name) : whole;
    return {
      ...batch.feeds,
      ...this.#labels(batch, isCut ? undefined : samples),
      ...(consistency ? this.#reference(consistency) : {}),
      ...this.#drawn(compiled, batch.feeds, options.freshDropout ? ++this.#freshDraws : 0),
    };
  }

  async sampleLosses(weights: Vector): Promise<Vector> {
    const batch = this.#batch('current');
    const compiled = await this.#compile('sample losses', () => this.#source.sampleLosses());
    const drawn = this.#drawn(compiled, batch.feeds, 0);
    const all = {
      ...batch.feeds,
      ...this.#labels(batch),
      ...weightFeeds(this.#source.type, compiled.parameters, weights),
      ...drawn,
    };
    return (await compiled.program.run(all)).losses!.data as Vector;
  }

  async outputs(weights: Vector): Promise<Vector> {
    return this.#predict(weights, this.#batch('current').feeds);
  }

  sampleIds(): readonly number[] {
    return this.#batch('current').batch.rows;
  }

  /** Raw outputs in evaluation mode, [rows, outputs]. */
  predict(weights: Vector, rows: readonly number[]): Promise<Vector> {
    return this.#predict(weights, this.#source.collate({ rows }));
  }

  /** All results of another computation at these weights, which draws nothing. */
  async run(name: string, build: () => Computation, weights: Vector, feeds: Feeds): Promise<Feeds> {
    const compiled = await this.#compile(name, build);
    return compiled.program.run({ ...feeds, ...weightFeeds(this.#source.type, compiled.parameters, weights) });
  }

  async release(): Promise<void> {
    await this.#resident?.release();
    const programs = await Promise.all([...this.#compiled.values(), ...this.#keptPrograms.values()]);
    await Promise.all(programs.map(({ program }) => program.release()));
    this.#compiled.clear();
    this.#keptPrograms.clear();
  }

  async #predict(weights: Vector, feeds: Feeds): Promise<Vector> {
    return (await this.run('outputs', () => this.#source.outputs(), weights, feeds)).outputs!.data as Vector;
  }

  #compile(name: string, build: () => Computation): Promise<CompiledComputation> {
    let compiled = this.#compiled.get(name);
    if (!compiled) this.#compiled.set(name, (compiled = this.#source.compile(build(), name)));
    return compiled;
  }

  /** Whether some samples by themselves are what they are in their batch. */
  #canCut({ isDrawn }: LoadedBatch, { randomSites }: Omit<CompiledComputation, 'program'>): boolean {
    return this.#source.labelsByRow === true && !isDrawn && !randomSites.some(({ byRow }) => byRow);
  }

  /** name: of the stream from which the model changes its input, if it does. */
  #load(batch: Batch, name: string): LoadedBatch {
    const stream = new RandomStream(this.#drawSeed, name);
    const before = String(stream.state());
    const feeds = this.#source.collate(batch, stream);
    return { batch, name, feeds, isDrawn: String(stream.state()) !== before };
  }

  #batch(which: 'current' | 'next'): LoadedBatch {
    if (which === 'next' && this.#next) return (this.#loadedNext ??= this.#load(this.#next, 'next batch'));
    const loaded = this.#current;
    if (!loaded)
      throw new ConfigError({ code: 'objective-unsuitable', what: 'no batch is set: call setBatch before evaluating' });
    return loaded;
  }

  #labels({ batch, name }: LoadedBatch, samples?: readonly number[]): Feeds {
    return this.#source.labels(batch, samples, new RandomStream(this.#drawSeed, `labels of the ${name}`));
  }

  #reference({ reference, active, factor, temperature }: Consistency): Feeds {
    const { type, outputCount } = this.#source;
    const feed = (data: ArrayLike<number>, dims: readonly number[]): Value => ({
      type,
      dims,
      data: realArray(type, data.length, data),
    });
    return {
      reference: feed(reference, [reference.length / outputCount, outputCount]),
      active: feed(active, [active.length, 1]),
      factor: feed([factor], []),
      temperature: feed([temperature], []),
    };
  }

  /** What the computation's random sites draw; one stream a site, so that sites are independent. */
  #drawn({ randomSites, symbols }: Omit<CompiledComputation, 'program'>, feeds: Feeds, draw: number): Feeds {
    let drawn: Feeds = {};
    for (const site of randomSites) {
      const known = { ...feeds, ...drawn };
      const stream = new RandomStream(this.#drawSeed, `${site.name}, draw ${draw}`);
      drawn = { ...drawn, ...site.draw(stream, ({ shape }) => resolveShape(shape, symbols, known)) };
    }
    return drawn;
  }
}

/** These rows of a batch, by their positions. */
function rowsOf({ rows, targets, weights, ...rest }: Batch, positions: readonly number[]): Batch {
  const tasks = targets.length / rows.length;
  const own = (table: Float64Array): Float64Array =>
    Float64Array.from(positions.flatMap((at) => [...table.subarray(at * tasks, (at + 1) * tasks)]));
  const chosen = { rows: positions.map((at) => rows[at]!), targets: own(targets) };
  return { ...rest, ...chosen, ...(weights && { weights: own(weights) }) };
}

function gradientOf({ variant = 'full', consistency }: EvaluateOptions): string {
  return `gradient ${variant}${consistency ? ' with consistency' : ''}`;
}
