/** The computations behind an objective: symbolic loss and gradient of a model, lowered and loaded into the runtime. */
import type { ParameterLayout } from '../base/index.ts';
import type { Model, ModelVariant } from '../models/index.ts';
import { Dropout, type ParameterInput, ParameterTensors, type RandomSite, RandomSites } from '../nn/index.ts';
import type { KeptProgram, Program, Runtime } from '../runtime/index.ts';
import type { LabelTensors, LossDefinition, TaskHead } from '../tasks/index.ts';
import { filledWith, gradients, input, lower, type SymbolSource, symbolSources, type Tensor } from '../tensor/index.ts';
import { type Branches, branchesLoss, branchesSampleLosses } from './branches.ts';
import { withConsistency } from './consistency.ts';
import type { LabelSetup } from './objective-feeds.ts';

export interface ObjectiveSetup extends LabelSetup {
  readonly model: Model;
  readonly config: unknown;
  readonly head: TaskHead;
  readonly loss: LossDefinition;
  readonly dropoutRate: number;
  /** Features of every molecule of the table; a batch names rows of it. */
  readonly features: readonly unknown[];
  /** Features of a row as training sees them in an epoch, if it sees others in each. */
  readonly featuresIn?: ((row: number, epoch: number) => unknown) | undefined;
  readonly runtime: Runtime;
  readonly threads?: number;
}

/** A symbolic computation of a model. */
export interface Computation {
  readonly results: Readonly<Record<string, Tensor>>;
  readonly parameters: readonly ParameterInput[];
  /** Parameters whose gradient is among the results, as `gradient of NAME`; that of all others is 0. */
  readonly differentiated: readonly ParameterInput[];
  /** What is drawn for every step. */
  readonly randomSites: readonly RandomSite[];
}

/** The same, ready to run. */
export interface CompiledComputation extends Omit<Computation, 'results'> {
  readonly program: Program;
  readonly symbols: readonly SymbolSource[];
}

export interface ComputationOptions {
  readonly variant: ModelVariant;
  readonly hasConsistency: boolean;
}

/** Results: `loss`, `outputs`, and `gradient of NAME` for every parameter that the loss depends on. */
export function lossAndGradient(
  setup: ObjectiveSetup,
  layout: ParameterLayout,
  { variant, hasConsistency }: ComputationOptions,
): Computation {
  const { network, ...rest } = forward(setup, layout, variant, 'training');
  const outputs = setup.head.join(network.branches);
  const fit = branchesLoss(network, setup, labelInputs(setup));
  const loss = hasConsistency ? withConsistency(fit, outputs, setup.head) : fit;
  return differentiated(loss, { outputs }, rest);
}

/** Results: `loss`, the others, and `gradient of NAME` for every parameter that the loss depends on. */
export function differentiated(
  loss: Tensor,
  others: Readonly<Record<string, Tensor>>,
  { parameters, randomSites }: Pick<Computation, 'parameters' | 'randomSites'>,
): Computation {
  const found = gradients(
    loss,
    parameters.map(({ tensor }) => tensor),
  );
  const isReached = (_: unknown, index: number): boolean => filledWith(found[index]!) !== 0;
  const named = parameters.map(({ name }, index) => [gradientName(name), found[index]!] as const).filter(isReached);
  const results = { loss, ...others, ...Object.fromEntries(named) };
  return { results, parameters, differentiated: parameters.filter(isReached), randomSites };
}

/** Results: `losses`, of each molecule, [molecules]. */
export function lossOfEachSample(setup: ObjectiveSetup, layout: ParameterLayout): Computation {
  const { network, parameters, randomSites } = forward(setup, layout, 'full', 'training');
  const losses = branchesSampleLosses(network, setup, labelInputs(setup));
  return { results: { losses }, parameters, differentiated: [], randomSites };
}

/** Results: `outputs` in evaluation mode, [molecules, outputs]. */
export function outputsOnly(setup: ObjectiveSetup, layout: ParameterLayout): Computation {
  const { network, parameters } = forward(setup, layout, 'full', 'evaluation');
  const outputs = setup.head.join(network.branches);
  return { results: { outputs }, parameters, differentiated: [], randomSites: [] };
}

export async function compile(
  { results, ...computation }: Computation,
  name: string,
  { runtime, model, threads, type }: Pick<ObjectiveSetup, 'runtime' | 'model' | 'threads' | 'type'>,
): Promise<CompiledComputation> {
  // ONNX Runtime's rewriting keeps factors of matrix products in float32: float64 would lose half of its digits.
  const optimize = type === 'float32';
  const options = { name: `${model.name}, ${name}`, optimize, ...(threads === undefined ? {} : { threads }) };
  const program = await runtime.load(lower(results), options);
  return { ...computation, program, symbols: symbolSources(Object.values(results)) };
}

/** What stays with the device: all parameters in the layout's order, and the gradient by them. */
export const keptNames = { weights: 'kept weights', gradient: 'kept gradient' } as const;

/** A computation of loss and gradient whose weights and gradient are arrays of the device, as long as all parameters. */
export async function compileKept(
  { results, ...computation }: Computation,
  name: string,
  { runtime, threads, layout }: { runtime: Runtime; threads?: number; layout: ParameterLayout },
): Promise<Omit<CompiledComputation, 'program'> & { readonly program: KeptProgram }> {
  const packed = (called: string, parameters: readonly ParameterInput[], nameOf = (name: string) => name) => ({
    name: called,
    length: layout.size,
    pieces: parameters
      .filter(({ size }) => size > 0)
      .toSorted((left, right) => left.offset - right.offset)
      .map(({ name, shape, offset, size }) => ({ name: nameOf(name), dims: shape, offset, size })),
  });
  const program = await runtime.residence!.load(lower(results), {
    name,
    kept: [keptNames.gradient],
    packed: {
      inputs: packed(keptNames.weights, computation.parameters),
      outputs: packed(keptNames.gradient, computation.differentiated, gradientName),
    },
    ...(threads === undefined ? {} : { threads }),
  });
  return { ...computation, program, symbols: symbolSources(Object.values(results)) };
}

export const gradientName = (parameter: string): string => `gradient of ${parameter}`;

export interface Forward {
  readonly network: Branches;
  readonly parameters: readonly ParameterInput[];
  readonly randomSites: readonly RandomSite[];
}

/** The network over symbolic parameters; in evaluation mode nothing is drawn at random. */
export function forward(
  { model, config, type, dropoutRate, ...setup }: ObjectiveSetup,
  layout: ParameterLayout,
  variant: ModelVariant,
  mode: 'training' | 'evaluation',
): Forward {
  const parameters = new ParameterTensors(layout, type);
  const random = mode === 'training' ? new RandomSites() : undefined;
  const dropout = new Dropout(dropoutRate, random);
  const { branches, ...rest } = model.forward(config, outputCount(setup), {
    type,
    parameters,
    dropout,
    random,
    variant,
  });
  const network = { ...rest, branches: branches.map(setup.head.complete) };
  return { network, parameters: parameters.inputs, randomSites: random?.all ?? [] };
}

/** Raw outputs of a network for these tasks. */
export function outputCount({ tasks, head }: Pick<ObjectiveSetup, 'tasks' | 'head'>): number {
  return tasks * head.outputsPerTask;
}

/** Inputs of the loss; labelFeeds gives their values. */
export function labelInputs({ type, tasks, isWeighted, bounds, head }: ObjectiveSetup): LabelTensors {
  const make = (name: string, width = tasks): Tensor => input(name, type, ['molecules', width]);
  return {
    targets: make('targets', outputCount({ tasks, head })),
    present: make('present'),
    ...(isWeighted && { weights: make('weights') }),
    ...(bounds && { bounds: make('bounds') }),
  };
}
