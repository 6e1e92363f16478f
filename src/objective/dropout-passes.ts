/**
 * A model file as a computation with dropout, whose masks are fed: what the network says of a molecule when parts of it are left out. Masks are
 * drawn for one molecule at a time from a seed and the number of the pass, so that they depend neither on the other molecules of a table nor
 * on threads.
 */
import { ParameterLayout, RandomStream } from '../base/index.ts';
import type { Model } from '../models/index.ts';
import { Dropout, ParameterTensors, RandomSites } from '../nn/index.ts';
import type { Feeds, Program, Runtime } from '../runtime/index.ts';
import type { Standardization, TaskHead } from '../tasks/index.ts';
import { decodeModel, lower, resolveShape, symbolSources } from '../tensor/index.ts';

export interface DropoutModel {
  readonly model: Model;
  readonly config: unknown;
  readonly tasks: number;
  readonly head: TaskHead;
  readonly standardization: Standardization | undefined;
  /** Share of elements that are left out. */
  readonly rate: number;
  readonly seed: number;
  readonly passes: number;
}

export interface DropoutPasses {
  /** Predictions of each pass for molecules by their features, [passes][rows * tasks * outputs]. */
  run(features: readonly unknown[]): Promise<Float32Array[]>;
  release(): Promise<void>;
}

/** bytes: the model file, which holds the weights by the names of their parameters. */
export async function openDropoutPasses(
  bytes: Uint8Array,
  options: DropoutModel,
  { runtime, threads }: { readonly runtime: Runtime; readonly threads?: number | undefined },
): Promise<DropoutPasses> {
  const { model, config, tasks, head, standardization, rate } = options;
  const outputs = tasks * head.outputsPerTask;
  const { initializers } = decodeModel(bytes).graph;
  const parameters = new ParameterTensors(new ParameterLayout(model.parameters(config, outputs)), 'float32');
  const sites = new RandomSites();
  const forward = { type: 'float32', parameters, dropout: new Dropout(rate, sites), variant: 'full' } as const;
  const { branches } = model.forward(config, outputs, forward);
  const results = { predictions: head.transform(head.join(branches.map(head.complete)), standardization) };
  const symbols = symbolSources(Object.values(results));
  const program = await runtime.load(lower(results, { initializers }), {
    name: 'the model with dropout',
    ...(threads === undefined ? {} : { threads }),
  });
  const draw = (feeds: Feeds, pass: number): Feeds => {
    let drawn: Feeds = {};
    for (const site of sites.all) {
      const known = { ...feeds, ...drawn };
      const stream = new RandomStream(options.seed, `${site.name}, pass ${pass}`);
      drawn = { ...drawn, ...site.draw(stream, ({ shape }) => resolveShape(shape, symbols, known)) };
    }
    return drawn;
  };
  return {
    run: (features) => runPasses(features, { program, draw, options }),
    release: () => program.release(),
  };
}

async function runPasses(
  features: readonly unknown[],
  {
    program,
    draw,
    options: { model, config, passes },
  }: {
    readonly program: Program;
    readonly draw: (feeds: Feeds, pass: number) => Feeds;
    readonly options: DropoutModel;
  },
): Promise<Float32Array[]> {
  const values = Array.from({ length: passes }, (): number[] => []);
  for (const each of features) {
    const feeds = model.collate([each], config, 'float32');
    for (const [pass, ofPass] of values.entries()) {
      const { predictions } = await program.run({ ...feeds, ...draw(feeds, pass) });
      ofPass.push(...(predictions!.data as Float32Array));
    }
  }
  return values.map((each) => Float32Array.from(each));
}
