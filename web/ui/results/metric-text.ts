/** A metric as text: `0.812 [0.74, 0.88]`, which breaks before the bracket only. */
import type { TestMetric } from '../../engine/protocol.ts';
import { short } from '../parts/numbers.ts';

export function metricText({ value, interval }: Pick<TestMetric, 'value' | 'interval'>): string {
  if (value === null) return 'undefined';
  const range = interval ? ` [${interval.map((end) => fixed(end, 2)).join(',\u00a0')}]` : '';
  return `${fixed(value, 3)}${range}`;
}

/** Columns of numbers near 1 line up; others have three digits. */
function fixed(value: number, digits: number): string {
  const size = Math.abs(value);
  return size >= 10 || (size < 0.1 && size > 0) ? short(value) : value.toFixed(digits);
}
