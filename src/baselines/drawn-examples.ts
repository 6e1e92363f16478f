/** What a tree of a forest is grown on: as many examples as there are, drawn with repetition, more often where they weigh more. */
import type { RandomStream } from '../base/index.ts';
import type { TaskData } from './baseline.ts';

/** How often each example was drawn, [examples]. */
export function drawExamples({ rows, weights }: Pick<TaskData, 'rows' | 'weights'>, random: RandomStream): Int32Array {
  const times = new Int32Array(rows.length);
  const next = weights ? weightedDraw(weights, random) : () => random.below(rows.length);
  for (let draw = 0; draw < rows.length; draw++) times[next()]!++;
  return times;
}

function weightedDraw(weights: Float64Array, random: RandomStream): () => number {
  let total = 0;
  const ends = weights.map((weight) => (total += weight));
  return () => {
    const at = random.uniform() * total;
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
