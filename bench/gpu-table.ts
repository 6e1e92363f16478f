/** What `bench/gpu.ts` measured as a table. */
import { formatTable } from '../scripts/shared/format-table.ts';
import type { GpuMeasurement } from './gpu-case.ts';

/** As `npm run bench:gpu -- --json` prints it. */
export interface GpuResults {
  readonly machine: { readonly card: string; readonly cpu: string; readonly cores: number; readonly node: string };
  readonly device: string;
  readonly results: readonly (GpuMeasurement & { readonly title: string })[];
  /** Why there is no PyTorch. */
  readonly withoutTorch?: string;
  /** Median of the steps of another program. */
  readonly commandMs?: number;
  /** What the time did not reach. */
  readonly left: readonly string[];
}

export function gpuTable({ machine, results, withoutTorch, commandMs, left }: GpuResults): string {
  const header = ['model', 'width', 'batch', 'device', 'step ms', 'first step ms', 'molecules/s', 'predicted/s'];
  const rows = results.map((each) => {
    const there = each.weightsOn === 'device' ? ', weights there' : '';
    const cells = [each.title, `${each.width}`, `${each.batch}`, `${each.backend}${there}`];
    if (each.error !== undefined) return [...cells, each.error, '', '', ''];
    const numbers = [each.stepMs!.median, each.firstStepMs!, each.moleculesPerSecond!, each.predictedPerSecond!];
    return [...cells, ...numbers.map((value) => value.toFixed(value < 100 ? 1 : 0))];
  });
  return [
    `${machine.card}; ${machine.cpu}, ${machine.cores} cores; Node ${machine.node}`,
    formatTable(header, rows),
    ...(withoutTorch === undefined ? [] : [`Without PyTorch beside it (${withoutTorch}).`]),
    ...(commandMs === undefined ? [] : [`the command: ${commandMs.toFixed(1)} ms a step`]),
    ...(left.length > 0 ? [`Not reached in the time: ${left.join('; ')}.`] : []),
  ].join('\n');
}
