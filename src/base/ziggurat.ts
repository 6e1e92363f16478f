/**
 * The table of the ziggurat method for the standard normal distribution (Marsaglia and Tsang 2000): 256 layers of equal
 * area under exp(-x^2 / 2). Layer 0 is the lowest, a rectangle up to `tail` together with the tail beyond; the others
 * are rectangles stacked upon it, each as wide as the curve is at its foot.
 */
const layers = 256;
/** Where the tail begins, and the area of a layer: the solution of the method's equation for 256 layers. */
const tail = 3.6541528853610088;
const area = 4.92867323399e-3;
/** A place in a layer is a signed integer of 24 bits: its size is below this. */
const placeLimit = 2 ** 23;

const density = (x: number): number => Math.exp(-0.5 * x * x);

/**
 * edges[layer]: width of its rectangle; heights[layer]: the upper end of it; scales: from a place to x; thresholds:
 * places below are under the curve whatever their height.
 */
function build(): {
  readonly tail: number;
  readonly edges: Float64Array;
  readonly heights: Float64Array;
  readonly scales: Float64Array;
  readonly thresholds: Int32Array;
} {
  const edges = new Float64Array(layers + 1);
  const heights = new Float64Array(layers);
  edges[0] = area / density(tail);
  edges[1] = tail;
  heights[0] = density(tail);
  for (let layer = 1; layer < layers; layer++) {
    heights[layer] = Math.min(1, heights[layer - 1]! + area / edges[layer]!);
    edges[layer + 1] = Math.sqrt(Math.max(0, -2 * Math.log(heights[layer]!)));
  }
  const scales = new Float64Array(layers);
  const thresholds = new Int32Array(layers);
  for (let layer = 0; layer < layers; layer++) {
    scales[layer] = edges[layer]! / placeLimit;
    thresholds[layer] = Math.floor((edges[layer + 1]! / edges[layer]!) * placeLimit) - 1;
  }
  return { tail, edges, heights, scales, thresholds };
}

export const normalLayers = build();
