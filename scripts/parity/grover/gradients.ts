/** The gradients of a golden file, parameter by parameter, each on a scale that its rounding follows. */
import type { ParameterLayout, Vector } from '../../../src/base/parameter-layout.ts';
import type { RealType } from '../../../src/tensor/index.ts';
import { type Differences, largest } from './difference.ts';
import { type ModelCase, theirName } from './golden.ts';

/**
 * A tensor's gradients are compared on the scale of its largest entry; the one gradient of a PReLU's slope on that of the largest
 * entry of its layer: it is a sum over rows and channels of terms of both signs that nearly cancel, and rounding follows the terms.
 * (In float32 the slope of an expert differs by 1.7e-4 of itself, and by 8e-7 of the model's largest gradient.) In float32 the scale
 * is at least a thousandth of the model's largest gradient: where a softmax is saturated, gradients of 1e-6 beside others of 1 are
 * rounding noise.
 */
const smallestShare = 1e-3;

/** Parameters that the file leaves out are not compared; those without a gradient have 0. */
export function compareGradients(
  golden: ModelCase,
  layout: ParameterLayout,
  gradient: Vector,
  { type, differences }: { readonly type: RealType; readonly differences: Differences },
): void {
  const all = largest(Object.values(golden.gradients).flatMap((tensor) => tensor?.data ?? []));
  // In float64 1e-9 absolute is enough too.
  const lowest = type === 'float64' ? 1 : all * smallestShare;
  for (const { name, size } of layout.entries) {
    const found = golden.gradients[theirName(name)];
    if (found === undefined) continue;
    const expected = found?.data ?? new Array<number>(size).fill(0);
    const own = size === 1 ? largestOfLayer(golden, layout, name) : largest(expected);
    differences.compare(`gradient of ${name}`, layout.view(gradient, name), expected, Math.max(own, lowest));
  }
}

/** The largest gradient of the layer that this parameter belongs to. */
function largestOfLayer(golden: ModelCase, layout: ParameterLayout, name: string): number {
  const layer = name.slice(0, name.lastIndexOf('.') + 1);
  const ofLayer = layout.entries.filter((entry) => entry.name.startsWith(layer));
  return largest(ofLayer.flatMap((entry) => golden.gradients[theirName(entry.name)]?.data ?? []));
}
