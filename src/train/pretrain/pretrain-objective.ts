/** Loss and gradient of the pre-training tasks on a batch of unlabelled molecules, for any optimizer and any model. */
import { ConfigError } from '../../base/errors.ts';
import { ParameterLayout, type Vector } from '../../base/parameter-layout.ts';
import { RandomStream } from '../../base/random.ts';
import type { Embeddings, Model } from '../../models/index.ts';
import { Dropout, initialWeights, type ModelParameter, ParameterTensors, RandomSites } from '../../nn/index.ts';
import type { EvaluateOptions, Evaluation, Objective } from '../../optim/objective.ts';
import type { Feeds, Runtime, Value } from '../../runtime/index.ts';
import { gradients, type RealType, resolveShape } from '../../tensor/index.ts';
import { type CompiledComputation, compile, gradientName } from '../objective-programs.ts';
import { drawLabels, type Label, type PretrainTargets } from './labels.ts';
import {
  countEmbeddings,
  membershipName,
  type PretrainSizes,
  pretrainLoss,
  pretrainParameters,
} from './pretrain-loss.ts';

export interface PretrainSetup {
  readonly model: Model;
  /** Of the model; it must have embeddings (GROVER: `bondEmbeddings`). */
  readonly config: unknown;
  readonly sizes: PretrainSizes;
  readonly dropoutRate: number;
  readonly disagreement: number;
  /** Of every molecule of the corpus; a batch names rows of it. */
  readonly features: readonly unknown[];
  readonly targets: readonly PretrainTargets[];
  readonly runtime: Runtime;
  readonly threads?: number;
  readonly type: RealType;
}

/** The model's own parameters without its heads, then the maps of the tasks. */
export class PretrainObjective implements Objective {
  readonly layout: ParameterLayout;
  readonly parameters: readonly ModelParameter[];
  readonly #setup: PretrainSetup;
  readonly #embeddings: Embeddings;
  /** With the heads, which come last: all else lies where it lies in `layout`. */
  readonly #ownLayout: ParameterLayout;
  readonly #compiled = new Map<string, Promise<CompiledComputation>>();
  #feeds: Feeds | undefined;
  #drawSeed = 0;

  constructor(setup: PretrainSetup) {
    this.#setup = setup;
    const own = setup.model.parameters(setup.config, 1);
    const encoder = own.filter(isOfEncoder);
    if (!own.slice(0, encoder.length).every(isOfEncoder)) {
      throw new ConfigError(`${setup.model.name}: the heads have to be its last parameters`);
    }
    this.#ownLayout = new ParameterLayout(own);
    this.#embeddings = this.#forward(new ParameterTensors(this.#ownLayout, setup.type), undefined);
    this.parameters = [...encoder, ...pretrainParameters(setup.sizes, countEmbeddings(this.#embeddings))];
    this.layout = new ParameterLayout(this.parameters);
  }

  initialWeights(seed: number): Float32Array {
    return initialWeights(this.parameters, seed);
  }

  /** rows: of the corpus; drawSeed: determines labels, hops and dropout masks. */
  setBatch(rows: readonly number[], drawSeed: number): void {
    const { model, config, features, targets, type, sizes } = this.#setup;
    const stream = new RandomStream(drawSeed, 'labels');
    const chosen = rows.map((row) => targets[row]!);
    const feeds: Feeds = model.collate(
      rows.map((row) => features[row]),
      config,
      type,
    );
    const motifs = chosen.flatMap((each) => Array.from(each.motifs));
    const atomLabels = drawLabels(
      chosen.map((each) => each.atomClasses),
      stream,
    );
    const bondLabels = drawLabels(
      chosen.map((each) => each.bondClasses),
      stream,
    );
    const { atoms, bonds } = this.#embeddings;
    this.#feeds = {
      ...feeds,
      ...rowFeeds('atomRows', feeds[membershipName(atoms)]!, () => true),
      ...(bonds && rowFeeds('forwardRows', feeds[membershipName(bonds)]!, (place) => place % 2 === 0)),
      ...(bonds && rowFeeds('backwardRows', feeds[membershipName(bonds)]!, (place) => place % 2 === 1)),
      atomTargets: flatTargets(atomLabels, sizes.atomClasses),
      bondTargets: flatTargets(bondLabels, sizes.bondClasses),
      motifs: { type, dims: [rows.length, sizes.motifs], data: this.#real(motifs) },
    };
    this.#drawSeed = drawSeed;
  }

  async evaluate(weights: Vector, gradient: Vector, { freshDropout }: EvaluateOptions = {}): Promise<Evaluation> {
    const compiled = await this.#compile('training');
    gradient.fill(0);
    const outputs = await compiled.program.run(
      this.#allFeeds(compiled, weights, freshDropout ? 1 : 0),
      Object.fromEntries(
        compiled.differentiated.map(({ name, shape, offset, size }) => [
          gradientName(name),
          this.#value(shape, gradient.subarray(offset, offset + size)),
        ]),
      ),
    );
    return { loss: Number(outputs.loss!.data[0]) };
  }

  /** The loss without the disagreements, in evaluation mode. */
  async validate(weights: Vector): Promise<number> {
    const compiled = await this.#compile('validation');
    return Number((await compiled.program.run(this.#allFeeds(compiled, weights, 0))).loss!.data[0]);
  }

  async release(): Promise<void> {
    for (const compiled of this.#compiled.values()) await (await compiled).program.release();
    this.#compiled.clear();
  }

  #compile(mode: 'training' | 'validation'): Promise<CompiledComputation> {
    let compiled = this.#compiled.get(mode);
    if (!compiled) this.#compiled.set(mode, (compiled = this.#build(mode)));
    return compiled;
  }

  #build(mode: 'training' | 'validation'): Promise<CompiledComputation> {
    const { sizes, type, disagreement } = this.#setup;
    const own = new ParameterTensors(this.#ownLayout, type);
    const parameters = new ParameterTensors(this.layout, type);
    const random = mode === 'training' ? new RandomSites() : undefined;
    const options = { sizes, parameters, disagreement: mode === 'training' ? disagreement : undefined };
    const loss = pretrainLoss(this.#forward(own, random), options);
    const inputs = [...own.inputs.filter(isOfEncoder), ...parameters.inputs];
    const found = gradients(
      loss,
      inputs.map(({ tensor }) => tensor),
    );
    const named = inputs.map(({ name }, index) => [gradientName(name), found[index]!] as const);
    const results = { loss, ...(mode === 'training' ? Object.fromEntries(named) : {}) };
    const differentiated = mode === 'training' ? inputs : [];
    const computation = { results, parameters: inputs, differentiated, randomSites: random?.all ?? [] };
    return compile(computation, `pre-training, ${mode}`, { ...this.#setup, tasks: 1, loss: 'bce' });
  }

  /** Heads are built too, but never lowered. */
  #forward(parameters: ParameterTensors, random: RandomSites | undefined): Embeddings {
    const { model, config, dropoutRate, type } = this.#setup;
    const dropout = new Dropout(dropoutRate, random);
    const { embeddings } = model.forward(config, 1, { type, parameters, dropout, random, variant: 'full' });
    if (embeddings) return embeddings;
    throw new ConfigError({
      what: `${model.name} has no embeddings to pre-train with these settings`,
      advice: 'Switch on bondEmbeddings.',
    });
  }

  #allFeeds({ parameters, randomSites, symbols }: CompiledComputation, weights: Vector, draw: number): Feeds {
    if (!this.#feeds) throw new ConfigError('no batch is set: call setBatch before evaluating');
    let feeds: Feeds = this.#feeds;
    for (const site of randomSites) {
      const known = feeds;
      const stream = new RandomStream(this.#drawSeed, `${site.name}, draw ${draw}`);
      feeds = { ...feeds, ...site.draw(stream, ({ shape }) => resolveShape(shape, symbols, known)) };
    }
    const values = parameters.map(({ name, shape, offset, size }) => [
      name,
      this.#value(shape, weights.subarray(offset, offset + size)),
    ]);
    return { ...feeds, ...Object.fromEntries(values) };
  }

  #value(dims: readonly number[], data: Vector): Value {
    return { type: this.#setup.type, dims, data };
  }

  #real(numbers: readonly number[]): Vector {
    return this.#setup.type === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
  }
}

function isOfEncoder({ name }: { readonly name: string }): boolean {
  return !name.startsWith('head.');
}

/** The rows of each molecule after each other, those whose place in the molecule `isWanted`, and the inverse. */
function rowFeeds(name: string, { dims, data }: Value, isWanted: (place: number) => boolean): Feeds {
  const [molecules, rows] = dims as [number, number];
  const found: number[] = [];
  const inverse = new Int32Array(rows).fill(-1);
  for (let molecule = 0; molecule < molecules; molecule++) {
    let place = 0;
    for (let row = 0; row < rows; row++) {
      if (Number(data[molecule * rows + row]) === 0 || !isWanted(place++)) continue;
      inverse[row] = found.length;
      found.push(row);
    }
  }
  return {
    [name]: { type: 'int32', dims: [found.length], data: Int32Array.from(found) },
    [`${name}.place`]: { type: 'int32', dims: [rows], data: inverse },
  };
}

function flatTargets(labels: readonly Label[], classes: number): Value {
  const data = Int32Array.from(labels, ({ place, label }) => place * classes + label);
  return { type: 'int32', dims: [labels.length], data };
}
