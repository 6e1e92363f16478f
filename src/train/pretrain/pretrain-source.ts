/** The pre-training tasks of a model as computations: loss with gradient for any optimizer, and what validation measures. */
import { ConfigError } from '../../base/errors.ts';
import { ParameterLayout } from '../../base/parameter-layout.ts';
import type { Embeddings, Model, ModelVariant } from '../../models/index.ts';
import { Dropout, type ModelParameter, ParameterTensors, RandomSites } from '../../nn/index.ts';
import type { Feeds, Runtime } from '../../runtime/index.ts';
import { type RealType, reshape, type Tensor } from '../../tensor/index.ts';
import { joinBranches } from '../branches.ts';
import type { ObjectiveSource } from '../compiled-objective.ts';
import { withConsistency } from '../consistency.ts';
import { type Computation, compile, differentiated } from '../objective-programs.ts';
import { allLabels, drawLabels, type PretrainTargets } from './labels.ts';
import { labelFeeds, rowPlaces } from './pretrain-feeds.ts';
import {
  countEmbeddings,
  type LossScope,
  type PretrainSizes,
  type PretrainTerms,
  pretrainParameters,
  pretrainTerms,
  trainingLoss,
} from './pretrain-loss.ts';

export interface PretrainSetup {
  readonly model: Model;
  /** Of the model; it must have embeddings (GROVER: `bondEmbeddings`). */
  readonly config: unknown;
  readonly sizes: PretrainSizes;
  readonly dropoutRate: number;
  /** Factor of the contexts' disagreement in the loss. */
  readonly disagreement: number;
  /** Of every molecule of the corpus; a batch names rows of it. */
  readonly features: readonly unknown[];
  readonly targets: readonly PretrainTargets[];
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
  const { model, config, sizes, targets, type, disagreement } = setup;
  const own = model.parameters(config, 1);
  const encoder = own.filter(isOfEncoder);
  if (!own.slice(0, encoder.length).every(isOfEncoder)) {
    throw new ConfigError(`${model.name}: the heads have to be its last parameters`);
  }
  // With the heads, which come last: all else lies where it lies in `layout`. Heads are built too, but never lowered.
  const ownLayout = new ParameterLayout(own);
  const forward = (
    parameters: ParameterTensors,
    random: RandomSites | undefined,
    variant: ModelVariant,
  ): Embeddings => {
    const dropout = new Dropout(setup.dropoutRate, random);
    const { embeddings } = model.forward(config, 1, { type, parameters, dropout, random, variant });
    if (embeddings) return embeddings;
    throw new ConfigError({
      what: `${model.name} has no embeddings to pre-train with these settings`,
      advice: 'Switch on bondEmbeddings.',
    });
  };
  const embeddings = forward(new ParameterTensors(ownLayout, type), undefined, 'full');
  const parameters = [...encoder, ...pretrainParameters(sizes, countEmbeddings(embeddings))];
  const layout = new ParameterLayout(parameters);

  const build = (mode: 'training' | 'evaluation', of: LossScope, variant: ModelVariant = 'full'): Built => {
    const network = new ParameterTensors(ownLayout, type);
    const tasks = new ParameterTensors(layout, type);
    const random = mode === 'training' ? new RandomSites() : undefined;
    const terms = pretrainTerms(forward(network, random, variant), { sizes, parameters: tasks, of });
    const inputs = (): Computation['parameters'] => [...network.inputs.filter(isOfEncoder), ...tasks.inputs];
    return { terms, rest: { parameters: inputs(), differentiated: [], randomSites: random?.all ?? [] } };
  };
  return {
    layout,
    parameters,
    hasBonds: embeddings.bonds !== undefined,
    type,
    outputCount: sizes.motifs,
    lossAndGradient: ({ variant, hasConsistency }) => {
      const { terms, rest } = build('training', 'batch', variant);
      const outputs = motifOutputs(terms);
      const fit = reshape(trainingLoss(terms, disagreement), []);
      const loss = hasConsistency ? withConsistency(fit, outputs, 'bce') : fit;
      return differentiated(loss, { outputs }, rest);
    },
    sampleLosses: () => {
      const { terms, rest } = build('training', 'each');
      return { results: { losses: trainingLoss(terms, disagreement) }, ...rest };
    },
    outputs: () => {
      const { terms, rest } = build('evaluation', 'batch');
      return { results: { outputs: motifOutputs(terms) }, ...rest };
    },
    measured: () => {
      const { terms, rest } = build('evaluation', 'batch');
      const { atoms, bonds, motifs, atomLogProbabilities, bondLogProbabilities } = terms;
      const ofAtoms = { atomLoss: atoms, atomLogProbabilities };
      const ofBonds = bonds && bondLogProbabilities && { bondLoss: bonds, bondLogProbabilities };
      return { results: { ...ofAtoms, ...ofBonds, motifLoss: motifs, outputs: motifOutputs(terms) }, ...rest };
    },
    compile: (computation, name) => compile(computation, `pre-training, ${name}`, setup),
    collate: (rows, random) => {
      const chosen = rows.map((row) => setup.features[row]);
      const feeds: Feeds = model.collate(chosen, config, type, random);
      return { ...feeds, ...rowPlaces(embeddings, feeds) };
    },
    labels: ({ rows }, samples, stream) => {
      const chosen = rows.map((row) => targets[row]!);
      const [atoms, bonds] = [
        drawLabels(
          chosen.map(({ atomClasses }) => atomClasses),
          stream,
        ),
        drawLabels(
          chosen.map(({ bondClasses }) => bondClasses),
          stream,
        ),
      ];
      return labelFeeds({ targets: chosen, atoms, bonds, samples }, sizes, type);
    },
    measuredFeeds(rows) {
      const chosen = rows.map((row) => targets[row]!);
      const atoms = allLabels(chosen.map(({ atomClasses }) => atomClasses));
      const bonds = allLabels(chosen.map(({ bondClasses }) => bondClasses));
      return {
        ...this.collate(rows),
        ...labelFeeds({ targets: chosen, atoms, bonds, samples: undefined }, sizes, type),
      };
    },
  };
}

interface Built {
  readonly terms: PretrainTerms;
  readonly rest: Omit<Computation, 'results'>;
}

function motifOutputs({ motifLogits }: PretrainTerms): Tensor {
  return joinBranches({ branches: motifLogits }, 'bce');
}

function isOfEncoder({ name }: { readonly name: string }): boolean {
  return !name.startsWith('head.');
}
