/** How fast the runtime multiplies matrices on this machine now: what floors are computed with. */
import { setTimeout } from 'node:timers/promises';
import { median } from '../src/base/quantile.ts';
import type { Feeds, Runtime } from '../src/runtime/index.ts';
import { input, lower, matmul } from '../src/tensor/index.ts';

/** The rows of an average bbbp batch by the width of the network. */
const [rows, width] = [770, 256];
/** In one run, so that the cost of a call does not count as slowness of the product. */
const productsInARow = 10;
const runsInARow = 5;
/** The runtime's threads keep spinning for a while after a run; they must not slow down what another session does next. */
const restMs = 50;

export interface RateMeter {
  /** Measures once; call it between the steps that are compared with the rate. */
  sample(): Promise<void>;
  /** Median of the samples. */
  gflops(): number;
}

export async function matrixProductRate(runtime: Runtime, threads: number): Promise<RateMeter> {
  const left = input('left', 'float32', [rows, width]);
  const right = input('right', 'float32', [width, width]);
  let product = left;
  for (let index = 0; index < productsInARow; index++) product = matmul(product, right);
  const program = await runtime.load(lower({ product }), { threads, name: 'matrix product' });
  const feeds: Feeds = {
    left: { type: 'float32', dims: [rows, width], data: new Float32Array(rows * width).fill(0.5) },
    right: { type: 'float32', dims: [width, width], data: new Float32Array(width * width).fill(1 / width) },
  };
  const into: Feeds = { product: { type: 'float32', dims: [rows, width], data: new Float32Array(rows * width) } };
  const samples: number[] = [];
  await program.run(feeds, into);
  return {
    async sample() {
      await setTimeout(restMs);
      for (let run = 0; run < runsInARow; run++) {
        const start = performance.now();
        await program.run(feeds, into);
        samples.push((2 * rows * width * width * productsInARow) / ((performance.now() - start) * 1e6));
      }
      await setTimeout(restMs);
    },
    gflops: () => median(samples),
  };
}
