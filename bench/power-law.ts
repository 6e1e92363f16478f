/** The exponent of y = factor * x^exponent, fitted. */

export interface PowerLaw {
  readonly exponent: number;
  readonly factor: number;
}

/** A straight line through the logarithms by least squares. points: [x, y], two or more, all positive. */
export function fitPowerLaw(points: readonly (readonly [number, number])[]): PowerLaw {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const exponent = covariance / variance;
  return { exponent, factor: Math.exp(meanY - exponent * meanX) };
}
