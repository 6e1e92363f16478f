/**
 * A density over points of a space, from points that were seen: a mixture with a component for each of them and a wide one for the whole
 * space. A component is a product over the parameters (normal, cut off at the ends of the range; or most of its weight on the value that
 * was seen), so that what goes together is kept together.
 * Source: Watanabe 2023, "Tree-structured Parzen estimator", arXiv 2304.11127 (multivariate kernel, bandwidth by Scott's rule, its lower
 * bound); Falkner et al. 2018, arXiv 1807.01774.
 */
import type { RandomStream } from '../base/index.ts';
import type { Point, Space } from './space.ts';

export interface Density {
  draw(stream: RandomStream): Point;
  /** Natural logarithm of the density at a point. */
  log(point: Point): number;
}

export function parzenDensity(space: Space, seen: readonly Point[]): Density {
  const bandwidth = bandwidthOf(seen.length, space.length);
  const components: readonly Component[] = [
    ...seen.map((point) => ({ point, bandwidth })),
    { point: space.map(() => 0.5), bandwidth: 1, isWhole: true },
  ];
  const kernel = { space, evidence: seen.length };
  return {
    draw: (stream) => {
      const component = components[stream.below(components.length)]!;
      return space.map((_, index) => drawFrom(kernel, component, index, stream));
    },
    log: (point) => {
      const logs = components.map((component) =>
        space.reduce((sum, _, index) => sum + Math.log(densityOf(kernel, component, index, point[index]!)), 0),
      );
      const largest = Math.max(...logs);
      const total = logs.reduce((sum, value) => sum + Math.exp(value - largest), 0);
      return largest + Math.log(total / components.length);
    },
  };
}

interface Component {
  readonly point: Point;
  readonly bandwidth: number;
  /** The wide one: every choice is equally likely. */
  readonly isWhole?: boolean;
}

interface Kernel {
  readonly space: Space;
  /** Points that were seen. */
  readonly evidence: number;
}

/** In units of the range. Few points must not look sure. */
function bandwidthOf(points: number, parameters: number): number {
  const scott = 0.2 * Math.max(points, 1) ** (-1 / (parameters + 4));
  return Math.max(scott, 1 / Math.min(100, points + 1));
}

function drawFrom({ space, evidence }: Kernel, component: Component, index: number, stream: RandomStream): number {
  const parameter = space[index]!;
  const center = component.point[index]!;
  if (parameter.kind === 'choice') {
    const spread = component.isWhole === true || stream.uniform() < spreadOf(evidence, parameter.values.length);
    return spread ? stream.below(parameter.values.length) : center;
  }
  for (;;) {
    const drawn = center + component.bandwidth * stream.normal();
    if (drawn >= 0 && drawn <= 1) return drawn;
  }
}

/** The share of a component's weight that is spread over all choices. */
function spreadOf(evidence: number, choices: number): number {
  return choices / (evidence + 1 + choices);
}

function densityOf({ space, evidence }: Kernel, component: Component, index: number, at: number): number {
  const parameter = space[index]!;
  const center = component.point[index]!;
  if (parameter.kind === 'choice') {
    const count = parameter.values.length;
    const spread = component.isWhole ? 1 : spreadOf(evidence, count);
    return spread / count + (at === center ? 1 - spread : 0);
  }
  const { bandwidth } = component;
  const inside = normalBelow((1 - center) / bandwidth) - normalBelow(-center / bandwidth);
  const distance = (at - center) / bandwidth;
  return Math.max(Math.exp(-0.5 * distance * distance) / (bandwidth * Math.sqrt(2 * Math.PI) * inside), 1e-300);
}

/** Distribution function of the standard normal. Source: Abramowitz and Stegun 7.1.26, error below 1e-7. */
function normalBelow(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const upper = 0.5 * series * Math.exp((-x * x) / 2);
  return x < 0 ? upper : 1 - upper;
}
