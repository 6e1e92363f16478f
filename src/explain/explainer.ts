/** A model file as an explainer: structures in, what each atom contributes to the predictions out. */
import { ConfigError, unknownName } from '../base/index.ts';
import { type Molecule, reorderAtoms } from '../chem/index.ts';
import {
  type ModelPredictor,
  type ModelPredictorOptions,
  openModelPredictor,
  type Structure,
} from '../predict/index.ts';
import { type ModelCard, targetSpaceOf } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';
import { openNetworks } from './ensemble-network.ts';
import { calibrationNotes, explainedQuantity } from './explained-quantity.ts';
import { fragmentsOf } from './fragments.ts';
import { type Attribution, integratedGradients } from './integrated-gradients.ts';
import { shapleyValues } from './shapley.ts';

export const explanationMethods = ['integrated-gradients', 'shapley'] as const;
export type ExplanationMethod = (typeof explanationMethods)[number];

export interface TargetExplanation extends Attribution {
  readonly target: string;
  /** What is explained: the target itself, or log-odds and logits of classes, which add up where probabilities do not. */
  readonly quantity: string;
  /** Of several classes the one that is explained: the likeliest. */
  readonly ofClass?: string | undefined;
}

export interface ExplainedMolecule {
  /** With its atoms in the order of the contributions. */
  readonly molecule: Molecule;
  /** SMILES whose atoms are in the order of the contributions. */
  readonly smiles: string;
  /** Number of the part of each atom, from 1, where parts were masked together, [atoms]. */
  readonly fragments?: Int32Array | undefined;
  readonly targets: readonly TargetExplanation[];
}

export interface ExplainOptions {
  readonly method?: ExplanationMethod | undefined;
  /** Names of targets. Default: all. */
  readonly targets?: readonly string[] | undefined;
}

export interface Explainer {
  /** The same model, for its predictions. */
  readonly predictor: ModelPredictor;
  /** What the contributions leave out, in sentences. */
  readonly warnings: readonly string[];
  explain(structure: Structure, options?: ExplainOptions): Promise<ExplainedMolecule | { readonly reason: string }>;
  release(): Promise<void>;
}

/** Throws what openModelPredictor throws, and ConfigError for a model or a kind of task that cannot be explained. */
export async function openExplainer(bytes: Uint8Array, options: ModelPredictorOptions): Promise<Explainer> {
  const predictor = await openModelPredictor(bytes, options);
  const { card, reading } = predictor;
  const { model, config } = reading;
  const task = findTask(card.taskType);
  const head = task.head(targetSpaceOf(card), { saysVariance: card.saysVariance });
  const width = head.outputsPerTask;
  if (!task.explained) throw cannotExplain(card.taskType);
  const { runtime, threads, where } = options;
  const outputs = card.tasks.length * width;
  const network = await openNetworks(bytes, card, { model, config, head, outputs, runtime, threads, where });

  return {
    predictor,
    warnings: [...(card.trees ? [treesNote(card)] : []), ...calibrationNotes(card)],
    async explain(structure, { method = 'integrated-gradients', targets = card.tasks } = {}) {
      const chosen = targets.map((name) => positionOf(name, card.tasks));
      const molecule = reading.read(structure);
      if ('reason' in molecule) return molecule;
      const given = typeof structure === 'string' ? undefined : structure.features;
      const [features] = reading.features([molecule], [given]);
      const atoms = molecule.atoms.length;
      const raw = await network.outputs([{ features, gates: new Float32Array(atoms).fill(1) }]);
      if (!raw.every(Number.isFinite)) return { reason: 'the model gives no finite number' };
      const fragments = method === 'shapley' ? fragmentsOf(molecule) : undefined;
      const found: TargetExplanation[] = [];
      for (const index of chosen) {
        const own = raw.subarray(index * width, (index + 1) * width);
        const { title: quantity, weights, offset, ofClass } = explainedQuantity(card, index, own);
        const all = card.tasks.flatMap((_, other) => weights.map((weight) => (other === index ? weight : 0)));
        const attribution = fragments
          ? await shapleyValues(network, { features, partOf: fragments }, all)
          : await integratedGradients(network, { features, atoms }, all);
        const { prediction, baseline } = attribution;
        const shifted = { ...attribution, prediction: prediction + offset, baseline: baseline + offset };
        found.push({ target: card.tasks[index]!, quantity, ...(ofClass !== undefined && { ofClass }), ...shifted });
      }
      const { canonicalOrder } = molecule;
      const inOrder = inOrderOf(canonicalOrder);
      return {
        molecule: canonicalOrder ? reorderAtoms(molecule, canonicalOrder) : molecule,
        smiles: molecule.spelling || molecule.canonicalSmiles,
        fragments: fragments && inOrder(fragments.map((part) => part + 1)),
        targets: found.map((target) => ({ ...target, contributions: inOrder(target.contributions) })),
      };
    },
    release: async () => {
      await Promise.all([network.release(), predictor.release()]);
    },
  };
}

/** Puts numbers of the atoms, [atoms], into the order of the SMILES that is answered: a molfile read as written has one of its own. */
function inOrderOf(
  order: Molecule['canonicalOrder'],
): <Numbers extends Int32Array | Float64Array>(own: Numbers) => Numbers {
  return (own) => {
    const ordered = own.slice() as typeof own;
    order?.forEach((atom, position) => {
      ordered[position] = own[atom]!;
    });
    return ordered;
  };
}

/** Trees read numbers of the whole molecule, which no atom can be given a share of. */
function treesNote({ trees }: ModelCard): string {
  const share = (100 * (1 - trees!.networkWeight)).toFixed(0);
  return `Trees have ${share} % of the say in this model and are not explained: what is explained are its networks.`;
}

function positionOf(name: string, tasks: readonly string[]): number {
  const index = tasks.indexOf(name);
  if (index < 0) throw unknownName('target', name, tasks);
  return index;
}

function cannotExplain(taskType: string): ConfigError {
  return new ConfigError({
    code: 'not-supported',
    what: `models of ${taskType} cannot be explained: the kind of task does not say what adds up`,
    advice: 'Give the task definition the function explained().',
  });
}
