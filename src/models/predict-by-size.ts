/** Molecules of like size together, so that little is padded: how every prediction of many molecules is cut into batches. */

/** Molecules that run through a model together: enough to fill its products, few enough to stay in the cache. */
const batchSize = 64;

/**
 * sizes: atoms of each molecule; predict: outputs of the molecules at these indices, [indices, width].
 * Result in the order of the sizes, [molecules, width].
 */
export async function predictBySize(
  sizes: readonly number[],
  width: number,
  predict: (indices: readonly number[]) => Promise<ArrayLike<number>>,
): Promise<Float32Array> {
  const indices = [...sizes.keys()].sort((left, right) => sizes[left]! - sizes[right]!);
  const result = new Float32Array(sizes.length * width);
  for (let start = 0; start < indices.length; start += batchSize) {
    const chunk = indices.slice(start, start + batchSize);
    const outputs = await predict(chunk);
    chunk.forEach((position, index) => {
      for (let at = 0; at < width; at++) result[position * width + at] = outputs[index * width + at]!;
    });
  }
  return result;
}
