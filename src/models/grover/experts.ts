/**
 * Message passing by independent experts, each with its own map U and its own number of hops T:
 *   m^0 = x,   m^{t+1} = dropout(act(x + U S(m^t) + c)),   result m^T
 * S sums over neighbors. The skip goes to x always. One product serves many experts; the first S(x) is the same for all.
 */
import type { Dropout, ParameterTensors } from '../../nn/index.ts';
import {
  add,
  broadcastTo,
  concat,
  type Dim,
  matmul,
  permuteRows,
  reshape,
  split,
  swapLastAxes,
  type Tensor,
  takeRows,
} from '../../tensor/index.ts';
import { activation } from './activation.ts';
import type { GroverConfig } from './config.ts';
import type { DrawnHops } from './hops.ts';
import { expertKinds, expertNames } from './parameters.ts';

/** S over states [..., rows, width]; undefined where nothing is sent. */
export type NeighborSum = ((states: Tensor) => Tensor) | undefined;

export interface ExpertsOptions {
  /** Names the parameters. */
  readonly block: string;
  readonly config: GroverConfig;
  readonly parameters: ParameterTensors;
  readonly dropout: Dropout;
  readonly neighborSum: NeighborSum;
  /** undefined: depth - 1 for all. */
  readonly hops: DrawnHops | undefined;
}

/** x: [rows, width]; result [experts, rows, width], all queries, then all keys, then all values. */
export function passMessages(x: Tensor, options: ExpertsOptions): Tensor {
  const experts = new Experts(x, options);
  return options.hops ? experts.passDrawn(options.hops) : experts.passFixed(options.config.depth - 1);
}

class Experts {
  readonly x: Tensor;
  readonly options: ExpertsOptions;
  readonly count: number;

  constructor(x: Tensor, options: ExpertsOptions) {
    this.x = x;
    this.options = options;
    this.count = expertKinds.length * options.config.heads;
  }

  passFixed(hops: number): Tensor {
    // Where nothing is sent, all hops give the same.
    const needed = this.options.neighborSum ? hops : Math.min(hops, 1);
    if (needed === 0) return this.repeated(this.count);
    let states: Tensor | undefined;
    for (let hop = 0; hop < needed; hop++) states = this.hop(states);
    return states!;
  }

  passDrawn({ active, finished, position }: DrawnHops): Tensor {
    const used = this.options.neighborSum ? active : active.slice(0, 1);
    const done: Tensor[] = [];
    let running: Tensor | undefined;
    for (const [hop, experts] of used.entries()) {
      const states = this.hop(running, experts);
      const next = used[hop + 1];
      const lengths = next ? [next.shape[0]!, finished[hop + 1]!.shape[0]!] : [];
      const [going, stopped] = next ? split(states, 0, lengths) : [undefined, states];
      running = going;
      done.unshift(stopped!);
    }
    const idle = this.repeated(finished[0]!.shape[0]!);
    const sorted = concat([used.at(-1)!, ...finished.slice(0, used.length).reverse()], 0, this.count);
    return permuteRows(concat([...done, idle], 0, this.count), position, sorted);
  }

  /** One hop of these experts (default all) from their states (default x for all). [experts, rows, width] */
  hop(states: Tensor | undefined, experts?: Tensor): Tensor {
    const { parameters, config, dropout } = this.options;
    const count = experts ? experts.shape[0]! : this.count;
    const shift = config.biases ? this.ofExperts('bias', [1, config.width], experts) : undefined;
    const sent = this.sent(states, count, experts);
    const skip = sent ? add(sent, this.x) : this.repeated(count);
    const slope = config.activation === 'prelu' ? this.ofExperts('slope', [1, 1], experts) : undefined;
    return dropout.apply(activation(shift ? add(skip, shift) : skip, config, parameters, slope));
  }

  /** U S(m), or undefined where nothing is sent. */
  sent(states: Tensor | undefined, count: Dim, experts?: Tensor): Tensor | undefined {
    const { neighborSum, config } = this.options;
    if (!neighborSum) return undefined;
    const sum = neighborSum(states ?? this.x);
    // The runtime does not broadcast to a length of 0, which a number of active experts can have.
    const spread = states || typeof count === 'number' ? sum : broadcastTo(sum, [count, ...sum.shape]);
    return matmul(spread, swapLastAxes(this.ofExperts('weight', [config.width, config.width], experts)));
  }

  ofExperts(part: 'weight' | 'bias' | 'slope', shape: readonly number[], experts?: Tensor): Tensor {
    const { parameters, block, config } = this.options;
    const all = parameters.join(expertNames(block, part, config.heads), [this.count, ...shape]);
    return experts ? takeRows(all, experts) : all;
  }

  repeated(count: Dim): Tensor {
    return broadcastTo(reshape(this.x, [1, ...this.x.shape]), [count, ...this.x.shape]);
  }
}
