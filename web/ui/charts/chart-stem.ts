/** Names of chart files: table, property, model, chart. */
import type { RunResults } from '../../engine/protocol.ts';
import { fileStemOf } from '../parts/save.ts';

export function stemOf({ data, tasks, title }: RunResults, task: number, chart: string): string {
  return fileStemOf(data, tasks[task]!, title, chart);
}
