/**
 * The gradient of a batch by several threads, each with a network of its own and a part of the batch:
 *   gradient = sum over parts of molecules of the part / molecules of the batch * gradient of the part,   the loss alike
 * A network as small as these is not made faster by several threads inside one computation, but by computations beside each other. The same
 * number of parts gives the same weights on any machine. What else an optimizer asks for is computed here, on the whole batch.
 */
import { type ParameterLayout, setting, type Vector } from '../../base/index.ts';
import type { Batch } from '../../objective/index.ts';
import type { EvaluateOptions, Evaluation } from '../../optim/index.ts';
import { threadClient } from '../../platform/index.node.ts';
import type { Client } from '../../platform/index.ts';
import type { PretrainSession } from '../pretrain-session.ts';
import type { PartOrder } from './gradient-thread.node.ts';

type WholeObjective = PretrainSession['objective'];
type PartClient = Client<typeof import('./gradient-thread.node.ts')>;

export interface PartsOptions {
  readonly parts: number;
  /** Of all parts together. */
  readonly threads: number;
}

/** The session with its gradients by parts; released with it. */
export async function withParts(
  session: PretrainSession,
  order: PartOrder,
  { parts, threads }: PartsOptions,
): Promise<PretrainSession> {
  const objective = new PartedObjective(session.objective, session.layout);
  const release = async (): Promise<void> => {
    await objective.close();
    await session.release();
  };
  try {
    await objective.open(order, { parts, threads });
  } catch (error) {
    await release();
    throw error;
  }
  return { ...session, objective, release };
}

interface Part {
  readonly client: PartClient;
  readonly gradient: Float32Array;
}

interface Waiting {
  readonly current: Batch;
  readonly next: Batch | undefined;
  readonly maskSeed: number;
}

class PartedObjective implements WholeObjective {
  readonly layout: ParameterLayout;
  readonly #whole: WholeObjective;
  readonly #weights: SharedArrayBuffer;
  readonly #parts: Part[] = [];
  #batch: Waiting | undefined;
  /** Whether the whole batch was loaded here. */
  #isLoaded = false;

  constructor(whole: WholeObjective, layout: ParameterLayout) {
    this.#whole = whole;
    this.layout = layout;
    this.#weights = new SharedArrayBuffer(4 * layout.size);
  }

  /** Each part has a memory of its own. */
  keepOnDevice(): undefined {
    return undefined;
  }

  async open(order: PartOrder, { parts, threads }: PartsOptions): Promise<void> {
    const opening = Array.from({ length: parts }, async () => {
      const gradient = new SharedArrayBuffer(4 * this.layout.size);
      const client: PartClient = threadClient(new URL('./gradient-thread.node.js', import.meta.url), {
        who: 'a thread that computes a part of the batch',
        advice: `If memory ran out, take fewer ${setting('training.batchParts')}.`,
      });
      this.#parts.push({ client, gradient: new Float32Array(gradient) });
      const own = { weights: this.#weights, gradient, threads: Math.max(1, Math.floor(threads / parts)) };
      await client.call('open', { ...order, ...own });
    });
    await Promise.all(opening);
  }

  setBatch(current: Batch, next: Batch | undefined, maskSeed: number): void {
    this.#batch = { current, next, maskSeed };
    this.#isLoaded = false;
  }

  async evaluate(weights: Vector, gradient: Vector, options: EvaluateOptions = {}): Promise<Evaluation> {
    const isPlain = Object.values(options).every((value) => value === undefined);
    if (!isPlain || !this.#batch) return this.#loaded().evaluate(weights, gradient, options);
    new Float32Array(this.#weights).set(weights);
    const { current, maskSeed } = this.#batch;
    const cut = cutRows(current.rows, this.#parts.length);
    const losses = await Promise.all(
      cut.map((rows, index) => this.#parts[index]!.client.call('evaluate', { rows, seed: seedOf(maskSeed, index) })),
    );
    const shares = cut.map((rows) => rows.length / current.rows.length);
    gradient.fill(0);
    cut.forEach((_, index) => {
      const [own, share] = [this.#parts[index]!.gradient, shares[index]!];
      for (let at = 0; at < own.length; at++) gradient[at]! += share * own[at]!;
    });
    return { loss: losses.reduce((sum, loss, index) => sum + shares[index]! * loss, 0) };
  }

  sampleLosses(weights: Vector): Promise<Vector> {
    return this.#loaded().sampleLosses(weights);
  }

  outputs(weights: Vector): Promise<Vector> {
    return this.#loaded().outputs(weights);
  }

  sampleIds(): readonly number[] {
    return this.#batch?.current.rows ?? [];
  }

  async close(): Promise<void> {
    const closing = this.#parts.map(async ({ client }) => {
      await client.call('release', undefined as never).catch(() => {});
      await client.close();
    });
    await Promise.all(closing);
  }

  #loaded(): WholeObjective {
    if (!this.#isLoaded && this.#batch) {
      const { current, next, maskSeed } = this.#batch;
      this.#whole.setBatch(current, next, maskSeed);
      this.#isLoaded = true;
    }
    return this.#whole;
  }
}

/** In ascending order, so that a part reads few files of the corpus; no part is empty. */
function cutRows(rows: readonly number[], parts: number): number[][] {
  const ascending = [...rows].sort((left, right) => left - right);
  const cut = Array.from({ length: parts }, (_, index) =>
    ascending.slice(Math.floor((index * rows.length) / parts), Math.floor(((index + 1) * rows.length) / parts)),
  );
  return cut.filter((part) => part.length > 0);
}

/** Parts draw apart. */
export function seedOf(maskSeed: number, part: number): number {
  return (maskSeed + Math.imul(part, 0x9e3779b9)) >>> 0;
}
