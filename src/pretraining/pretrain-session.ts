/** A model opened for pre-training on a corpus: the MeasuringSession that the trainer trains. */
import type { Vector } from '../base/index.ts';
import { computeMetrics, type MetricValue, type MetricValues, Predictions } from '../metrics/index.ts';
import { initialWeights } from '../nn/index.ts';
import { type BatchObjective, CompiledObjective, type MeasuringSession } from '../objective/index.ts';
import type { Feeds } from '../runtime/index.ts';
import { binary, metricFor } from '../tasks/index.ts';
import type { PretrainTargets } from './labels.ts';
import { type PretrainSetup, pretrainSource } from './pretrain-source.ts';

export interface PretrainSession extends MeasuringSession {
  readonly objective: Required<BatchObjective>;
  /** Whether the model has states of bonds to predict from. */
  readonly hasBonds: boolean;
  release(): Promise<void>;
}

/** Molecules measured at once. */
const rowsAtOnce = 64;

/** Throws ConfigError if the model has no embeddings with these settings. */
export function openPretrainSession(setup: PretrainSetup): PretrainSession {
  const source = pretrainSource(setup);
  const objective = new CompiledObjective(source);
  return {
    layout: source.layout,
    // Labels are known by row; the trainer's only tell one corpus from another.
    tasks: 1,
    objective,
    hasBonds: source.hasBonds,
    initialWeights: (seed) => initialWeights(source.parameters, seed),
    tracked: { name: 'loss', direction: 'lower' },
    async measure(weights, rows, beforeChunk) {
      const sums = new Sums();
      for (let start = 0; start < rows.length; start += rowsAtOnce) {
        await beforeChunk();
        const chunk = rows.slice(start, start + rowsAtOnce);
        const measured = await objective.run('measures', () => source.measured(), weights, source.measuredFeeds(chunk));
        sums.add(
          measured,
          chunk.map((row) => setup.molecule(row).targets),
        );
      }
      return sums.values(setup.sizes.motifs);
    },
    release: () => objective.release(),
  };
}

/** Outputs of the computation, by the name of the measure. */
const moleculeMeasures = { 'descriptor-loss': 'descriptorLoss', 'bit-loss': 'bitLoss' } as const;

/** What is predicted of one kind of things: atoms, or bonds. */
interface ContextSums {
  loss: number;
  right: number;
  count: number;
}

/** Adds up batches, so that the result does not depend on how rows were cut into them. */
class Sums {
  readonly #atoms: ContextSums = { loss: 0, right: 0, count: 0 };
  readonly #bonds: ContextSums = { loss: 0, right: 0, count: 0 };
  readonly #motifs = { loss: 0, molecules: 0 };
  /** By measure: of tasks of the molecule that there are. */
  readonly #ofMolecules = new Map<string, number>();
  readonly #labels: number[] = [];
  readonly #logits: number[] = [];

  add(measured: Feeds, targets: readonly PretrainTargets[]): void {
    const { atomLoss, atomLogProbabilities, bondLoss, bondLogProbabilities, motifLoss, outputs } = measured;
    const classesOf = (pick: (each: PretrainTargets) => ArrayLike<number>): number[] =>
      targets.flatMap((each) => Array.from(pick(each)));
    addContexts(
      this.#atoms,
      atomLoss!.data,
      atomLogProbabilities!.data,
      classesOf((each) => each.atomClasses),
    );
    if (bondLoss && bondLogProbabilities) {
      addContexts(
        this.#bonds,
        bondLoss.data,
        bondLogProbabilities.data,
        classesOf((each) => each.bondClasses),
      );
    }
    this.#motifs.loss += Number(motifLoss!.data[0]) * targets.length;
    this.#motifs.molecules += targets.length;
    for (const [measure, output] of Object.entries(moleculeMeasures)) {
      const loss = measured[output];
      if (!loss) continue;
      this.#ofMolecules.set(measure, (this.#ofMolecules.get(measure) ?? 0) + Number(loss.data[0]) * targets.length);
    }
    this.#labels.push(...classesOf((each) => each.motifs));
    this.#logits.push(...Array.from(outputs!.data as Vector));
  }

  /** `loss`, and for each task its own loss and how much of it is right. */
  values(tasks: number): MetricValues {
    const motifLoss = this.#motifs.loss / this.#motifs.molecules;
    const contexts = { atom: this.#atoms, bond: this.#bonds };
    const found = Object.entries(contexts).filter(([, { count }]) => count > 0);
    const contextLoss = found.reduce((total, [, { loss, count }]) => total + loss / count, 0);
    const measures = ['accuracy', 'roc-auc'].map((name) => metricFor(binary.name, name));
    const motifs = computeMetrics(measures, this.#labels, new Predictions(this.#logits, { tasks }));
    const ofMolecules = [...this.#ofMolecules].map(
      ([measure, sum]) => [measure, sum / this.#motifs.molecules] as const,
    );
    const moleculeLoss = ofMolecules.reduce((total, [, loss]) => total + loss, 0);
    return {
      loss: single(contextLoss + motifLoss + moleculeLoss),
      ...Object.fromEntries(
        found.flatMap(([name, { loss, right, count }]) => [
          [`${name}-loss`, single(loss / count)],
          [`${name}-accuracy`, single(right / count)],
        ]),
      ),
      'motif-loss': single(motifLoss),
      'motif-accuracy': single(motifs.accuracy!.mean),
      'motif-roc-auc': single(motifs['roc-auc']!.mean),
      ...Object.fromEntries(ofMolecules.map(([measure, loss]) => [measure, single(loss)])),
    };
  }
}

/** meanLoss: over the labeled ones, [1]; logProbabilities: [labeled, classes]. */
function addContexts(
  sums: ContextSums,
  meanLoss: ArrayLike<number | bigint>,
  logProbabilities: ArrayLike<number | bigint>,
  classes: readonly number[],
): void {
  const width = logProbabilities.length / Math.max(1, classes.length);
  classes.forEach((expected, index) => {
    let best = 0;
    for (let column = 1; column < width; column++) {
      if (logProbabilities[index * width + column]! > logProbabilities[index * width + best]!) best = column;
    }
    if (best === expected) sums.right++;
  });
  sums.loss += Number(meanLoss[0]) * classes.length;
  sums.count += classes.length;
}

function single(mean: number | null): MetricValue {
  return { mean, perTask: [mean], undefinedTasks: mean === null ? 1 : 0 };
}
