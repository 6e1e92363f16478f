/** Molecules of like size together, so that little is padded: how every prediction of many molecules is cut into batches. */

/** Molecules that run through a model together: enough to fill its products, few enough to stay in the cache. */
const batchSize = 64;

/**
 * sizes: atoms of each molecule; predict: outputs of the molecules at these places, [places, tasks].
 * Result in the order of the sizes, [molecules, tasks].
 */
export async function predictBySize(
  sizes: readonly number[],
  tasks: number,
  predict: (places: readonly number[]) => Promise<ArrayLike<number>>,
): Promise<Float32Array> {
  const places = [...sizes.keys()].sort((left, right) => sizes[left]! - sizes[right]!);
  const result = new Float32Array(sizes.length * tasks);
  for (let start = 0; start < places.length; start += batchSize) {
    const chunk = places.slice(start, start + batchSize);
    const outputs = await predict(chunk);
    chunk.forEach((place, index) => {
      for (let task = 0; task < tasks; task++) result[place * tasks + task] = outputs[index * tasks + task]!;
    });
  }
  return result;
}
