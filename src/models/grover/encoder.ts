/**
 * GROVER's encoder of one view, atoms or directed bonds: a stack of blocks. A block lets experts pass messages, then mixes, inside
 * each row, what the experts found. No row attends to another one.
 */
import { attend, type Dropout, linear, normalize, type ParameterTensors, type RandomSites } from '../../nn/index.ts';
import {
  add,
  broadcastTo,
  dimProduct,
  gemm,
  matmul,
  reshape,
  split,
  sum,
  type Tensor,
  transpose,
} from '../../tensor/index.ts';
import { activation } from './activation.ts';
import type { GroverConfig } from './config.ts';
import { type NeighborSum, passMessages } from './experts.ts';
import { gatedRows } from './gated-rows.ts';
import { drawnHops } from './hops.ts';
import type { ViewInputs } from './inputs.ts';
import { range, type ViewName } from './parameters.ts';

export interface EncoderOptions {
  readonly config: GroverConfig;
  readonly parameters: ParameterTensors;
  readonly dropout: Dropout;
  readonly random?: RandomSites | undefined;
  /** How much of each row's features is there, [rows, 1]; undefined: all. */
  readonly gates?: Tensor | undefined;
  /** Work on the distinct rows alone, which is all there is to do when nothing is sent. */
  readonly distinctOnly: boolean;
}

export interface Encoded {
  /** [rows, width], or [kinds, width] where only distinct rows were computed. */
  readonly states: Tensor;
  readonly intermediate: Readonly<Record<string, Tensor>>;
}

export function encodeView(view: ViewName, inputs: ViewInputs, options: EncoderOptions): Encoded {
  const encoder = new ViewEncoder(view, inputs, options);
  const intermediate: Record<string, Tensor> = {};
  let states = encoder.embed();
  for (const block of range(options.config.blocks)) {
    intermediate[`${view}.${block}.input`] = states;
    states = encoder.block(states, `${view}.${block}`, intermediate);
    intermediate[`${view}.${block}.output`] = states;
  }
  return { states, intermediate };
}

class ViewEncoder {
  readonly view: ViewName;
  readonly inputs: ViewInputs;
  readonly options: EncoderOptions;

  constructor(view: ViewName, inputs: ViewInputs, options: EncoderOptions) {
    this.view = view;
    this.inputs = inputs;
    this.options = options;
  }

  /** x = dropout(LN(act(W f + b))), computed once for each distinct row; dropout is drawn for every row. [rows, width] */
  embed(): Tensor {
    const { config, parameters, dropout, distinctOnly, gates } = this.options;
    const name = `${this.view}.0.input`;
    const mapped = linear(this.inputs.features, name, parameters);
    const ofKinds = normalize(
      activation(mapped, config, parameters, `${name}.slope`),
      `${name}.norm`,
      'rootLayerNorm',
      parameters,
    );
    return dropout.apply(distinctOnly ? ofKinds : gatedRows(ofKinds, this.inputs.kind, gates));
  }

  /** x' = dropout(LN(W_out [y_1 .. y_H])), y_i what expert i found after attention. [rows, width] to [rows, width] */
  block(x: Tensor, name: string, intermediate: Record<string, Tensor>): Tensor {
    const { config, parameters, dropout, random } = this.options;
    const { width, heads, depth, randomHops } = config;
    const states = passMessages(x, {
      block: name,
      config,
      parameters,
      dropout,
      neighborSum: this.neighborSum,
      hops: random && randomHops ? drawnHops(name, 3 * heads, depth, random) : undefined,
    });
    const [queries, keys, values] = split(states, 0, [heads, heads, heads]) as [Tensor, Tensor, Tensor];
    const attended = attend(
      this.byHead(queries, `${name}.attention.query`),
      this.byHead(keys, `${name}.attention.key`),
      this.byHead(values, `${name}.attention.value`),
      dropout,
    );
    intermediate[`${name}.states`] = states;
    intermediate[`${name}.attention`] = this.outputOfExperts(attended, name);
    const { matrix, shift } = this.joinedOutput(name);
    const flat = reshape(attended, [x.shape[0]!, heads * width]);
    const output = gemm(flat, matrix, { transposeRight: true, ...(shift && { bias: shift }) });
    return dropout.apply(normalize(output, `${name}.norm`, 'rootLayerNorm', parameters));
  }

  /** S; undefined where nothing is sent. */
  get neighborSum(): NeighborSum {
    if (this.options.distinctOnly) return undefined;
    const { sums } = this.inputs;
    const [lanes, slots] = sums.shape as [string, string];
    const { width } = this.options.config;
    return (states) => {
      const leading = states.shape.slice(0, -2);
      const byLane = reshape(states, [...leading, lanes, slots, width]);
      // The runtime does not broadcast to a length of 0, which a number of active experts can have.
      const isSymbolic = leading.some((dim) => typeof dim === 'string');
      const spread = isSymbolic ? broadcastTo(sums, [...leading, ...sums.shape]) : sums;
      return reshape(matmul(spread, byLane), states.shape);
    };
  }

  /** One linear map for all experts, cut into heads: [experts, rows, width] to [rows, heads, experts, width / heads]. */
  byHead(states: Tensor, name: string): Tensor {
    const { width, heads } = this.options.config;
    const [experts, rows] = states.shape as [number, string, number];
    const mapped = linear(reshape(states, [dimProduct([experts, rows]), width]), name, this.options.parameters);
    return transpose(reshape(mapped, [experts, rows, heads, width / heads]), [1, 2, 0, 3]);
  }

  /**
   * The attention's output map A and the block's W have nothing between them: one matrix C_i = W_i A for each expert i, with
   * columns in the order (head, expert, channel) of what attention gives.
   */
  joinedOutput(name: string): { matrix: Tensor; shift: Tensor | undefined } {
    const { width, heads } = this.options.config;
    const { parameters } = this.options;
    const outer = reshape(parameters.get(`${name}.output.weight`), [width * heads, width]);
    const folded = gemm(outer, parameters.get(`${name}.attention.output.weight`));
    const byHead = transpose(reshape(folded, [width, heads, heads, width / heads]), [0, 2, 1, 3]);
    const inner = parameters.find(`${name}.attention.output.bias`);
    const shift =
      inner &&
      add(
        sum(reshape(gemm(outer, reshape(inner, [width, 1])), [width, heads]), [1]),
        parameters.get(`${name}.output.bias`),
      );
    return { matrix: reshape(byHead, [width, heads * width]), shift };
  }

  /** y_i = A o_i + a, which the joined output never forms. [rows, experts, width] */
  outputOfExperts(attended: Tensor, name: string): Tensor {
    const { width, heads } = this.options.config;
    const rows = attended.shape[0]!;
    const joined = reshape(transpose(attended, [0, 2, 1, 3]), [dimProduct([rows, heads]), width]);
    return reshape(linear(joined, `${name}.attention.output`, this.options.parameters), [rows, heads, width]);
  }
}
