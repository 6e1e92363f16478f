/**
 * The loss of a network on fixed batches, as a function of its weights:
 *   L(w) = sum over batches of share_b L_b(w),   share_b: the batch's part of all labels that are present
 * L_b is the loss that training minimizes (tasks/loss.ts), in evaluation mode. For bce, mse and mae L is the mean over all labels however
 * they are cut into batches; for rmse it is the mean of the batches' roots, which is what an epoch of training averages too.
 */
import { DataError, ParameterLayout, type Vector } from '../../base/index.ts';
import type { ParameterInput } from '../../nn/index.ts';
import {
  type Batch,
  type CompiledComputation,
  type Computation,
  compile,
  gradientName,
  labelFeeds,
  type ObjectiveSetup,
  outputCount,
  viewOf,
  weightFeeds,
} from '../../objective/index.ts';
import type { Feeds } from '../../runtime/index.ts';
import type { RealType } from '../../tensor/index.ts';
import { directionName, evaluationGradient, evaluationHessianProduct, evaluationLoss } from './evaluation-programs.ts';
import { type SmoothLoss, type WeightedLoss, weightedSum } from './smooth-loss.ts';

export type EvaluationKind = 'loss' | 'gradient' | 'hessianProduct';

export interface NetworkLossOptions {
  /** Called before each batch is evaluated; may throw to stop in between. Default: nothing. */
  readonly beforeEvaluation?: (kind: EvaluationKind) => void;
}

/** Compiles each kind of computation when it is first asked for, and owns what it compiled. */
export class NetworkLosses {
  readonly layout: ParameterLayout;
  readonly #setup: ObjectiveSetup;
  readonly #before: (kind: EvaluationKind) => void;
  readonly #compiled = new Map<EvaluationKind, Promise<CompiledComputation>>();

  constructor(setup: ObjectiveSetup, { beforeEvaluation = () => {} }: NetworkLossOptions = {}) {
    this.#setup = setup;
    this.#before = beforeEvaluation;
    this.layout = new ParameterLayout(setup.model.parameters(setup.config, outputCount(setup)));
  }

  /** The mean loss of these batches. Throws DataError if none of their rows has a label. */
  ofBatches(batches: readonly Batch[]): SmoothLoss {
    return weightedSum(this.terms(batches));
  }

  /** The same as its terms: each batch's loss with its share. Batches without a label are left out. */
  terms(batches: readonly Batch[]): WeightedLoss[] {
    const labels = batches.map(({ targets }) =>
      targets.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0),
    );
    const total = labels.reduce((sum, count) => sum + count, 0);
    if (total === 0)
      throw new DataError({ code: 'no-labels', what: 'none of the rows whose loss is asked for has a label' });
    return batches.flatMap((batch, index) =>
      labels[index] === 0 ? [] : [{ loss: this.ofBatch(batch), factor: labels[index]! / total }],
    );
  }

  /** The loss of one batch. Its arrays are made once and kept. */
  ofBatch(batch: Batch): SmoothLoss {
    const { model, config, type, features } = this.#setup;
    const rows = batch.rows.map((row) => features[row]);
    const feeds = { ...model.collate(rows, config, type), ...labelFeeds(this.#setup, batch) };
    return {
      size: this.layout.size,
      loss: async (weights) => Number((await this.#run('loss', feeds, weights)).loss!.data[0]),
      gradient: async (weights, into) => Number((await this.#run('gradient', feeds, weights, { into })).loss!.data[0]),
      hessianProduct: async (weights, direction, into) => {
        await this.#run('hessianProduct', feeds, weights, { into, direction });
      },
    };
  }

  async release(): Promise<void> {
    const compiled = await Promise.all(this.#compiled.values());
    await Promise.all(compiled.map(({ program }) => program.release()));
    this.#compiled.clear();
  }

  async #run(
    kind: EvaluationKind,
    feeds: Feeds,
    weights: Vector,
    { into, direction }: { readonly into?: Vector; readonly direction?: Vector } = {},
  ): Promise<Feeds> {
    this.#before(kind);
    const { type } = this.#setup;
    const { program, parameters, differentiated } = await this.#compile(kind);
    // What does not depend on a parameter is 0 there; everything else is overwritten.
    into?.fill(0);
    const written = differentiated.map((parameter) => [gradientName(parameter.name), viewOf(type, parameter, into!)]);
    const all = {
      ...feeds,
      ...weightFeeds(type, parameters, weights),
      ...(direction && directionFeeds(type, parameters, direction)),
    };
    const known = new Set(program.inputNames);
    // A parameter on which the gradient does not depend is no input of the product.
    const needed = Object.fromEntries(Object.entries(all).filter(([name]) => known.has(name)));
    return program.run(needed, Object.fromEntries(written));
  }

  #compile(kind: EvaluationKind): Promise<CompiledComputation> {
    let compiled = this.#compiled.get(kind);
    if (!compiled) {
      const computation = builders[kind](this.#setup, this.layout);
      this.#compiled.set(kind, (compiled = compile(computation, `${kind} in evaluation`, this.#setup)));
    }
    return compiled;
  }
}

function directionFeeds(type: RealType, parameters: readonly ParameterInput[], direction: Vector): Feeds {
  return Object.fromEntries(
    parameters.map((parameter) => [directionName(parameter.name), viewOf(type, parameter, direction)]),
  );
}

const builders: Readonly<Record<EvaluationKind, (setup: ObjectiveSetup, layout: ParameterLayout) => Computation>> = {
  loss: evaluationLoss,
  gradient: evaluationGradient,
  hessianProduct: evaluationHessianProduct,
};
