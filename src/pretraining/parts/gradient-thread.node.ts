/** The thread's side of gradient-parts.node.ts: a network of its own on the corpus on disk, and loss and gradient of a part of a batch. */
import { RunError } from '../../base/index.ts';
import { findModel } from '../../models/index.ts';
import { CompiledObjective } from '../../objective/index.ts';
import { loadInheritedPlugins } from '../../plugins/index.node.ts';
import type { PretrainConfig } from '../../runs/index.ts';
import { loadRuntime } from '../../runtime/index.node.ts';
import { CorpusClasses } from '../corpus/corpus-classes.ts';
import { openCorpusFolder } from '../corpus/stored-corpus.node.ts';
import { corpusSetup } from '../corpus-setup.ts';
import { pretrainSource } from '../pretrain-source.ts';

await loadInheritedPlugins();

/** Plain data, but for the shared vectors. */
export interface PartOrder {
  readonly model: string;
  readonly settings: unknown;
  readonly tasks: PretrainConfig['tasks'];
  readonly corpusFolder: string;
  readonly backend: PretrainConfig['machine']['backend'];
}

export interface SharedVectors {
  readonly weights: SharedArrayBuffer;
  readonly gradient: SharedArrayBuffer;
}

interface OpenPart {
  readonly objective: CompiledObjective;
  readonly shared: { readonly weights: Float32Array; readonly gradient: Float32Array };
  /** The runtime reads and writes no shared memory. */
  readonly own: { readonly weights: Float32Array; readonly gradient: Float32Array };
}

let part: OpenPart | undefined;

/** Called once. threads: of this part. */
export async function open(order: PartOrder & SharedVectors & { readonly threads: number }): Promise<void> {
  const { settings, tasks, backend, threads } = order;
  const corpus = await openCorpusFolder(order.corpusFolder);
  const source = pretrainSource({
    ...{ model: findModel(order.model), config: settings, threads },
    ...corpusSetup(corpus, new CorpusClasses(corpus, tasks), { settings, disagreement: tasks.disagreement }),
    runtime: await loadRuntime(backend && { backend }),
  });
  const { size } = source.layout;
  part = {
    objective: new CompiledObjective(source),
    shared: { weights: new Float32Array(order.weights), gradient: new Float32Array(order.gradient) },
    own: { weights: new Float32Array(size), gradient: new Float32Array(size) },
  };
}

/** Of the shared weights, into the shared gradient; the loss comes back. */
export async function evaluate({
  rows,
  seed,
}: {
  readonly rows: readonly number[];
  readonly seed: number;
}): Promise<number> {
  if (!part) throw new RunError({ code: 'computation-released', what: 'no network has been opened in this thread' });
  const { objective, shared, own } = part;
  own.weights.set(shared.weights);
  objective.setBatch({ rows, targets: new Float64Array() }, undefined, seed);
  const { loss } = await objective.evaluate(own.weights, own.gradient);
  shared.gradient.set(own.gradient);
  return loss;
}

export async function release(): Promise<void> {
  await part?.objective.release();
  part = undefined;
}
