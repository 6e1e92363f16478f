/** The pre-training tasks of a model as computations: loss with gradient for any optimizer, and what validation measures. */
import { ConfigError, ParameterLayout, type RandomStream } from '../base/index.ts';
import type { Embeddings, Model, ModelVariant } from '../models/index.ts';
import { Dropout, type ModelParameter, ParameterTensors, RandomSites } from '../nn/index.ts';
import {
  type Computation,
  compile,
  differentiated,
  type ObjectiveSource,
  withConsistency,
} from '../objective/index.ts';
import type { Feeds, Runtime } from '../runtime/index.ts';
import { binary } from '../tasks/index.ts';
import { type RealType, reshape, type Tensor } from '../tensor/index.ts';
import { allDescriptors, allLabels, drawDescriptors, drawLabels, type Label, type PretrainTargets } from './labels.ts';
import { labelFeeds, rowPositions } from './pretrain-feeds.ts';
import {
  countEmbeddings,
  type LossScope,
  type PretrainSizes,
  type PretrainTerms,
  pretrainParameters,
  pretrainTerms,
  trainingLoss,
} from './pretrain-loss.ts';

/** What the network reads of a molecule, and what is predicted of it. */
interface PretrainMolecule {
  readonly features: unknown;
  readonly targets: PretrainTargets;
}

export interface PretrainSetup {
  readonly model: Model;
  /** Of the model; it must have embeddings (GROVER: `bondEmbeddings`). */
  readonly config: unknown;
  readonly sizes: PretrainSizes;
  readonly dropoutRate: number;
  /** Factor of the contexts' disagreement in the loss. */
  readonly disagreement: number;
  /** A molecule of the corpus; a batch names rows of it. */
  readonly molecule: (row: number) => PretrainMolecule;
  readonly runtime: Runtime;
  readonly threads?: number;
  readonly type: RealType;
}

export interface PretrainSource extends ObjectiveSource {
  /** The model's own without its heads, then the maps of the tasks. */
  readonly parameters: readonly ModelParameter[];
  /** Whether the model has states of bonds. */
  readonly hasBonds: boolean;
  /** In evaluation mode: the losses of the tasks, [1] each, and what is predicted, as PretrainTerms has it. */
  measured(): Computation;
  /** The input of `measured` with every label. */
  measuredFeeds(rows: readonly number[]): Feeds;
}

/** Throws ConfigError if the model has no embeddings with these settings. */
export function pretrainSource(setup: PretrainSetup): PretrainSource {
  const { sizes, type, disagreement } = setup;
  const network = new TaskNetwork(setup);
  return {
    layout: network.layout,
    parameters: network.parameters,
    hasBonds: network.embeddings.bonds !== undefined,
    type,
    runtime: setup.runtime,
    ...(setup.threads !== undefined && { threads: setup.threads }),
    outputCount: sizes.motifs,
    lossAndGradient: ({ variant, hasConsistency }) => {
      const { terms, rest } = network.build('training', 'batch', variant);
      const outputs = motifOutputs(terms);
      const fit = reshape(trainingLoss(terms, disagreement), []);
      const loss = hasConsistency ? withConsistency(fit, outputs, motifHead) : fit;
      return differentiated(loss, { outputs }, rest);
    },
    sampleLosses: () => {
      const { terms, rest } = network.build('training', 'each');
      return { results: { losses: trainingLoss(terms, disagreement) }, ...rest };
    },
    outputs: () => {
      const { terms, rest } = network.build('evaluation', 'batch');
      return { results: { outputs: motifOutputs(terms) }, ...rest };
    },
    measured: () => measuredComputation(network.build('evaluation', 'batch')),
    compile: (computation, name) => compile(computation, `pre-training, ${name}`, setup),
    collate: ({ rows }, random) => network.collate(rows, random),
    labels: ({ rows }, samples, stream) =>
      labelsOf(setup, rows, {
        contexts: (classes) => drawLabels(classes, stream),
        descriptors: (molecules) => drawDescriptors(molecules, sizes.descriptors, stream),
        samples,
      }),
    measuredFeeds: (rows) => ({
      ...network.collate(rows),
      ...labelsOf(setup, rows, {
        contexts: allLabels,
        descriptors: (molecules) => allDescriptors(molecules, sizes.descriptors),
      }),
    }),
  };
}

/** A model's network, without its heads, under the maps of the tasks. */
class TaskNetwork {
  readonly parameters: readonly ModelParameter[];
  readonly layout: ParameterLayout;
  readonly embeddings: Embeddings;
  readonly #setup: PretrainSetup;
  /** With the heads, which come last: all else lies where it lies in `layout`. */
  readonly #ownLayout: ParameterLayout;

  constructor(setup: PretrainSetup) {
    this.#setup = setup;
    const own = setup.model.parameters(setup.config, 1);
    const encoder = own.filter(isOfEncoder);
    if (!own.slice(0, encoder.length).every(isOfEncoder)) {
      throw new ConfigError({
        code: 'layout-mismatch',
        what: `${setup.model.name}: the heads have to be its last parameters`,
      });
    }
    this.#ownLayout = new ParameterLayout(own);
    this.embeddings = this.#forward(new ParameterTensors(this.#ownLayout, setup.type), undefined, 'full');
    this.parameters = [...encoder, ...pretrainParameters(setup.sizes, countEmbeddings(this.embeddings))];
    this.layout = new ParameterLayout(this.parameters);
  }

  build(mode: 'training' | 'evaluation', of: LossScope, variant: ModelVariant = 'full'): Built {
    const { sizes, type } = this.#setup;
    const own = new ParameterTensors(this.#ownLayout, type);
    const parameters = new ParameterTensors(this.layout, type);
    const random = mode === 'training' ? new RandomSites() : undefined;
    const terms = pretrainTerms(this.#forward(own, random, variant), { sizes, parameters, of });
    const inputs = [...own.inputs.filter(isOfEncoder), ...parameters.inputs];
    return { terms, rest: { parameters: inputs, differentiated: [], randomSites: random?.all ?? [] } };
  }

  collate(rows: readonly number[], random?: RandomStream): Feeds {
    const { model, config, type, molecule } = this.#setup;
    const chosen = rows.map((row) => molecule(row).features);
    const feeds: Feeds = model.collate(chosen, config, type, random);
    return { ...feeds, ...rowPositions(this.embeddings, feeds) };
  }

  /** Heads are built too, but never lowered. */
  #forward(parameters: ParameterTensors, random: RandomSites | undefined, variant: ModelVariant): Embeddings {
    const { model, config, dropoutRate, type } = this.#setup;
    const dropout = new Dropout(dropoutRate, random);
    const { embeddings } = model.forward(config, 1, { type, parameters, dropout, random, variant });
    if (embeddings) return embeddings;
    throw new ConfigError({
      code: 'not-supported',
      path: ['model', 'settings', 'bondEmbeddings'],
      what: `${model.name} has no embeddings to pre-train with these settings`,
      advice: 'Switch on bondEmbeddings.',
    });
  }
}

function measuredComputation({ terms, rest }: Built): Computation {
  const { atoms, bonds, motifs, descriptors, bits, atomLogProbabilities, bondLogProbabilities } = terms;
  const ofAtoms = { atomLoss: atoms, atomLogProbabilities };
  const ofBonds = bonds && bondLogProbabilities && { bondLoss: bonds, bondLogProbabilities };
  const ofMolecules = {
    motifLoss: motifs,
    ...(descriptors && { descriptorLoss: descriptors }),
    ...(bits && { bitLoss: bits }),
  };
  return { results: { ...ofAtoms, ...ofBonds, ...ofMolecules, outputs: motifOutputs(terms) }, ...rest };
}

interface LabelChoice {
  /** Which positions of each molecule carry a label: called for the atoms first and then for the bonds. */
  contexts(classes: readonly ArrayLike<number>[]): Label[];
  /** How much each descriptor counts, [molecules][descriptors]. */
  descriptors(molecules: number): Float64Array[];
  readonly samples?: readonly number[] | undefined;
}

function labelsOf({ molecule, sizes, type }: PretrainSetup, rows: readonly number[], choice: LabelChoice): Feeds {
  const chosen = rows.map((row) => molecule(row).targets);
  const atoms = choice.contexts(chosen.map(({ atomClasses }) => atomClasses));
  const bonds = choice.contexts(chosen.map(({ bondClasses }) => bondClasses));
  const descriptorWeights = sizes.descriptors > 0 ? choice.descriptors(rows.length) : [];
  return labelFeeds({ targets: chosen, atoms, bonds, descriptorWeights, samples: choice.samples }, sizes, type);
}

interface Built {
  readonly terms: PretrainTerms;
  readonly rest: Omit<Computation, 'results'>;
}

/** Motifs are yes or no, whichever labels are learned later. */
const motifHead = binary.head({ taskNames: [] });

function motifOutputs({ motifLogits }: PretrainTerms): Tensor {
  return motifHead.join(motifLogits);
}

function isOfEncoder({ name }: { readonly name: string }): boolean {
  return !name.startsWith('head.');
}
