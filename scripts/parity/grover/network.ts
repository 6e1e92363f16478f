/** GROVER's whole computation, ready to run on one batch: for comparing every value on the way, with hops that are given. */
import { ParameterLayout, type Vector } from '../../../src/base/parameter-layout.ts';
import type { GroverConfig } from '../../../src/models/grover/config.ts';
import { hopArrays } from '../../../src/models/grover/hops.ts';
import { type GroverFeatures, grover } from '../../../src/models/index.ts';
import { Dropout, ParameterTensors, RandomSites } from '../../../src/nn/index.ts';
import { type Branches, branchesLoss } from '../../../src/objective/branches.ts';
import type { Feeds, Program, Runtime } from '../../../src/runtime/index.ts';
import type { LabelTensors, LossDefinition, TaskDefinition } from '../../../src/tasks/index.ts';
import {
  add,
  gradients,
  input,
  lower,
  multiply,
  type RealType,
  scalar,
  subtract,
  sum,
  type Tensor,
} from '../../../src/tensor/index.ts';

export interface NetworkOptions {
  readonly config: GroverConfig;
  readonly tasks: number;
  readonly task: TaskDefinition;
  readonly loss: LossDefinition;
  readonly type: RealType;
  /** Training draws hops, which `run` is given; evaluation makes depth - 1. */
  readonly mode: 'training' | 'evaluation';
}

export interface NetworkBatch {
  readonly features: readonly GroverFeatures[];
  /** [molecules, tasks], null where missing. */
  readonly targets: readonly (readonly (number | null)[])[];
  /** Hops of each expert of a block, by the block's name: queries, then keys, then values. */
  readonly hops?: Readonly<Record<string, readonly number[]>>;
}

export interface Values {
  readonly feeds: Feeds;
  value(name: string): ArrayLike<number>;
  /** Of the mean loss and of half the sum of squared losses over the labels; every element, 0 where nothing depends. */
  readonly gradient: Vector;
  readonly squaredGradient: Vector;
}

export class Network {
  readonly layout: ParameterLayout;
  readonly #options: NetworkOptions;
  readonly #program: Program;
  readonly #parameters: ParameterTensors;

  static async open(options: NetworkOptions, runtime: Runtime): Promise<Network> {
    const { config, tasks, type, mode, task } = options;
    const layout = new ParameterLayout(grover.parameters(config, tasks));
    const parameters = new ParameterTensors(layout, type);
    const random = mode === 'training' ? new RandomSites() : undefined;
    const dropout = new Dropout(0, random);
    const network = grover.forward(config, tasks, { type, parameters, dropout, random, variant: 'full' });
    const labels = {
      targets: input('targets', type, ['molecules', tasks]),
      present: input('present', type, ['molecules', tasks]),
    };
    const fit = { head: task.head({ taskNames: [] }), loss: options.loss };
    const loss = branchesLoss(network, fit, labels);
    const each = lossesOfLabels(network, options.loss, labels);
    const squares = sum(multiply(each, multiply(each, scalar(each, 0.5))));
    const results: Record<string, Tensor> = { loss, outputs: fit.head.join(network.branches), ...network.intermediate };
    network.branches.forEach((branch, index) => {
      results[`branch.${index}`] = branch;
    });
    const tensors = parameters.inputs.map(({ tensor }) => tensor);
    gradients(loss, tensors).forEach((gradient, index) => {
      results[`gradient.${index}`] = gradient;
    });
    gradients(squares, tensors).forEach((gradient, index) => {
      results[`squared.${index}`] = gradient;
    });
    const program = await runtime.load(lower(results), { threads: 1, optimize: type === 'float32' });
    return new Network(options, layout, parameters, program);
  }

  constructor(options: NetworkOptions, layout: ParameterLayout, parameters: ParameterTensors, program: Program) {
    this.#options = options;
    this.layout = layout;
    this.#parameters = parameters;
    this.#program = program;
  }

  async run(weights: Vector, { features, targets, hops = {} }: NetworkBatch): Promise<Values> {
    const { config, type, tasks } = this.#options;
    const feeds = grover.collate(features, config, type);
    const real = (numbers: readonly number[]): Vector =>
      type === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
    const labels = targets.flat();
    const dims = [targets.length, tasks];
    const drawn = Object.entries(hops).map(([block, each]) => hopArrays(`hops.${block}`, each, config.depth));
    const outputs = await this.#program.run({
      ...feeds,
      ...Object.assign({}, ...drawn),
      targets: { type, dims, data: real(labels.map((label) => label ?? 0)) },
      present: { type, dims, data: real(labels.map((label) => (label === null ? 0 : 1))) },
      ...Object.fromEntries(
        this.#parameters.inputs.map(({ name, shape, offset, size }) => [
          name,
          { type, dims: shape, data: weights.subarray(offset, offset + size) },
        ]),
      ),
    });
    const value = (name: string): ArrayLike<number> => outputs[name]!.data as Vector;
    const gather = (kind: string): Vector => {
      const all =
        real([]).constructor === Float32Array ? new Float32Array(this.layout.size) : new Float64Array(this.layout.size);
      this.#parameters.inputs.forEach(({ offset }, index) => {
        all.set(value(`${kind}.${index}`), offset);
      });
      return all;
    };
    return { feeds, value, gradient: gather('gradient'), squaredGradient: gather('squared') };
  }

  release(): Promise<void> {
    return this.#program.release();
  }
}

/** Of both branches and their disagreement, 0 where no label is present, [molecules, tasks]. */
function lossesOfLabels({ branches, disagreement = 0 }: Branches, loss: LossDefinition, labels: LabelTensors): Tensor {
  const [first, second] = branches as [Tensor, Tensor];
  const apart = subtract(first, second);
  const fit = add(loss.perLabel(first, labels), loss.perLabel(second, labels));
  return multiply(add(fit, multiply(multiply(apart, apart), scalar(apart, disagreement))), labels.present);
}
