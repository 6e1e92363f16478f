/**
 * Loss and gradient of a model on the present batch, as the optimizers see them. Each kind of evaluation is compiled when it is
 * first asked for; gradients are written by the runtime into views of the caller's flat vector.
 */
import { ConfigError } from '../base/errors.ts';
import { ParameterLayout, type Vector } from '../base/parameter-layout.ts';
import { RandomStream } from '../base/random.ts';
import type { Consistency, EvaluateOptions, Evaluation } from '../optim/objective.ts';
import type { Feeds, Value } from '../runtime/index.ts';
import { resolveShape } from '../tensor/index.ts';
import type { Batch, BatchObjective } from './model-session.ts';
import { labelFeeds, realArray, viewOf, weightFeeds } from './objective-feeds.ts';
import {
  type CompiledComputation,
  type Computation,
  compile,
  gradientName,
  lossAndGradient,
  lossOfEachSample,
  type ObjectiveSetup,
  outputsOnly,
} from './objective-programs.ts';

interface LoadedBatch {
  readonly batch: Batch;
  readonly feeds: Feeds;
}

export class ModelObjective implements BatchObjective {
  readonly layout: ParameterLayout;
  readonly #setup: ObjectiveSetup;
  readonly #compiled = new Map<string, Promise<CompiledComputation>>();
  #current: LoadedBatch | undefined;
  #next: Batch | undefined;
  /** Loaded when it is first asked for: most methods never read it. */
  #loadedNext: LoadedBatch | undefined;
  #drawSeed = 0;
  #freshDraws = 0;

  constructor(setup: ObjectiveSetup) {
    this.#setup = setup;
    this.layout = new ParameterLayout(setup.model.parameters(setup.config, setup.tasks));
  }

  setBatch(current: Batch, next: Batch | undefined, maskSeed: number): void {
    this.#drawSeed = maskSeed;
    this.#freshDraws = 0;
    this.#current = this.#load(current, 'current batch');
    this.#next = next;
    this.#loadedNext = undefined;
  }

  async evaluate(weights: Vector, gradient: Vector, options: EvaluateOptions = {}): Promise<Evaluation> {
    const { variant = 'full', consistency, samples } = options;
    const { batch, feeds } = this.#batch(options.batch ?? 'current');
    const hasConsistency = consistency !== undefined;
    const compiled = await this.#compile(`gradient ${variant}${hasConsistency ? ' with consistency' : ''}`, () =>
      lossAndGradient(this.#setup, this.layout, { variant, hasConsistency }),
    );
    // What the loss does not depend on is 0; everything else is overwritten.
    const overwritten = compiled.differentiated.reduce((total, { size }) => total + size, 0);
    if (overwritten < this.layout.size) gradient.fill(0);
    const into = compiled.differentiated.map((parameter) => [
      gradientName(parameter.name),
      viewOf(this.#setup.type, parameter, gradient),
    ]);
    const outputs = await compiled.program.run(
      {
        ...feeds,
        ...labelFeeds(this.#setup, batch, samples),
        ...(consistency ? this.#reference(consistency) : {}),
        ...weightFeeds(this.#setup.type, compiled.parameters, weights),
        ...this.#drawn(compiled, feeds, options.freshDropout ? ++this.#freshDraws : 0),
      },
      Object.fromEntries(into),
    );
    return { loss: Number(outputs.loss!.data[0]), outputs: outputs.outputs!.data as Vector };
  }

  async sampleLosses(weights: Vector): Promise<Vector> {
    const { batch, feeds } = this.#batch('current');
    const compiled = await this.#compile('sample losses', () => lossOfEachSample(this.#setup, this.layout));
    const drawn = this.#drawn(compiled, feeds, 0);
    const all = {
      ...feeds,
      ...labelFeeds(this.#setup, batch),
      ...weightFeeds(this.#setup.type, compiled.parameters, weights),
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

  /** Raw outputs in evaluation mode, [rows, tasks]. */
  predict(weights: Vector, rows: readonly number[]): Promise<Vector> {
    return this.#predict(weights, this.#collate(rows));
  }

  async release(): Promise<void> {
    const programs = await Promise.all(this.#compiled.values());
    await Promise.all(programs.map(({ program }) => program.release()));
    this.#compiled.clear();
  }

  async #predict(weights: Vector, feeds: Feeds): Promise<Vector> {
    const compiled = await this.#compile('outputs', () => outputsOnly(this.#setup, this.layout));
    return (await compiled.program.run({ ...feeds, ...weightFeeds(this.#setup.type, compiled.parameters, weights) }))
      .outputs!.data as Vector;
  }

  #compile(name: string, build: () => Computation): Promise<CompiledComputation> {
    let compiled = this.#compiled.get(name);
    if (!compiled) this.#compiled.set(name, (compiled = compile(build(), name, this.#setup)));
    return compiled;
  }

  /** name: of the stream from which the model changes its input, if it does. */
  #load(batch: Batch, name: string): LoadedBatch {
    return { batch, feeds: this.#collate(batch.rows, new RandomStream(this.#drawSeed, name)) };
  }

  #collate(rows: readonly number[], random?: RandomStream): Feeds {
    const { model, config, type, features } = this.#setup;
    const chosen = rows.map((row) => features[row]);
    return model.collate(chosen, config, type, random);
  }

  #batch(which: 'current' | 'next'): LoadedBatch {
    if (which === 'next' && this.#next) return (this.#loadedNext ??= this.#load(this.#next, 'next batch'));
    const loaded = this.#current;
    if (!loaded) throw new ConfigError('no batch is set: call setBatch before evaluating');
    return loaded;
  }

  #reference({ reference, active, factor, temperature }: Consistency): Feeds {
    const { type, tasks } = this.#setup;
    const feed = (data: ArrayLike<number>, dims: readonly number[]): Value => ({
      type,
      dims,
      data: realArray(this.#setup.type, data.length, data),
    });
    return {
      reference: feed(reference, [reference.length / tasks, tasks]),
      active: feed(active, [active.length, 1]),
      factor: feed([factor], []),
      temperature: feed([temperature], []),
    };
  }

  /** What the computation's random sites draw; one stream a site, so that sites are independent. */
  #drawn({ randomSites, symbols }: CompiledComputation, feeds: Feeds, draw: number): Feeds {
    let drawn: Feeds = {};
    for (const site of randomSites) {
      const known = { ...feeds, ...drawn };
      const stream = new RandomStream(this.#drawSeed, `${site.name}, draw ${draw}`);
      drawn = { ...drawn, ...site.draw(stream, ({ shape }) => resolveShape(shape, symbols, known)) };
    }
    return drawn;
  }
}
